internal import FoundationEssentials
public import Licensing
internal import Yams

/// A profile that is to be added to a configuration file, which stays byte by byte what it is otherwise.
public struct ProfileAddition: Sendable {
    public let name: String
    /// The file, behind whatever links lead to it.
    public let path: String
    /// What the file says to all its profiles, the new one among them, by the names of the settings.
    public let shared: [String]

    /// What the file holds now; nil where there is none yet.
    let content: Data?
    private let file: ConfigurationFile

    /// Looks whether it can be added.
    ///
    /// - Parameters:
    ///   - name: the profile's.
    ///   - path: the configuration's file, which need not be there.
    /// - Throws: `input_invalid` for a name that is none or is taken, `config_invalid` where the file takes no further lines, and
    ///   what is wrong with the file.
    public init(_ name: String, to path: String) throws(Problem) {
        guard SettingRule.profile.read(name) != nil else {
            throw Self.refused("What a profile is called must be \(SettingRule.profile.expectation).")
        }
        self.name = name
        self.path = LinkedPath.resolved(path)
        file = ConfigurationFile(path: self.path, namedBy: nil)
        var faults = ConfigurationFaults(goesOn: false)
        let settings = try file.reading(&faults).content
        guard settings?.profiles.contains(where: { $0.name == name }) != true else {
            throw Self.refused(
                "There is a profile \(name.inQuotes) in \(path) already: change it there, or choose another name.")
        }
        content = try file.data()
        shared = Setting.allCases.filter { $0 != .profile && settings?.shared.names($0) == true }.map(\.rawValue)
            .sorted()
        // Better told before anything is asked.
        _ = try text(adding: ["product: CAD"])
    }

    /// The file's text with the profile in it.
    ///
    /// - Parameter settings: the profile's settings, a line each.
    /// - Throws: `config_invalid` where the file is written in a way that takes no further lines.
    func text(adding settings: [String]) throws(Problem) -> Data {
        guard let content else {
            let head = ["# Berth's configuration; `berth config init` wrote it.", "profile: \(Self.key(name))"]
            return Self.joined(head + ["profiles:"] + block(settings, indent: 2))
        }
        let root = try file.mapping(content)
        let feed = UInt8(ascii: "\n")
        var lines = content.split(separator: feed, omittingEmptySubsequences: false).map { Data($0) }
        // What follows the last line break is no line.
        let isClosed = lines.last?.isEmpty == true
        if isClosed { lines.removeLast() }
        let place = try place(in: root, lines)
        let more = (place.isBelowKey ? [] : ["profiles:"]) + block(settings, indent: place.indent)
        // A file of another system keeps the line breaks of that.
        let end = lines.count > (isClosed ? 0 : 1) && lines[0].last == UInt8(ascii: "\r") ? "\r" : ""
        let isLast = place.line == lines.count
        if isLast, !isClosed { lines[lines.count - 1].append(contentsOf: end.utf8) }
        lines.insert(contentsOf: more.map { Data(($0 + end).utf8) }, at: place.line)
        let text = Data(lines.joined(separator: [feed])) + (isClosed || isLast ? [feed] : [])
        try check(text, against: root, Self.joined(block(settings, indent: 0)))
        return text
    }

    private func block(_ settings: [String], indent: Int) -> [String] {
        let blanks = String(repeating: " ", count: indent)
        return ["\(blanks)\(Self.key(name)):"] + settings.map { "\(blanks)  \($0)" }
    }

    /// Where the profile's lines go: before which line, counted from zero, how far to the right, and whether the key of the
    /// profiles stands above them.
    private func place(
        in root: Node.Mapping?, _ lines: [Data]
    ) throws(Problem) -> (line: Int, indent: Int, isBelowKey: Bool) {
        guard let root, let index = root.firstIndex(where: { $0.key.string == ConfigurationFile.profilesKey }) else {
            return (lines.count, 2, false)
        }
        let (key, value) = root[index]
        guard let line = key.mark?.line else { throw unfit }
        if value.null != nil, line <= lines.count { return (line, 2, true) }
        guard let mapping = value.mapping, mapping.style != .flow, let first = mapping.first?.key.mark else {
            throw unfit
        }
        var end = root.compactMap { $0.key.mark?.line }.filter { $0 > line }.min().map { $0 - 1 } ?? lines.count
        // Other line breaks than a feed are none here.
        guard end <= lines.count else { throw unfit }
        // What stands in the way of the next key belongs to that.
        while end > line, Self.isComment(lines[end - 1], leftOf: first.column) { end -= 1 }
        return (end, first.column - 1, true)
    }

    /// Whether a line is empty, or a comment that begins left of a column.
    private static func isComment(_ line: Data, leftOf column: Int) -> Bool {
        let text = line.drop { $0 == UInt8(ascii: " ") }
        guard let first = text.first, first != UInt8(ascii: "\r") else { return true }
        return first == UInt8(ascii: "#") && text.startIndex - line.startIndex + 1 < column
    }

    /// Holds the new text against the old one: all that was there is there, and the profile, and nothing else.
    private func check(_ text: Data, against old: Node.Mapping?, _ profile: Data) throws(Problem) {
        let new: Node.Mapping?
        do {
            new = try file.mapping(text)
        } catch {
            throw unfit
        }
        func profiles(_ root: Node.Mapping?) -> [(key: Node, value: Node)] {
            let value = root?.first { $0.key.string == ConfigurationFile.profilesKey }?.value
            return value?.mapping.map { Array($0) } ?? []
        }
        func others(_ root: Node.Mapping?) -> [(key: Node, value: Node)] {
            root?.filter { $0.key.string != ConfigurationFile.profilesKey } ?? []
        }
        let wanted = try file.mapping(profile)?.first { $0.key.string == name }
        let isThere = profiles(new).contains { $0.key.string == name && $0.value == wanted?.value }
        let rest = profiles(new).filter { $0.key.string != name }
        guard isThere, Self.same(rest, profiles(old)), Self.same(others(new), others(old)) else { throw unfit }
    }

    private static func same(_ one: [(key: Node, value: Node)], _ other: [(key: Node, value: Node)]) -> Bool {
        one.count == other.count && zip(one, other).allSatisfy { $0.key == $1.key && $0.value == $1.value }
    }

    private var unfit: Problem {
        file.problem(
            .configInvalid,
            "The profile cannot be added in lines of its own: write profiles as lines below each other, or add it by hand.",
            name: ConfigurationFile.profilesKey)
    }

    /// A name as a key of YAML that nothing takes for anything else.
    private static func key(_ name: String) -> String {
        let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        let isPlain =
            name.first?.isLetter == true && !words.contains(name.lowercased())
            && name.utf8.allSatisfy { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || isLetterOrDigit($0) }
        return isPlain ? name : ConfigurationDraft.quoted(name)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func joined(_ lines: [String]) -> Data { Data(lines.map { $0 + "\n" }.joined().utf8) }

    private static func refused(_ sentence: String) -> Problem {
        .configuration(.inputInvalid, sentence, name: "--profile")
    }
}
