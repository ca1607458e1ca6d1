internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Licensing
internal import Sandbox

struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Serve a License API on this host, to try Berth or another client without an account.",
        discussion: "Listens on 127.0.0.1 alone. Prints what to export so that berth in another terminal uses it.")

    @Option(help: ArgumentHelp("The port; 0 takes any that is free.", valueName: "number"))
    var port = 8181

    @Option(
        help: ArgumentHelp("A file to keep seats and activations in; without it they are forgotten.", valueName: "path")
    )
    var state: String?

    mutating func run() async throws {
        try await exiting {
            let folder = Workplace.stateDirectory + "/sandbox"
            let key = try SigningKey.load(path: folder + "/key.pem")
            let publicKey = folder + "/public-key.pem"
            let sandbox = try Sandbox(key: key, state: state.map(StateFile.init(path:)))
            let running = try await sandbox.start(port: port, logger: .silent)
            try write(running.publicKeyPEM, to: publicKey)
            print(
                """
                Serving a License API on \(running.url); ^C stops it. In another terminal:

                  export BERTH_SERVER=\(running.url)
                  export BERTH_PUBLIC_KEY_FILE='\(publicKey)'
                  export BERTH_API_KEY=\(Catalogue.APIKey.demo.key.exposed) BERTH_SHARED_KEY=\(Catalogue.APIKey.demo.sharedKey.exposed)
                  berth borrow --product \(Catalogue.guide.first?.product ?? "") --max

                What to try (product, license key or user and password, what comes of it):

                """)
            for entry in Catalogue.guide {
                print("  \(entry.product)  \(entry.signIn.text)  \(entry.code?.rawValue ?? "works")")
            }
            fflush(nil)
            await running.waitUntilStopped()
            return .success
        }
    }

    private func write(_ text: String, to path: String) throws(Problem) {
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            var facts = ProblemFacts()
            facts.path = path
            throw Problem(.configUnreadable, message: "\(error.localizedDescription)", time: Date(), facts: facts)
        }
    }
}
