internal import FoundationEssentials
internal import Licensing

/// One call of an endpoint: all that is known of it before it is made.
struct Call: Sendable {
    var endpoint: Endpoint
    var fields: RequestFields
    /// What was asked, for a problem that may come of it.
    var facts: ProblemFacts
    /// Whom it asks.
    var address: ServerAddress
    /// When the whole of it is over, tokens and repetitions included.
    var deadline: ContinuousClock.Instant
    /// Blots out every secret that goes out with it, which nobody may say back; made once, as it takes its time.
    var redactor: Redactor
    /// What tells its lines in a log apart from those of other calls. The calls that are made for its sake have the same.
    var id = String(UInt32.random(in: .min ... .max), radix: 36)
    /// Whether it is dated and authorized, as all are but those that bring what authorizes others.
    var isAuthorized = true

    /// A call that is made for the sake of this one, within its time.
    func asking(_ endpoint: Endpoint, _ fields: RequestFields, at address: ServerAddress) -> Call {
        var call = self
        (call.endpoint, call.fields, call.address) = (endpoint, fields, address)
        call.redactor.hide(fields.secrets)
        call.isAuthorized = false
        return call
    }
}

/// The headers that date and authorize one request.
struct AuthorizationHeaders: Sendable {
    var date: String?
    var value: String?
    /// The OAuth token in it, to be forgotten when the server refuses it.
    var token: Secret?
    /// The signature in it, which is as good as a key for a while: whoever has it and the date can send again what they like.
    var signature: Secret?

    /// What no server may say back.
    var secrets: [Secret] { [token, signature].compactMap(\.self) }

    /// For the one endpoint that wants neither.
    static let none = AuthorizationHeaders()
}
