internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Licensing
internal import Sandbox

struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Serve a License API on this host, to try Berth or another client without an account.",
        discussion: """
            Listens on 127.0.0.1 alone. Prints what to export so that berth in another terminal uses it. \
            Start a scenario of your own from: berth sandbox --print-scenario
            """)

    @Option(help: ArgumentHelp("The port; 0 takes any that is free.", valueName: "number"))
    var port = 8181

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var host = "127.0.0.1"

    @Flag(help: "Let other hosts in, where --host is an address that they can reach.")
    var allowOtherHosts = false

    @Option(
        help: ArgumentHelp("A file to keep seats and activations in; without it they are forgotten.", valueName: "path")
    )
    var state: String?

    @Option(
        help: ArgumentHelp(
            "A YAML file with products, licenses, users, keys, clock, choices and faults.", valueName: "path"))
    var scenario: String?

    @Option(
        help: ArgumentHelp("How the clock runs: \(ClockSetting.allowed).", valueName: "clock"),
        transform: Self.readClock)
    var clock: ClockSetting?

    @Option(
        name: .customLong("fail"), parsing: .singleValue,
        help: ArgumentHelp(
            "A fault for the next calls of an endpoint, for example floating/borrow:hang:1; may be repeated.",
            valueName: "endpoint:fault:count"),
        transform: Self.readFaults)
    var faults: [Faults] = []

    @Flag(help: "Print the demo as a scenario file, and end.")
    var printScenario = false

    mutating func run() async throws {
        try await exiting {
            var scenario = try self.scenario.map(Scenario.load(path:)) ?? Scenario()
            if let clock { scenario.clock = clock }
            scenario.faults = faults.reduce(Faults(), +) + scenario.faults
            if printScenario {
                print(try scenario.yaml(), terminator: "")
            } else {
                try await serve(scenario)
            }
            return .success
        }
    }

    private func serve(_ scenario: Scenario) async throws {
        let folder = Workplace.stateDirectory + "/sandbox"
        let key = try SigningKey.load(path: folder + "/key.pem")
        let publicKey = folder + "/public-key.pem"
        let sandbox = try Sandbox(scenario: scenario, key: key, state: state.map(StateFile.init(path:)))
        let running = try await sandbox.start(
            host: host, port: port, allowsOtherHosts: allowOtherHosts, logger: .silent)
        try write(running.publicKeyPEM, to: publicKey)
        if !Sandbox.isLoopback(host) {
            let warning =
                "berth: warning: other hosts can reach this sandbox, over plain HTTP; use no real secret in it\n"
            FileHandle.standardError.write(Data(warning.utf8))
        }
        print(
            """
            Serving a License API on \(running.url); ^C stops it. In another terminal:

              export BERTH_SERVER=\(running.url)
              export BERTH_PUBLIC_KEY_FILE='\(publicKey)'
            """)
        if let key = scenario.catalogue.apiKeys.first {
            print("  export BERTH_API_KEY=\(key.key.exposed) BERTH_SHARED_KEY=\(key.sharedKey.exposed)")
        }
        print("  berth borrow --product \(scenario.catalogue.products.first?.code ?? "") --max\n")
        describe(scenario)
        fflush(nil)
        await running.waitUntilStopped()
    }

    @Sendable
    private static func readClock(_ text: String) throws -> ClockSetting {
        guard let setting = ClockSetting(text) else { throw ValidationError("It must be \(ClockSetting.allowed).") }
        return setting
    }

    @Sendable
    private static func readFaults(_ text: String) throws -> Faults {
        do {
            return try Faults(text: text)
        } catch {
            throw ValidationError(error.message)
        }
    }

    /// Lists what there is to try.
    private func describe(_ scenario: Scenario) {
        if scenario.catalogue == .demo {
            print("What to try (product, license key or user and password, what comes of it):\n")
            for entry in Catalogue.guide {
                print("  \(entry.product)  \(entry.signIn.text)  \(entry.code?.rawValue ?? "works")")
            }
        } else {
            print("Licenses (product, license key or user):\n")
            for license in scenario.catalogue.licenses { print("  \(license.product)  \(license.holderText)") }
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

extension Catalogue.License {
    /// What opens it, to be shown: a sandbox's license keys are made up.
    fileprivate var holderText: String {
        switch holder {
        case .key(let key): key.exposed
        case .user(let email): email
        }
    }
}
