internal import Configuration
internal import FoundationEssentials
internal import Licensing
internal import Yams

/// The configuration file: a YAML mapping of the keys of ``Setting``, flat but for those that are mappings themselves.
struct ConfigurationFile {
    let path: String
    /// The flag or variable that names it, which has to exist then; nil for the file in the standard place.
    let namedBy: String?
    let time: Date

    /// Reads and checks it; nil where it is missing and may be.
    func layer() throws(Problem) -> ConfigurationLayer? {
        guard let file = try read(), let root = try parse(file.data) else { return nil }
        let keys = try keys(of: root)
        try checkKnown(keys)
        try checkPrivate(keys, file)
        // A key without a value is one that is not set. The library would take `null` and `~` for texts.
        let (choices, lists) = (try choices(of: root), try lists(of: root))
        let blank = Set(root.compactMap { $0.value.null == nil ? nil : $0.key.string })
        return ConfigurationLayer(
            source: .file(path), values: try snapshot(file.data), choices: choices, lists: lists, blank: blank,
            time: time)
    }

    private func read() throws(Problem) -> TrustedFile? {
        do {
            return try TrustedFile(path: path, for: .settings)
        } catch {
            switch error {
            case .usableByOthers:
                let message =
                    "Others than its owner can write to it, and it says where secrets are sent. Run: "
                    + TrustedFile.Purpose.settings.remedy(path)
                throw problem(.configUnreadable, message)
            case _ where error.isMissing:
                guard let namedBy else { return nil }
                throw Problem.configuration(
                    .configUnreadable, "The file that \(namedBy) names cannot be read: \(error.words).", name: namedBy,
                    time: time)
            default: throw problem(.configUnreadable, "The configuration file cannot be read: \(error.words).")
            }
        }
    }

    /// The mapping that the text is; nil where there is nothing but comments.
    private func parse(_ data: Data) throws(Problem) -> Node.Mapping? {
        if data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF]) {
            throw problem(.configInvalid, "The configuration file is UTF-16 text; save it as UTF-8.")
        }
        do {
            guard let root = try Parser(yaml: data).singleRoot() else { return nil }
            if let mapping = root.mapping { return mapping }
            throw notYAML(line: root.mark?.line)
        } catch let error as YamlError {
            // Of the parser's words only the place is safe to show: the rest quotes the file.
            switch error {
            case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
                throw notYAML(line: mark.line)
            case .duplicatedKeysInMapping(let keys, let context): throw duplicate(keys, line: context.mark.line, data)
            default: throw notYAML(line: nil)
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw notYAML(line: nil)
        }
    }

    private func snapshot(_ data: Data) throws(Problem) -> YAMLSnapshot {
        let options = YAMLSnapshot.ParsingOptions(
            secretsSpecifier: .dynamic { key, _ in Setting(rawValue: key)?.isSecret ?? true })
        do {
            return try YAMLSnapshot(data: data.bytes, providerName: "config.yaml", parsingOptions: options)
        } catch {
            throw notYAML(line: nil)
        }
    }

    private func notYAML(line: Int?) -> Problem {
        problem(
            .configInvalid,
            "The configuration file\(line.map { ", line \($0)," } ?? "") is not YAML as it should be: write one key and "
                + "one value a line, for example server: https://api.licensespring.com")
    }

    /// A key that stands there twice is named where it is a setting; else it may be anything.
    private func duplicate(_ keys: [String], line: Int, _ data: Data) -> Problem {
        guard let key = keys.first(where: { Setting(rawValue: $0) != nil }) else {
            return problem(
                .configInvalid, "The configuration file, line \(line), has a key that it has elsewhere, too.")
        }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let places = lines.indices.filter { lines[$0].hasPrefix(key + ":") }.map { String($0 + 1) }
        let place = places.isEmpty ? "" : " (lines \(places.joined(separator: " and ")))"
        return problem(.configInvalid, "The configuration file sets \(key) more than once\(place).", name: key)
    }

    /// The keys of the mapping; those of one within it, which is no setting, in the form `key.key`.
    private func keys(of root: Node.Mapping) throws(Problem) -> [String] {
        var keys: [String] = []
        for (key, value) in root {
            guard let name = key.string else { throw notYAML(line: key.mark?.line) }
            let inner = value.mapping?.compactMap { $0.key.string } ?? []
            let isFlat = value.mapping == nil || Setting(rawValue: name)?.isMapping == true
            keys += isFlat ? [name] : inner.map { "\(name).\($0)" }
        }
        return keys
    }

    /// What was chosen in the settings that are mappings, in the order in which it stands there.
    private func choices(of root: Node.Mapping) throws(Problem) -> [Setting: [DeskChoice]] {
        var choices: [Setting: [DeskChoice]] = [:]
        for (key, value) in root {
            guard let setting = key.string.flatMap(Setting.init(rawValue:)), setting.isMapping, value.null == nil else {
                continue
            }
            guard let mapping = value.mapping else {
                let expectation = "a mapping: below it, indented, one name and its value a line."
                throw problem(
                    .configInvalid, "\(setting.rawValue) must be \(expectation)", name: setting.rawValue)
            }
            choices[setting] = try self.choices(in: mapping, of: setting)
        }
        return choices
    }

    /// The commands that stand there as a list of words.
    private func lists(of root: Node.Mapping) throws(Problem) -> [Setting: [String]] {
        var lists: [Setting: [String]] = [:]
        for (key, value) in root {
            guard let setting = key.string.flatMap(Setting.init(rawValue:)), setting.isCommand,
                let sequence = value.sequence
            else { continue }
            let words = sequence.compactMap(\.scalar?.string)
            guard words.count == sequence.count else {
                let message = "\(setting.rawValue) must be a command: a single text, or a list of words."
                throw problem(.configInvalid, message, name: setting.rawValue)
            }
            lists[setting] = words
        }
        return lists
    }

    private func choices(in mapping: Node.Mapping, of setting: Setting) throws(Problem) -> [DeskChoice] {
        var choices: [DeskChoice] = []
        for (key, value) in mapping where value.null == nil {
            guard let subject = key.string else { throw notYAML(line: key.mark?.line) }
            let texts = value.sequence.map { $0.map(\.scalar?.string) } ?? [value.scalar?.string]
            let values = texts.compactMap(\.self)
            let choice = DeskChoice(
                subject, values, setting: setting.rawValue, path: path, line: key.mark?.line)
            guard values.count == texts.count else {
                throw choice.problem("\(subject) must be a single text or a list of texts.", time: time)
            }
            choices.append(choice)
        }
        return choices
    }

    private func checkKnown(_ keys: [String]) throws(Problem) {
        let known = Setting.allCases.filter(\.belongsInFile).map(\.rawValue)
        guard let unknown = keys.sorted().first(where: { !known.contains($0) }) else { return }
        var message = "There is no setting \(unknown)"
        if let near = NearMatch.of(unknown, among: known) {
            message += "; did you mean \(near)?"
        } else {
            message += "."
        }
        if let setting = Setting(rawValue: unknown) {
            message = "\(unknown) does not belong in this file: set \(setting.variable), or \(unknown)_file to a path."
        }
        throw problem(.configInvalid, message, name: unknown)
    }

    private func checkPrivate(_ keys: [String], _ file: TrustedFile) throws(Problem) {
        guard !file.isPrivate, let secret = keys.first(where: { Setting(rawValue: $0)?.isSecret == true }) else {
            return
        }
        throw problem(
            .secretFileExposed,
            "It holds \(secret), and others than its owner can use it. Run: \(TrustedFile.Purpose.secret.remedy(path))",
            name: secret)
    }

    private func problem(_ code: ProblemCode, _ message: String, name: String? = nil) -> Problem {
        .configuration(code, message, name: name, path: path, time: time)
    }
}
