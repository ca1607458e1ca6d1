/// Which server an address means: two addresses are one server where these are equal.
///
/// An address comes in its one spelling: scheme and host in lower case, without the scheme's own port and without a slash at its end.
/// What is left are the names of one host: with a dot at the end or without, and this host's own, `localhost`, `127.0.0.1` and `::1`.
/// No name is looked up. A ledger keeps addresses as they were used, and is compared by this.
public struct ServerIdentity: Hashable, Comparable, Sendable {
    /// The address by the one name of its host.
    public let text: String

    public init(_ address: String) {
        guard let parts = Parts(address), let name = Self.name(of: parts.host) else {
            text = address
            return
        }
        text = parts.address(of: name)
    }

    public static func < (one: Self, other: Self) -> Bool { one.text < other.text }

    /// Whether two addresses mean one server.
    public static func areSame(_ one: String, _ other: String) -> Bool { one == other || Self(one) == Self(other) }

    /// All addresses of this server in their one spelling, the one of ``text`` first.
    public var addresses: [String] {
        guard let parts = Parts(text) else { return [text] }
        let names = parts.host == Self.loopback ? [Self.loopback, "localhost", "[::1]"] : [String(parts.host)]
        return names.flatMap { $0.hasPrefix("[") ? [$0] : [$0, $0 + "."] }.map(parts.address)
    }

    /// What this host's own names are taken for.
    private static let loopback = "127.0.0.1"

    /// The one name of a host; nil where that is the one that it has.
    private static func name(of host: Substring) -> String? {
        let bare = host.hasSuffix(".") ? host.dropLast() : host
        if bare == "localhost" || bare == "[::1]" { return loopback }
        return bare.endIndex == host.endIndex || bare.isEmpty ? nil : String(bare)
    }

    /// An address in three parts.
    private struct Parts {
        let scheme: Substring
        let host: Substring
        let rest: Substring

        init?(_ address: String) {
            let bytes = address.utf8
            guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
                let start = bytes.index(colon, offsetBy: 3, limitedBy: bytes.endIndex), start < bytes.endIndex
            else { return nil }
            // The colons between brackets are the host's.
            let last = bytes[start] == UInt8(ascii: "[") ? bytes[start...].firstIndex(of: UInt8(ascii: "]")) : start
            guard let last else { return nil }
            let end = bytes[last...].firstIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }
            scheme = address[..<start]
            host = address[start..<(end ?? bytes.endIndex)]
            rest = address[(end ?? bytes.endIndex)...]
        }

        func address(of name: String) -> String { "\(scheme)\(name)\(rest)" }
    }
}

extension BorrowSubject {
    /// The same with its server's one name, by which it is compared with others.
    public var identity: BorrowSubject {
        var subject = self
        subject.server = ServerIdentity(server).text
        return subject
    }

    /// Whether it is of the server that an address means.
    public func isOf(server address: String) -> Bool { ServerIdentity.areSame(server, address) }
}
