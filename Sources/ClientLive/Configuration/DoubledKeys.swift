internal import FoundationEssentials
internal import Licensing
internal import Yams

/// The keys that stand twice in one mapping of a configuration file, where the parser makes nothing of the whole file.
struct DoubledKeys {
    /// An entry whose key stands above it already; lines are counted from zero.
    private struct Entry {
        var line: Int
        var first: Int
        /// Nil where the key is no setting, and so may be anything.
        var setting: Setting?
    }

    private let text: [Substring]
    private let indent: Int
    /// None where they cannot be told.
    private var entries: [Entry] = []
    /// The key that the parser tells first.
    private let told: Setting?

    /// - Parameters:
    ///   - keys: those that stand twice there.
    ///   - mark: where the first of them stands first.
    init(_ keys: [String], at mark: Mark, in data: Data) {
        told = keys.first.flatMap(Setting.init(rawValue:))
        indent = mark.column - 1
        text = String(decoding: data, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard text.indices.contains(mark.line - 1) else { return }
        let keys = Set(keys)
        var firsts: [String: Int] = [:]
        for line in mapping(around: mark.line - 1) {
            guard let key = key(in: line), keys.contains(key) else { continue }
            if let first = firsts[key] {
                entries.append(Entry(line: line, first: first, setting: Setting(rawValue: key)))
            } else {
                firsts[key] = line
            }
        }
    }

    /// What is wrong, one for each that stands there once more.
    func problems(in file: ConfigurationFile) -> [Problem] {
        guard !entries.isEmpty else {
            let subject = told.map { "sets \($0.rawValue) more than once" } ?? "has a key twice in one mapping"
            return [file.problem(.configInvalid, "The configuration file \(subject).", name: told?.rawValue)]
        }
        return entries.map { entry in
            let name = entry.setting?.rawValue
            let sentence = name.map { "\($0) is set" } ?? "The same key stands"
            return file.problem(
                .configInvalid, "\(sentence) in line \(entry.first + 1) already.", name: name, line: entry.line + 1)
        }
    }

    /// The file without what stands there once more, each other line in its place; nil where that cannot be told.
    var removed: Data? {
        guard !entries.isEmpty else { return nil }
        var rest = text
        for entry in entries {
            let end = text[(entry.line + 1)...].firstIndex(where: beginsAnother) ?? text.endIndex
            for line in entry.line..<end { rest[line] = "" }
        }
        return Data(rest.joined(separator: "\n").utf8)
    }

    /// The lines of the mapping that a line belongs to.
    private func mapping(around line: Int) -> Range<Int> {
        func isOutside(_ text: Substring) -> Bool { Self.indent(of: text).map { $0 < indent } ?? false }
        let start = text[..<line].lastIndex(where: isOutside).map { $0 + 1 } ?? 0
        return start..<(text[line...].firstIndex(where: isOutside) ?? text.endIndex)
    }

    /// Whether what a line holds is no part of an entry above it. The items of a list may stand below their key.
    private func beginsAnother(_ line: Substring) -> Bool {
        guard let place = Self.indent(of: line) else { return false }
        return place < indent || place == indent && line.dropFirst(indent).first != "-"
    }

    /// The key of the entry of this mapping that begins in a line.
    private func key(in line: Int) -> String? {
        guard Self.indent(of: text[line]) == indent else { return nil }
        let entry = text[line].dropFirst(indent)
        guard let colon = entry.firstIndex(of: ":") else { return nil }
        var key = entry[..<colon]
        while key.last?.isWhitespace == true { key.removeLast() }
        if let quote = key.first, "\"'".contains(quote), key.count > 1, key.last == quote {
            key = key.dropFirst().dropLast()
        }
        return String(key)
    }

    /// How far to the right a line begins; nil where nothing but a comment stands there.
    private static func indent(of line: Substring) -> Int? {
        let text = line.drop { $0 == " " }
        guard let first = text.first, first != "#" else { return nil }
        return line.count - text.count
    }
}
