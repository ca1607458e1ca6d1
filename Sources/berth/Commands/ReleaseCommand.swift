internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing

struct ReleaseCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Release a borrow before its end.",
        discussion: """
            Says released only when the server has said yes; anything else leaves an exit status that tells why. It goes to \
            the server and account that the borrow was made with, or nowhere. The license key is looked for where it came \
            from, then where it is configured, then asked for.
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var account: AccountOptions

    @OptionGroup var subject: BorrowOptions

    @Flag(help: "Print the outcome as JSON.")
    var json = false

    var sends: Bool { true }

    mutating func perform() async throws -> ExitCode {
        let configuration = try connection.load()
        try Workplace.requireLedger(configuration)
        let workplace = try await Workplace.configured(configuration, takesAnyAccount: account.anyAccount)
        let headless = Headless(workplace)
        let state = try await headless.start()
        let moment = Moment(host: Date())
        let chosen = try BorrowChoice(state: state, moment: moment).borrow(subject, "held") {
            switch $0.status(at: moment) {
            case .active, .unknown: true
            // A check that found no borrow took a seat, which a release frees.
            case .ended: $0.checkTookSeat
            case .pending, .released, .refused, .activated: false
            }
        }
        let key = try await account.key(of: chosen, in: state, configuration, workplace)
        let ending = await headless.perform(.release(chosen.id), key: key)
        return try ending.report(asJSON: json)
    }
}
