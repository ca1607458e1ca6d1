internal import ClientLive
internal import Foundation
internal import Licensing

extension DoctorCheck {
    /// The configuration file and every setting, but for what is secret.
    static let configuration = DoctorCheck("configuration") { patient in
        var remarks = ProcessEnvironment.current.mistyped.map { variable in
            DoctorFinding.Remark(variable.sentence, remedy: Remedy(variable.advice))
        }
        do throws(Problem) {
            let settings = try patient.settings.get()
            try settings.checkDesk()
            if case .failure(let fault) = patient.service, fault.code != .transportProxy { throw fault }
            if let fault = settings.opening?.fault() {
                remarks.insert(.init(fault.message, remedy: Remedy("keep one of both")), at: 0)
            }
            guard remarks.isEmpty else { return .warning(remarks) }
            guard let file = settings.configFile else {
                let place = ConfigurationPlace.used(flag: patient.connection.config, .current)
                return .ok("There is no file \(place.path): variables and defaults count.")
            }
            let profile = settings.profile.map { ", profile \($0.inQuotes)" } ?? ""
            return .ok("\(file)\(profile): every setting can be used.")
        } catch {
            return .failed(error).adding(remarks)
        }
    }

    /// Where the secrets come from: whether each can be read, and is safe from others.
    static let secrets = DoctorCheck("secrets") { patient in
        do throws(Problem) {
            _ = try patient.settings.get()
            let configuration = try patient.configuration.get()
            _ = try configuration.apiAuthorization()
            let reader = SecretReader(environment: .current)
            let read = await Aside.run {
                Result { () throws(Problem) in
                    _ = try configuration.licenseKeySource?.takeLicenseKey(reader)
                    _ = try configuration.passwordSource?.take(reader)
                }
            }
            try read.get()
            let places = try NamedSecretPlace.all(
                flag: patient.connection.config, profile: patient.connection.profile, .current)
            var text = "In use: \(places.filter(\.isInUse).words)."
            if places.contains(where: { !$0.isInUse }) {
                text += " Named, and not in use: \(places.filter { !$0.isInUse }.words)."
            }
            let faults = places.compactMap(\.fault)
            guard faults.isEmpty else {
                let remedies = faults.flatMap { ProblemCatalogue.explain($0).withOwnCommands.remedies.prefix(1) }
                return .warning(([text] + faults.map(\.message)).joined(separator: " "), Array(remedies))
            }
            return .ok("All of them can be read, and are safe from others. \(text)")
        } catch {
            guard case .success = patient.settings else { return .unknown("The configuration cannot be used.") }
            return .failed(error)
        }
    }
}

extension [NamedSecretPlace] {
    fileprivate var words: String { map { "\($0.setting) (\($0.origin))" }.joined(separator: ", ") }
}

extension BerthConfiguration {
    /// Checks what only the desk judges: keys, colours, zone, notification.
    func checkDesk() throws(Problem) {
        _ = try (keymap(), palette(), zone())
        _ = try notification()
    }
}
