internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing

struct ActivateCommand: SendingVerb {
    static let configuration = CommandConfiguration(
        commandName: "activate",
        abstract: "Bind a device to a license, which a borrow wants once.",
        discussion: """
            An activation takes no seat. It counts against the license's activations, and one on another device in place of an \
            earlier one against its transfers. The license key comes from BERTH_LICENSE_KEY, --license-key-file or a prompt; a \
            user's password from BERTH_PASSWORD, --password-file or a prompt.

            Examples:
              berth activate --product CAD-PRO
              berth activate --product SIM-X --user ana@example.com
              berth activate --product CAD-PRO --hardware-id node-07 --dry-run
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var license: LicenseOptions
    @OptionGroup var sending: SendingOptions

    func validate() throws { try license.validateOne() }

    mutating func perform() async throws -> ExitCode {
        let configuration = try connection.load()
        let workplace = try await Workplace.configured(configuration, sending)
        let (wish, source) = try await license.activation(configuration, workplace)
        let headless = Headless(workplace)
        _ = try await headless.start()
        return try await headless.perform(.activate(wish, source: source)).report(sending)
    }
}
