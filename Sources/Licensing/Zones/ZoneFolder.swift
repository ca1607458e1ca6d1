internal import FoundationEssentials
internal import Glibc

/// The folder in which a host keeps its time zones, a file each.
public struct ZoneFolder: Hashable, Sendable {
    /// Where it is.
    public let path: String

    /// The folder of this host: the one that `TZDIR` names, or the usual one.
    public static let standard = ZoneFolder(path: variable("TZDIR").flatMap { $0.isEmpty ? nil : $0 } ?? usual)

    /// Where the C library looks.
    private static let usual = "/usr/share/zoneinfo"
    /// What names UTC without any file.
    private static let namesOfUTC: Set = ["UTC", "GMT", "Etc/UTC", "Etc/GMT"]

    public init(path: String) { self.path = path }

    /// Whether the host has one; it comes with the package tzdata.
    public var exists: Bool { access(path, R_OK | X_OK) == 0 }

    /// A zone by its name, such as `Europe/Berlin`; nil where there is none. UTC is always there.
    public func zone(named name: String) -> LocalZone? {
        guard Self.isName(name) else { return nil }
        if let file = Self.contents(of: path + "/" + name) { return LocalZone(name: name, file: file) }
        return Self.namesOfUTC.contains(name) ? LocalZone(name: name, changes: [], offsets: [0], rule: nil) : nil
    }

    /// The zone that a host goes by: the one that `TZ` names, or that of `/etc/localtime`; UTC where neither can be read.
    public func hostZone() -> LocalZone {
        guard let variable = Self.variable("TZ") else { return zone(at: "/etc/localtime") ?? .utc }
        return zone(variable: variable) ?? .utc(insteadOf: variable)
    }

    /// The zone that a value of `TZ` means: a name, a path, a rule, the first two with a colon before them or without.
    /// The empty value means UTC.
    func zone(variable: String) -> LocalZone? {
        if variable.isEmpty { return .utc }
        let name = variable.hasPrefix(":") ? String(variable.dropFirst()) : variable
        if name.hasPrefix("/") { return zone(at: name) }
        if let zone = zone(named: name) { return zone }
        return ZoneRule(variable).map { LocalZone(name: variable, changes: [], offsets: [0], rule: $0) }
    }

    private func zone(at path: String) -> LocalZone? {
        Self.contents(of: path).flatMap { LocalZone(name: path, file: $0) }
    }

    /// Whether a text can be a zone's name, and leads nowhere but into the folder.
    private static func isName(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let isPlain = text.utf8.allSatisfy {
            (65...90).contains($0 & 0xDF) || (48...57).contains($0) || "+-_/.".utf8.contains($0)
        }
        return isPlain && text.utf8.count <= 255 && parts.allSatisfy { !$0.isEmpty && $0.first != UInt8(ascii: ".") }
    }

    /// What a file holds; nil for what is no file, or is larger than any zone. It never waits, as a pipe would have it.
    private static func contents(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= largest else {
            return nil
        }
        let size = Int(status.st_size)
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = max(0, read(descriptor, buffer.baseAddress, size))
        }
        return bytes.count == size ? bytes : nil
    }

    /// The largest zone of all has some four thousand bytes.
    private static let largest = 65_536

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
