internal import Configuration
internal import FoundationEssentials
internal import Licensing
internal import Yams

/// A mapping of settings in the configuration file: what stands at its top level, or one of its profiles.
struct SettingsSection {
    let file: ConfigurationFile
    /// The profile's name; nil for the top level.
    let profile: String?
    private(set) var entries: [(key: Node, value: Node)]

    init(file: ConfigurationFile, profile: String?, entries: [(key: Node, value: Node)]) {
        (self.file, self.profile, self.entries) = (file, profile, entries)
    }

    /// Refuses what is no setting, what has not the shape of one, and secrets that others may read; leaves that out where the
    /// reading goes on.
    mutating func check(isPrivate: Bool, _ faults: inout ConfigurationFaults) throws(Problem) {
        var right: [(key: Node, value: Node)] = []
        for (key, value) in entries {
            let isRight = try faults.check { () throws(Problem) in try check(key, value, isPrivate: isPrivate) } != nil
            if isRight { right.append((key, value)) }
        }
        entries = right
    }

    private func check(_ key: Node, _ value: Node, isPrivate: Bool) throws(Problem) {
        // A profile is not in another one.
        let known = Setting.allCases.filter { $0.belongsInFile && (profile == nil || $0 != .profile) }.map(\.rawValue)
        guard let name = key.string else { throw file.notYAML(line: key.mark?.line) }
        let setting = Setting(rawValue: name)
        guard known.contains(name) else { throw unknown(name, known, line: key.mark?.line) }
        if !isPrivate, setting?.isSecret == true, !value.isNoValue {
            let remedy = TrustedFile.Purpose.secret.remedy(file.path)
            throw file.problem(
                .secretFileExposed,
                "It holds \(qualified(name)), and others than its owner can use it. Run: \(remedy)",
                name: qualified(name), line: key.mark?.line)
        }
        if let inner = value.mapping, let setting, !setting.isMapping {
            // In braces the secret itself is a key.
            guard !setting.isAboutSecret, let first = inner.lazy.compactMap(\.key.string).first else {
                throw file.problem(
                    .configInvalid,
                    "\(qualified(name)) must be a single text: put it in quotes where it begins with a brace.",
                    name: qualified(name), line: key.mark?.line)
            }
            throw unknown("\(name).\(first)", known, line: key.mark?.line)
        }
        // The library would say of the whole file what is wrong with one value.
        if let setting { _ = try shape(value, of: setting, line: key.mark?.line) }
    }

    /// The settings as a source of them.
    ///
    /// - Parameter values: the whole file's.
    func layer(_ values: YAMLSnapshot) throws(Problem) -> ConfigurationLayer {
        var layer = ConfigurationLayer(
            source: .file(file.path, profile: profile), values: values)
        for (key, value) in entries {
            guard let setting = key.string.flatMap(Setting.init(rawValue:)) else { continue }
            layer.lines[setting] = key.mark?.line
            if value.isNoValue { layer.unset.insert(setting) }
            switch try shape(value, of: setting, line: key.mark?.line) {
            case .choices(let choices): layer.choices[setting] = choices
            case .words(let words): layer.lists[setting] = words
            case .text: break
            }
        }
        return layer
    }

    /// What a value is made of.
    private enum Shape {
        case choices([DeskChoice])
        case words([String])
        /// What the library reads.
        case text
    }

    private func shape(_ value: Node, of setting: Setting, line: Int?) throws(Problem) -> Shape {
        if value.null != nil { return .text }
        if setting.isMapping { return .choices(try choices(in: value, of: setting, line: line)) }
        guard let sequence = value.sequence else { return .text }
        if setting.isCommand { return .words(try words(sequence, of: setting, line: line)) }
        // The library would say of the whole file what is wrong with one item.
        guard sequence.allSatisfy({ $0.scalar != nil && $0.null == nil }) else {
            let message =
                "\(qualified(setting.rawValue)) must be \(setting == .products ? "a list of texts" : "a single text")."
            throw file.problem(.configInvalid, message, name: qualified(setting.rawValue), line: line)
        }
        return .text
    }

    /// How a key is spelt from the top of the file on.
    private func qualified(_ name: String) -> String {
        profile.map { "\(ConfigurationFile.profilesKey).\($0).\(name)" } ?? name
    }

    private func unknown(_ name: String, _ known: [String], line: Int?) -> Problem {
        var message = "There is no setting \(qualified(name).inQuotes)"
        let near = NearMatch.question(name, among: (profile == nil ? [ConfigurationFile.profilesKey] : []) + known)
        if near.isEmpty, name == "<<" {
            message += ": mappings are not merged here; what profiles share stands at the top level."
        } else {
            message += "." + near
        }
        if let setting = Setting(rawValue: name), !setting.belongsInFile {
            message = "\(name) does not belong in this file: set \(setting.variable), or \(name)_file to a path."
        }
        return file.problem(.configInvalid, message, name: qualified(name), line: line)
    }

    /// The words that a command was given as.
    private func words(_ sequence: Node.Sequence, of setting: Setting, line: Int?) throws(Problem) -> [String] {
        // The library would take `null` and `~` for texts.
        let words = sequence.filter { $0.null == nil }.compactMap(\.scalar?.string)
        guard words.count == sequence.count else {
            let message = "\(setting.rawValue) must be a command: a single text, or a list of words."
            throw file.problem(.configInvalid, message, name: qualified(setting.rawValue), line: line)
        }
        return words
    }

    /// What was chosen in a setting that is a mapping, in the order in which it stands there.
    private func choices(in node: Node, of setting: Setting, line: Int?) throws(Problem) -> [DeskChoice] {
        let name = qualified(setting.rawValue)
        guard let mapping = node.mapping else {
            let expectation = "a mapping: below it, indented, one name and its value a line."
            throw file.problem(.configInvalid, "\(name) must be \(expectation)", name: name, line: line)
        }
        var choices: [DeskChoice] = []
        for (key, value) in mapping where value.null == nil {
            guard let subject = key.string else { throw file.notYAML(line: key.mark?.line) }
            let nodes = value.sequence.map(Array.init) ?? [value]
            let texts = nodes.map { $0.null == nil ? $0.scalar?.string : nil }
            let values = texts.compactMap(\.self)
            let choice = DeskChoice(subject, values, setting: name, path: file.path, line: key.mark?.line)
            guard values.count == texts.count else {
                throw choice.problem("\(subject) must be a single text or a list of texts.")
            }
            choices.append(choice)
        }
        return choices
    }
}

extension Node {
    /// Whether nothing stands there, or an empty text: such a key is one that is not set. The library would take `null` and `~` for
    /// texts.
    fileprivate var isNoValue: Bool { null != nil || scalar?.string.isEmpty == true }
}
