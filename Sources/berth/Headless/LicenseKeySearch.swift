internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing

/// Finds the license key of a borrow made earlier, wherever it is by now.
struct LicenseKeySearch {
    private let ledger: any LedgerStore
    private let secrets: SecretReader
    private let file: String?
    private let configured: SecretPlace?
    private let asks: Bool
    /// What the places held that were looked at before: each is looked at once, however many borrows it is for.
    private var known: [SecretPlace: Result<Secret, Problem>] = [:]

    /// - Parameters:
    ///   - file: the file that a flag names. Where there is one, no other place is looked at.
    ///   - configured: where the configuration says that the key is.
    ///   - asks: whether a person may be asked.
    init(
        ledger: any LedgerStore, secrets: SecretReader, file: String?, configured: SecretPlace?, asks: Bool = true
    ) {
        (self.ledger, self.secrets, self.file, self.configured, self.asks) = (ledger, secrets, file, configured, asks)
    }

    /// The key, from the first place that holds this license's: where it came from, where it is configured, a person.
    ///
    /// - Returns: nil for a license that needs no key.
    mutating func key(of borrow: Borrow) async throws(Problem) -> Secret? {
        guard case .key(let lastFour, let fingerprint) = borrow.subject.license else { return nil }
        if let file {
            return try read(.file(ProcessEnvironment.current.paths.absolute(file)), for: "--license-key-file")
        }
        var obstacles: [String] = []
        let origin = SecretPlace(borrow.secretSource)
        for place in [origin, configured == origin ? nil : configured].compactMap({ $0 }) {
            do {
                let key = try read(place, for: place.words)
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

    private mutating func read(_ place: SecretPlace, for name: String) throws(Problem) -> Secret {
        if let known = known[place] { return try known.get() }
        let result = Result { () throws(Problem) in try NamedSecret(place, namedBy: name).takeLicenseKey(secrets).secret
        }
        known[place] = result
        return try result.get()
    }

    private func mark(of key: Secret) async throws(Problem) -> String {
        try await TimeLimit.bounding("the ledger could be read") { [ledger] () throws(Problem) in
            try await ledger.fingerprint(of: key)
        }
    }
}
