/// The text by which the License API knows a device (`hardware_id`).
///
/// The licensed application must send the same one, or the borrow is of no use to it. The vendor's current clients on
/// Linux use the lower-case hex SHA-256 of the machine id (reference, section 6). It identifies a machine, so it stays
/// out of logs; ``short`` is for the screen.
public struct HardwareID: Hashable, Sendable, Codable, RawRepresentable {
    /// The whole id, as it is sent.
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// As sentences name it: of a digest the first eight characters; a name as it is, or cut in its middle, since names of devices differ
    /// at their ends.
    public var short: String {
        guard rawValue.count > 24 else { return rawValue }
        let isDigest = rawValue.count >= 32 && rawValue.allSatisfy(\.isHexDigit)
        return isDigest ? "\(rawValue.prefix(8))…" : "\(rawValue.prefix(11))…\(rawValue.suffix(12))"
    }
}
