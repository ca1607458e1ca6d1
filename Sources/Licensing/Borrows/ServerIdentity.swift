/// Which server an address means: two addresses are one server where these are equal.
///
/// An address comes in its one spelling: scheme and host in lower case, without the scheme's own port and without a slash at its end.
/// What is left are the names of one host: with a dot at the end or without, an IPv4 address in each of its spellings (`127.1`,
/// `0x7f.1`, `2130706433`, `[::ffff:127.0.0.1]`), and this host's own, `localhost`, `127.0.0.1` and `::1`, to which `0.0.0.0` and `::` lead
/// as well. No name is looked up. Another address of loopback, as `127.0.0.2`, may be the same server or another one: what goes to one
/// never goes to the other, and what would take a seat away at one minds those of the other (``vicinity``).
/// A ledger keeps addresses as they were used, and is compared by this.
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

    /// One text for all addresses that may lead to this server, as far as that can be told without asking: those of loopback, by one
    /// scheme and port, have one; of any other server it is ``text``.
    public var vicinity: String {
        guard isThisHost, let parts = Parts(text) else { return text }
        return parts.address(of: Self.loopback)
    }

    /// Whether it is this host, by whichever of its names: what is sent there does not leave it.
    public var isThisHost: Bool {
        Parts(text).map { $0.host.hasPrefix("127.") && Self.number($0.host) != nil } ?? false
    }

    /// What this host's own names are taken for.
    private static let loopback = "127.0.0.1"

    /// The one name of a host; nil where that is the one that it has.
    private static func name(of host: Substring) -> String? {
        let bare = host.hasSuffix(".") ? host.dropLast() : host
        if ["localhost", "[::1]", "[::]"].contains(bare) { return loopback }
        let mapped = "[::ffff:"
        let address = bare.hasPrefix(mapped) && bare.hasSuffix("]") ? bare.dropFirst(mapped.count).dropLast() : bare
        if let number = number(address) {
            return number == 0 ? loopback : (0..<4).map { String(number >> (24 - $0 * 8) & 255) }.joined(separator: ".")
        }
        return bare.endIndex == host.endIndex || bare.isEmpty ? nil : String(bare)
    }

    /// The IPv4 address that a host's name spells, as those read it that connect to it: up to four numbers, of which the last one fills
    /// what is left, each decimal, octal after a `0` or hexadecimal after `0x`; nil where it spells none.
    private static func number(_ host: Substring) -> UInt32? {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count) else { return nil }
        var address: UInt64 = 0
        for (place, part) in parts.enumerated() {
            let isHexadecimal = part.hasPrefix("0x")
            let isOctal = !isHexadecimal && part.hasPrefix("0") && part.utf8.count > 1
            let digits = isHexadecimal ? part.dropFirst(2) : part
            guard digits.utf8.first.map({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) == true,
                let value = UInt64(digits, radix: isHexadecimal ? 16 : isOctal ? 8 : 10)
            else { return nil }
            let room = place == parts.count - 1 ? 8 * (5 - parts.count) : 8
            guard value < 1 << UInt64(room) else { return nil }
            address = address << UInt64(room) | value
        }
        return UInt32(address)
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
    /// The same with its server's one name and its user's one spelling, by which it is compared with others.
    public var identity: BorrowSubject {
        var subject = self
        subject.server = ServerIdentity(server).text
        subject.license = license.identity
        return subject
    }

    /// Whether it is of the server that an address means.
    public func isOf(server address: String) -> Bool { ServerIdentity.areSame(server, address) }
}
