internal import ClientLive
internal import Foundation
internal import Licensing

extension DoctorCheck {
    /// How many products are asked for.
    private static let mostProducts = 10

    /// Whether the server takes the credentials.
    static let credentials = DoctorCheck("credentials") { patient in
        guard case .success(let configuration) = patient.configuration,
            let authorization = try? configuration.apiAuthorization()
        else { return .unknown("They cannot be had; see the secrets.") }
        if let obstacle = await patient.obstacle { return .unknown(obstacle) }
        do throws(Problem) {
            if let response = try await ServerChecks(configuration).authorize().whatCame {
                return .unknown(
                    "The server does not say whether it takes the \(authorization.label). What came: \(response)")
            }
            return .ok("The server takes the \(authorization.label).")
        } catch {
            return .failed(error)
        }
    }

    /// Whether the server knows the products that are configured.
    static let product = DoctorCheck("product") { patient in
        guard case .success(let configuration) = patient.configuration else {
            return .unknown("The server cannot be asked without credentials.")
        }
        var codes: [String] = []
        for code in [configuration.product].compactMap({ $0 }) + configuration.products where !codes.contains(code) {
            codes.append(code)
        }
        guard !codes.isEmpty else { return .unknown("None is configured: product in the configuration names one.") }
        if let obstacle = await patient.obstacle { return .unknown(obstacle) }
        do throws(Problem) {
            guard try await ServerChecks(configuration).authorize().whatCame == nil else {
                return .unknown("The server does not say whether it takes the credentials.")
            }
        } catch {
            return .unknown("The server does not take the credentials.")
        }
        var known: [String] = []
        for code in codes.prefix(mostProducts) {
            do throws(Problem) {
                let product = try await ServerChecks(configuration).describe(code)
                known.append("\(code) (\(product.name))")
            } catch {
                return .failed(error)
            }
        }
        let rest = codes.count - known.count
        return .ok(
            "The server knows \(known.joined(separator: ", "))"
                + (rest > 0 ? "; \(rest) more were not asked for." : "."))
    }
}
