internal import ClientLive
internal import Foundation
internal import Licensing

extension DoctorCheck {
    /// The configuration file and every setting, but for what is secret.
    static let configuration = DoctorCheck("configuration") { patient in
        do throws(Problem) {
            let settings = try patient.settings.get()
            try settings.checkDesk()
            guard let file = settings.configFile else {
                let place = ConfigurationPlace.used(flag: patient.connection.config, .current)
                return .ok("There is no file \(place.path): variables and defaults count.")
            }
            let profile = settings.profile.map { ", profile \($0.inQuotes)" } ?? ""
            return .ok("\(file)\(profile): every setting can be used.")
        } catch {
            return .failed(error)
        }
    }

    /// Where the secrets come from: whether each can be read, and is safe from others.
    static let secrets = DoctorCheck("secrets") { patient in
        do throws(Problem) {
            _ = try patient.settings.get()
            let configuration = try patient.configuration.get()
            _ = try configuration.apiAuthorization()
            let reader = SecretReader(environment: .current)
            for named in [configuration.licenseKeySource, configuration.passwordSource].compactMap({ $0 }) {
                let result = await Aside.run { Result { () throws(Problem) in try named.take(reader).secret } }
                _ = try result.get()
            }
            let origins = try SettingOrigin.all(
                flag: patient.connection.config, profile: patient.connection.profile, .current
            ).filter(\.isAboutSecret)
            let words = origins.map { "\($0.name) (\($0.origin))" }.joined(separator: ", ")
            return .ok("All of them can be read, and are safe from others: \(words).")
        } catch {
            guard case .success = patient.settings else { return .unknown("The configuration cannot be used.") }
            return .failed(error)
        }
    }
}

extension BerthConfiguration {
    /// Checks what only the desk and the client judge: keys, colours, zone, notification, the key of responses.
    func checkDesk() throws(Problem) {
        _ = try (keymap(), palette(), zone())
        _ = try (notification(), verifier())
    }
}
