internal import ClientCore
internal import FoundationEssentials
internal import Ledger
internal import Licensing

/// Says which license is meant, for the ledger and for the server, and never lets a wrong key stand for a right one.
struct LicenseIdentifier: Sendable {
    var ledger: any LedgerStore
    var secrets: SecretReader
    var now: @Sendable () -> Date

    func identify(_ subject: Client.Subject) async throws(Problem) -> Client.Identified {
        switch subject {
        case .credentials(.licenseKey(let key)):
            Client.Identified(reference: try await reference(of: key), identification: .licenseKey(key))
        case .credentials(.user(let name, _)):
            Client.Identified(reference: .user(name), identification: .username(name))
        case .credentials(.singleSignOn(let signOn)):
            Client.Identified(reference: .customerAccount(signOn.customerAccountCode), identification: nil)
        case .license(.licenseKey(let key)):
            Client.Identified(reference: try await reference(of: key), identification: .licenseKey(key))
        case .license(.username(let name)):
            Client.Identified(reference: .user(name), identification: .username(name))
        case .borrow(let borrow, let key):
            Client.Identified(
                reference: borrow.subject.license, identification: try await identification(of: borrow, key: key))
        }
    }

    private func reference(of key: Secret) async throws(Problem) -> LicenseReference {
        .key(lastFour: key.lastFour, fingerprint: try await ledger.fingerprint(of: key))
    }

    private func identification(of borrow: Borrow, key: Secret?) async throws(Problem) -> LicenseIdentification {
        switch borrow.subject.license {
        case .user(let name):
            return .username(name)
        case .customerAccount:
            throw problem(
                "A borrow made by single sign-on cannot be released, checked or deactivated: the server asks for a key or a user.",
                name: "license")
        case .key:
            let read = if let key { key } else { try secrets.read(borrow.secretSource) }
            // The blanks around it did not count as it was borrowed with.
            let key = (try? Validation.licenseKey(read)) ?? read
            guard try await reference(of: key) == borrow.subject.license else {
                throw .notItsSignIn(borrow, at: now())
            }
            return .licenseKey(key)
        }
    }

    private func problem(_ message: String, name: String) -> Problem {
        return Problem(.inputInvalid, message: message, time: now(), facts: ProblemFacts(name: name))
    }
}
