internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing

struct BorrowCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "borrow",
        abstract: "Borrow a license for a device until an end.",
        discussion: """
            The license key comes from BERTH_LICENSE_KEY, --license-key-file or a prompt; a user's password from \
            BERTH_PASSWORD, --password-file or a prompt. On a license that is borrowed already, this sets a new end; \
            `berth extend` does that from what is known of the borrow. The service signs no grant of a feature, so that one \
            leaves no receipt.

            Examples:
              berth borrow --product CAD-PRO --until "fri 18:00"
              berth borrow --product RENDER --feature GPU --max
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var license: LicenseOptions

    @OptionGroup var end: EndOptions

    @Flag(name: .customLong("repeat"), help: "Borrow even if an earlier borrow of it is of unknown outcome.")
    var repeats = false

    @Flag(
        help: "Set a new end although the borrow was made with another account's key, as after that key was replaced.")
    var anyAccount = false

    @Flag(help: "Print the outcome as JSON.")
    var json = false

    var sends: Bool { true }

    mutating func perform() async throws -> ExitCode {
        let configuration = try connection.load()
        let end = try end.end(in: configuration.zone())
        let workplace = try await Workplace.configured(configuration, takesAnyAccount: anyAccount)
        let (wish, source) = try license.request(configuration, workplace, end: end)
        let headless = Headless(workplace)
        _ = try await headless.start()
        let ending = await headless.perform(.borrow(wish, source: source), ifInDoubt: repeats ? .repeat : .ask)
        return try ending.report(asJSON: json)
    }
}

extension Problem {
    /// A flag or an argument that cannot be used.
    static func usage(_ message: String, name: String) -> Problem {
        var facts = ProblemFacts()
        facts.name = name
        return Problem(.inputInvalid, message: message, time: Date(), facts: facts)
    }
}
