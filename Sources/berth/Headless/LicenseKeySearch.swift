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
    let configured: SecretSource?

    /// The key, from the first place that holds this license's: where it came from, where it is configured, a person.
    ///
    /// - Returns: nil for a license that needs no key.
    func key(of borrow: Borrow) async throws(Problem) -> Secret? {
        guard case .key(let lastFour, let fingerprint) = borrow.subject.license else { return nil }
        if let file {
            return try secrets.read(.file(ProcessEnvironment.current.paths.absolute(file)), for: "--license-key-file")
        }
        var obstacles: [String] = []
        for source in [borrow.secretSource, configured].compactMap({ $0 }) where source != .prompt {
            do {
                let key = try secrets.read(source, for: source.words)
                if try await ledger.fingerprint(of: key) == fingerprint { return key }
                obstacles.append("\(source.words) holds another key")
            } catch {
                obstacles.append(error.message.trimmingCharacters(in: ["."]))
            }
        }
        do {
            return try Prompt.secret("License key …\(lastFour)", orFrom: "--license-key-file")
        } catch {
            guard !obstacles.isEmpty else { throw error }
            var problem = error
            problem.message += " Looked at in vain: \(obstacles.joined(separator: "; "))."
            throw problem
        }
    }
}

extension SecretSource {
    /// Where it is, in words.
    fileprivate var words: String {
        switch self {
        case .prompt: "the prompt"
        case .environment(let name): name
        case .file(let path): path
        }
    }
}
