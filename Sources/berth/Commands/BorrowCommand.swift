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
            BERTH_PASSWORD, --password-file or a prompt. On a license that is borrowed already, this sets a new end.
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var license: LicenseOptions

    @Option(help: ArgumentHelp("When it ends: 2026-11-27 18:00, fri 18:00, tomorrow 9am, +36h.", valueName: "time"))
    var until: String?

    @Flag(help: "Borrow as long as the license allows.")
    var max = false

    @Flag(name: .customLong("repeat"), help: "Borrow even if an earlier borrow of it is of unknown outcome.")
    var repeats = false

    @Flag(
        help: "Set a new end although the borrow was made with another account's key, as after that key was replaced.")
    var anyAccount = false

    @Flag(help: "Print the outcome as JSON.")
    var json = false

    func validate() throws {
        guard max != (until != nil) else { throw ValidationError("Say when it ends: either --until TIME or --max.") }
    }

    mutating func perform() async throws -> ExitCode {
        let configuration = try connection.load()
        let end = try end(in: configuration.zone())
        let workplace = try await Workplace.configured(configuration, takesAnyAccount: anyAccount)
        let (wish, source) = try license.request(configuration, workplace, end: end)
        let headless = Headless(workplace)
        _ = try await headless.start()
        let ending = await headless.perform(.borrow(wish, source: source), ifInDoubt: repeats ? .repeat : .ask)
        return try ending.report(asJSON: json)
    }

    private func end(in zone: TimeZone) throws(Problem) -> BorrowEnd {
        guard let until else { return .maximum }
        do {
            let reading = try EndInput.read(until, now: Date(), in: zone)
            return try Validation.end(reading.end, now: Date())
        } catch let error as EndInput.Failure {
            throw Problem.usage(error.sentence, name: "--until")
        } catch let error as FieldError {
            throw Problem.usage(error.sentence, name: "--until")
        } catch {
            throw Problem.usage("\(error)", name: "--until")
        }
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
