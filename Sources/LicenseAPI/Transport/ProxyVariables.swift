internal import FoundationEssentials
internal import Licensing

/// The environment variables that name proxies, and nothing else of the environment.
///
/// Their values are secrets, because an address can hold a password.
public struct ProxyVariables: Hashable, Sendable {
    /// The variables that count, in upper or lower case; the lower one comes first.
    public static let names = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"]

    private let values: [String: Secret]

    /// Takes what names proxies out of an environment.
    public init(environment: [String: String] = [:]) {
        var values: [String: Secret] = [:]
        for name in Self.names {
            let text = environment[name.lowercased()] ?? environment[name] ?? ""
            if !text.isEmpty { values[name] = Secret(text) }
        }
        self.values = values
    }

    /// The value of a variable, by its name in upper case; nil where it is not set or empty.
    func value(of name: String) -> Secret? { values[name] }

    /// The passwords in the proxies' addresses.
    var passwords: [Secret] {
        values.values.compactMap { value in
            let text = value.exposed
            return URLComponents(string: text.contains("://") ? text : "http://" + text)?.password.map(Secret.init)
        }
    }
}

extension ProxyVariables: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(environment: Dictionary(elements) { _, last in last })
    }
}
