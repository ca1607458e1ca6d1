internal import ClientLive
internal import Foundation
internal import Licensing
internal import NcursesTerminal
internal import Screens
internal import TerminalUI

/// The first start, where nothing has been set up: who asks, and what the answers are held against.
struct FirstStart {
    let facts: SetupFacts
    let environment: SetupEnvironment

    /// - Parameters:
    ///   - flag: the configuration file that a flag names.
    ///   - profile: the profile that is to be added to it; nil to write the whole file.
    /// - Throws: what keeps the profile from being added, or the file from being written, as far as that can be told before.
    init(flag: String?, profile: String? = nil) throws(Problem) {
        let place = ConfigurationPlace.used(flag: flag, .current)
        let profile = try profile.map { name throws(Problem) in try ProfileAddition(name, to: place.path) }
        try ConfigurationDraft.checkPlace(place.path)
        let known = BerthConfiguration.forSetup(flag: flag, isProfile: profile != nil, .current)
        let sandboxKey = Workplace.stateDirectory + "/sandbox/public-key.pem"
        var device: HardwareID?
        var deviceSource = ""
        do throws(Problem) {
            let found = try known.device()
            device = found.id
            deviceSource =
                known.hardwareID == nil && known.hardwareIDAlgorithm == .default
                ? "This host's is \(found.id.short), the SHA-256 of its machine id, as the vendor's clients send it."
                : "Left empty it is \(found.id.short), \(found.source)."
        } catch {
            deviceSource = "This host has no id of its own, as many containers: one has to be typed."
        }
        facts = SetupFacts(
            vendorServer: BerthConfiguration(ledgerPath: "").server,
            sandboxKeyFile: FileManager.default.fileExists(atPath: sandboxKey) ? sandboxKey : "",
            configFile: place.path, isConfigured: place.isThere, profile: profile?.name,
            sharedSettings: profile?.shared ?? [], device: device, deviceSource: deviceSource,
            command: OwnCommand.line("config", "init"))
        environment = SetupEnvironment(
            check: { (step, answers) async throws(Problem) in
                try await SetupChecks(answers: answers, known: known).check(step)
            },
            write: { (answers, replacing) async throws(Problem) in
                var draft = ConfigurationDraft(answers)
                draft.profile = profile
                // What all profiles share stays where it is.
                if profile?.shared.contains("ca_file") != true { draft.caFile = known.caFile }
                let (hiding, inheritsPublicKey) = (draft.hidden(by: .current), draft.inheritsPublicKey)
                return switch try draft.write(to: place.path, replacing: replacing) {
                case .written(let files, let variables):
                    .done(
                        SetupReport(
                            files: files, variables: variables, hiding: hiding, inheritsPublicKey: inheritsPublicKey))
                case .wouldReplace(let paths): .wouldReplace(paths)
                }
            })
    }

    /// Whether it is due: nothing is set up, and somebody sits at a terminal.
    static func isDue(flag: String?) -> Bool {
        isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
            && BerthConfiguration.isAbsent(flag: flag, .current)
    }

    /// Goes through it on the screen.
    ///
    /// - Parameter ascii: whether only ASCII is drawn.
    func run(on terminal: any TerminalDevice, ascii: Bool) async -> Setup.Ending {
        var facts = facts
        facts.writesASCII = ascii
        return await SetupRuntime(environment).run(facts, on: terminal)
    }

    /// Goes through it line by line.
    func run(_ talk: Conversation) async throws -> SetupWalk.Ending {
        try await PlainSetup(talk: talk, environment: environment).run(facts)
    }
}
