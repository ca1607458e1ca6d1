internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing

struct DeactivateCommand: SendingVerb {
    static let configuration = CommandConfiguration(
        commandName: "deactivate",
        abstract: "Take a device off a license, so that another one can be activated in its place.",
        discussion: """
            The license forgets the device, and with it whatever seat it holds: so while the ledger knows a borrow of the license \
            or of one of its features that is held, or may be, nothing is sent, and it has to be returned first. One on another \
            device afterwards counts against the license's transfers: to give a seat back, use `berth release`.

            The license is one that the ledger knows (by the product or a borrow's id), or is named by --product. Its key comes \
            from where it came from before, BERTH_LICENSE_KEY, --license-key-file or a prompt; of a user the name is enough.

            Examples:
              berth deactivate CAD-PRO
              berth deactivate --product CAD-PRO --hardware-id node-07
              berth deactivate --product SIM-X --user ana@example.com --dry-run
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var target: TargetOptions
    @OptionGroup var sending: SendingOptions

    mutating func perform() async throws -> ExitCode {
        if let name = target.borrow {
            let found = try await BorrowAtHand.find(connection, target.account, sending) { choice throws(Problem) in
                try choice.ofLicense(name)
            }
            let key = try await found.key(target.account)
            return try await found.headless.perform(.deactivate(found.borrow.id), key: key).report(sending)
        }
        let configuration = try connection.load()
        let workplace = try await Workplace.configured(configuration, sending)
        let headless = Headless(workplace)
        _ = try await headless.start()
        let (license, source) = try await target.license(configuration, in: workplace.ledger)
        return try await headless.perform(.deactivateLicense(license, source: source)).report(sending)
    }
}
