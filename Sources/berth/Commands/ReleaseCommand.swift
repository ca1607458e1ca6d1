internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing

struct ReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Give a borrow back early.",
        discussion:
            "Says returned only when the server has said yes; anything else leaves an exit status that tells why.")

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: "The borrow: its id from `berth status`, or a product that one borrow is held of.")
    var borrow: String

    @Option(help: ArgumentHelp("A file that holds the license key, where it is not remembered.", valueName: "path"))
    var licenseKeyFile: String?

    @Flag(help: "Print the outcome as JSON.")
    var json = false

    mutating func run() async throws {
        try await exiting {
            let configuration = try connection.load()
            let workplace = try Workplace.configured(configuration)
            let headless = Headless(workplace)
            let state = try await headless.start()
            let chosen = try choose(state)
            let outcome = await headless.perform(
                .returnRequested(chosen.id, key: try key(for: chosen, state, configuration), at: Date()))
            await workplace.close()
            return outcome?.report(asJSON: json, now: Date()) ?? .failure
        }
    }

    /// The borrow that is meant: by id, else the only one of a product that holds a seat or may.
    private func choose(_ state: Client.State) throws(Problem) -> Borrow {
        if let exact = state.borrows.first(where: { $0.id.rawValue == borrow }) { return exact }
        let held = state.borrows.filter { candidate in
            guard candidate.subject.product == borrow else { return false }
            return switch candidate.status(at: Date()) {
            case .active, .unknown: true
            case .pending, .ended, .returned, .refused: false
            }
        }
        if let only = held.first, held.count == 1 { return only }
        let message =
            held.isEmpty
            ? "The ledger knows no borrow \(borrow)."
            : "Several borrows of \(borrow) are held; name one by its id: "
                + held.map { "\($0.id) (\($0.subject.license.label))" }.joined(separator: ", ") + "."
        throw Problem(.borrowNotFound, message: message, time: Date())
    }

    private func key(
        for borrow: Borrow, _ state: Client.State, _ configuration: BerthConfiguration
    ) throws(Problem) -> Secret? {
        guard case .key(let lastFour, _) = borrow.subject.license else { return nil }
        let reader = SecretReader(environment: ProcessInfo.processInfo.environment)
        if let licenseKeyFile { return try reader.read(.file(licenseKeyFile)) }
        guard borrow.secretSource == .prompt else { return nil }
        if let source = configuration.licenseKeySource { return try reader.read(source) }
        return try Prompt.secret("License key …\(lastFour): ")
    }
}
