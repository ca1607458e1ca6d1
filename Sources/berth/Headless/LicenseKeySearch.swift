internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing

/// Finds the license key of a borrow made earlier, wherever it is by now.
struct LicenseKeySearch {
    let ledger: any LedgerStore
    let secrets: SecretReader
    /// The file that a flag names. Where there is one, no other place is looked at.
    let file: String?
    /// Where the configuration says that the key is.
    let configured: SecretPlace?
    /// Whether a person may be asked.
    var asks = true

    /// The key, from the first place that holds this license's: where it came from, where it is configured, a person.
    ///
    /// - Returns: nil for a license that needs no key.
    func key(of borrow: Borrow) async throws(Problem) -> Secret? {
        guard case .key(let lastFour, let fingerprint) = borrow.subject.license else { return nil }
        if let file {
            return try secrets.read(.file(ProcessEnvironment.current.paths.absolute(file)), for: "--license-key-file")
        }
        var obstacles: [String] = []
        for place in [SecretPlace(borrow.secretSource), configured].compactMap({ $0 }) {
            do {
                let key = try secrets.take(place, for: place.words).secret
                if try await mark(of: key) == fingerprint { return key }
                obstacles.append("\(place.words) holds another key")
            } catch {
                // Where the command's time is over, nothing else is looked at.
                guard error.code != .operationNotSent else { throw error }
                obstacles.append(error.message.trimmingCharacters(in: ["."]))
            }
        }
        do throws(Problem) {
            guard asks else {
                throw Problem.usage("The license key …\(lastFour) is needed.", name: "--license-key-file")
            }
            return try Prompt.secret("License key …\(lastFour)", orFrom: "--license-key-file")
        } catch {
            guard !obstacles.isEmpty else { throw error }
            var problem = error
            problem.message += " Looked at in vain: \(obstacles.joined(separator: "; "))."
            throw problem
        }
    }

    private func mark(of key: Secret) async throws(Problem) -> String {
        try await TimeLimit.bounding("the ledger could be read") { [ledger] () throws(Problem) in
            try await ledger.fingerprint(of: key)
        }
    }
}
