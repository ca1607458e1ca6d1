public import FoundationEssentials
public import Licensing
internal import TerminalUI

/// What the check of an answer has found.
public enum SetupFinding: Hashable, Sendable {
    /// The server answers like the License API; how far its clock is ahead of this host's, where it told.
    case reached(clockOffset: TimeInterval?)
    /// The server takes these credentials.
    case accepted
    /// The server has responded in a way that does not tell whether it takes these credentials; what came.
    case untold(String)
    /// The server knows the product.
    case product(Product)
    /// The file can be used.
    case usable

    /// What that means, in a sentence.
    public var sentence: String {
        switch self {
        case .reached(nil): "It answers like the License API."
        case .reached(let offset?) where abs(offset) >= Self.noticed: Strings.clockIsOff(offset)
        case .reached: "It answers like the License API, and this host's clock agrees with it."
        case .accepted: "The server accepts them."
        case .untold(let response):
            "Whether the server accepts them is not known. In place of a word on that came: \(response)"
        case .product(let product):
            switch product.signIn {
            case .licenseKey: "\(product.name): its licenses are used by license key."
            case .user: "\(product.name): its licenses are used by user and password."
            case nil: "\(product.name): the server knows it."
            }
        case .usable: "It can be used, and nobody else can change it."
        }
    }

    /// Whether a person should do something about it.
    public var isWarning: Bool {
        switch self {
        case .reached(let offset?): abs(offset) >= Self.noticed
        case .untold: true
        case .reached(nil), .accepted, .product, .usable: false
        }
    }

    /// How far off a clock is before it is worth a word, in seconds.
    private static let noticed: TimeInterval = 60
}

extension Problem {
    /// What the server said of it, in its own words; nil where it said nothing, where it never was asked, and where the words are this
    /// program's about what came.
    public var saidByServer: String? {
        let said = TextWidth.sanitised(message)
        return status == nil || code.isOwn || said.allSatisfy(\.isWhitespace) ? nil : "\"\(said)\""
    }
}
