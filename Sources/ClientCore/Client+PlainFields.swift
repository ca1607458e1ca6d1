internal import FoundationEssentials
internal import Licensing

extension Client.Call {
    /// What opens the license and nobody would choose as a name, so that it stands in none by chance. A password may be a word.
    private var secrets: [Secret] {
        switch self {
        case .borrow(let request): request.credentials.keys
        case .activate(let request): request.credentials.keys
        case .release(let target), .check(let target), .deactivate(let target):
            if case .licenseKey(let key) = target.identification { [key] } else { [] }
        }
    }

    /// Why it is not to be begun about a subject: a secret went into a field that is written down, and shown to whoever may look.
    func reasonNotToWrite(_ subject: BorrowSubject, at: Date) -> Problem? {
        let user = if case .user(let name) = subject.license { name } else { "" }
        let fields = [
            ("product", subject.product), ("feature", subject.feature ?? ""), ("bundle", subject.bundleCode ?? ""),
            ("hardware id", subject.hardwareID.rawValue), ("user", user),
        ]
        guard let (name, _) = fields.first(where: { field in secrets.contains { $0.isIn(field.1) } }) else {
            return nil
        }
        let message =
            "As \(name) stands a secret that opens the license: it would be written down, and seen by others. Nothing was sent."
        return Problem(.inputInvalid, message: message, time: at, effect: .none, facts: ProblemFacts(name: name))
    }
}

extension Credentials {
    /// The license key, the code or the token that they are; none of a user's.
    fileprivate var keys: [Secret] {
        switch self {
        case .licenseKey(let key): [key]
        case .user: []
        case .singleSignOn(let signOn):
            switch signOn.proof {
            case .code(let secret), .idToken(let secret): [secret]
            }
        }
    }
}
