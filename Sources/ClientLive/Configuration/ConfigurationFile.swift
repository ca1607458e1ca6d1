internal import Configuration
internal import FoundationEssentials
internal import Licensing
internal import Yams

/// The configuration file: a YAML mapping of the keys of ``Setting``, and of profiles that are such mappings themselves.
struct ConfigurationFile {
    let path: String
    /// The flag or variable that names it, which has to exist then; nil for the file in the standard place.
    let namedBy: String?

    /// The key below which the profiles stand.
    static let profilesKey = "profiles"

    /// What it holds.
    struct Content {
        /// The settings at its top level, which all profiles share.
        let shared: ConfigurationLayer
        /// The settings of each profile, in the order in which these stand there.
        let profiles: [(name: String, settings: ConfigurationLayer)]
    }

    /// What came of reading it.
    enum Reading {
        /// It is missing, and may be.
        case missing
        /// No setting stands in it.
        case empty
        case content(Content)

        /// What it holds; nil where that is nothing.
        var content: Content? { if case .content(let content) = self { content } else { nil } }
    }

    /// Reads and checks it, every profile included.
    ///
    /// Where the reading goes on after a fault, what is wrong is left out of the settings.
    func reading(_ faults: inout ConfigurationFaults) throws(Problem) -> Reading {
        guard let file = try read() else { return .missing }
        guard let root = try root(file.data, &faults) else { return .empty }
        return .content(try content(root, file, &faults))
    }

    /// The mapping that the text is; nil where there is nothing but comments. Where the reading goes on after a fault, what stands
    /// there once more is left out.
    private func root(_ data: Data, _ faults: inout ConfigurationFaults) throws(Problem) -> Node.Mapping? {
        var (data, found) = (data, [Problem]())
        while true {
            switch parsed(data) {
            case .success(let root): return root
            // What was left out may have been more than that, and then nothing is known of the rest.
            case .failure(.problem(let problem)): throw found.first ?? problem
            case .failure(.doubled(let keys)):
                let problems = keys.problems(in: self)
                for problem in problems { _ = try faults.check { () throws(Problem) in throw problem } }
                found += problems
                guard let rest = keys.removed else { throw found.first ?? notYAML(line: nil) }
                data = rest
            }
        }
    }

    private func content(
        _ root: Node.Mapping, _ file: TrustedFile, _ faults: inout ConfigurationFaults
    ) throws(Problem) -> Content {
        var shared = SettingsSection(
            file: self, profile: nil, entries: root.filter { $0.key.string != Self.profilesKey }.map { ($0, $1) })
        var profiles: [SettingsSection] = []
        for (key, value) in root where key.string == Self.profilesKey {
            profiles = try self.profiles(in: value, line: key.mark?.line, &faults)
        }
        try shared.check(isPrivate: file.isPrivate, &faults)
        for index in profiles.indices { try profiles[index].check(isPrivate: file.isPrivate, &faults) }
        // The library would say of the whole file what is wrong with one value.
        let values = try snapshot(faults.all.isEmpty ? file.data : text(of: shared, profiles))
        var layers: [(name: String, settings: ConfigurationLayer)] = []
        for section in profiles {
            guard let name = section.profile else { continue }
            layers.append((name, try section.layer(values)))
        }
        return Content(shared: try shared.layer(values), profiles: layers)
    }

    /// What was found right, as a file of its own.
    private func text(of shared: SettingsSection, _ profiles: [SettingsSection]) throws(Problem) -> Data {
        var entries = shared.entries
        if !profiles.isEmpty {
            let nodes = profiles.map { (Node($0.profile ?? ""), Node($0.entries.map { ($0.key, $0.value) })) }
            entries.append((Node(Self.profilesKey), Node(nodes)))
        }
        do {
            return Data(try Yams.serialize(node: Node(entries.map { ($0.key, $0.value) })).utf8)
        } catch {
            throw notYAML(line: nil)
        }
    }

    /// Its bytes; nil where it is missing and may be.
    func data() throws(Problem) -> Data? { try read()?.data }

    private func read() throws(Problem) -> TrustedFile? {
        do {
            return try TrustedFile(path: path, for: .settings)
        } catch {
            switch error {
            case .usableByOthers:
                let message =
                    "Others than its owner can write to it, and it says where secrets are sent. Run: "
                    + (holdsSecret ? TrustedFile.Purpose.secret : .settings).remedy(path)
                var exposed = problem(.configUnreadable, message)
                exposed.facts.isWritableByOthers = true
                throw exposed
            case _ where error.isMissing:
                guard let namedBy else { return nil }
                throw problem(
                    .configUnreadable, "The file that \(namedBy) names cannot be read: \(error.words).", name: namedBy)
            default: throw problem(.configUnreadable, "The configuration file cannot be read: \(error.words).")
            }
        }
    }

    /// Whether a secret stands in it, as far as it can be parsed, so that it has to be closed to all others.
    private var holdsSecret: Bool {
        guard let file = try? TrustedFile(path: path, for: .glance), let root = try? parsed(file.data).get() else {
            return false
        }
        let profiles =
            root.first { $0.key.string == Self.profilesKey }?.value.mapping?.compactMap(\.value.mapping) ?? []
        return ([root] + profiles).contains { section in
            section.contains { $0.key.string.flatMap(Setting.init(rawValue:))?.isSecret == true }
        }
    }

    /// The mapping that the text is; nil where there is nothing but comments.
    func mapping(_ data: Data) throws(Problem) -> Node.Mapping? {
        do throws(Fault) {
            return try parsed(data).get()
        } catch {
            switch error {
            case .problem(let problem): throw problem
            case .doubled(let keys): throw keys.problems(in: self).first ?? notYAML(line: nil)
            }
        }
    }

    /// Why a text is no mapping.
    private enum Fault: Error {
        case problem(Problem)
        case doubled(DoubledKeys)
    }

    private func parsed(_ data: Data) -> Result<Node.Mapping?, Fault> {
        if data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF]) {
            return .failure(
                .problem(problem(.configInvalid, "The configuration file is UTF-16 text; save it as UTF-8.")))
        }
        do {
            guard let root = try Parser(yaml: data).singleRoot() else { return .success(nil) }
            return root.mapping.map { .success($0) } ?? .failure(.problem(notYAML(line: root.mark?.line)))
        } catch {
            // Of the parser's words only the place is safe to show: the rest quotes the file.
            switch error as? YamlError {
            case .scanner(_, _, let mark, _)?, .parser(_, _, let mark, _)?, .composer(_, _, let mark, _)?:
                return .failure(.problem(notYAML(line: mark.line)))
            case .duplicatedKeysInMapping(let keys, let context)?:
                return .failure(.doubled(DoubledKeys(keys, at: context.mark, in: data)))
            default: return .failure(.problem(notYAML(line: nil)))
            }
        }
    }

    /// The profiles; none where nothing stands below their key.
    private func profiles(
        in node: Node, line: Int?, _ faults: inout ConfigurationFaults
    ) throws(Problem) -> [SettingsSection] {
        if node.null != nil { return [] }
        let mapping = try faults.check { () throws(Problem) -> Node.Mapping in
            guard let mapping = node.mapping else {
                throw problem(
                    .configInvalid,
                    "\(Self.profilesKey) must be a mapping: below it, indented, the name of a profile a line, and below "
                        + "that its settings.", name: Self.profilesKey, line: line)
            }
            return mapping
        }
        var profiles: [SettingsSection] = []
        for (key, value) in mapping ?? Node.Mapping([]) {
            let section = try faults.check { () throws(Problem) in try profile(key, value) }
            if let section { profiles.append(section) }
        }
        return profiles
    }

    private func profile(_ key: Node, _ value: Node) throws(Problem) -> SettingsSection {
        guard let name = key.string.flatMap(SettingRule.profile.read) else {
            throw problem(
                .configInvalid, "What a profile is called must be \(SettingRule.profile.expectation).",
                name: Self.profilesKey, line: key.mark?.line)
        }
        let settings = value.null == nil ? value.mapping.map { $0.map { ($0, $1) } } : []
        guard let settings else {
            throw problem(
                .configInvalid,
                "\(Self.profilesKey).\(name) must be a mapping: below it, indented, one setting a line.",
                name: "\(Self.profilesKey).\(name)", line: key.mark?.line)
        }
        return SettingsSection(file: self, profile: name, entries: settings)
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

    func notYAML(line: Int?) -> Problem {
        problem(
            .configInvalid,
            "The configuration file is not YAML as it should be: write one key and one value a line, for example "
                + "server: https://api.licensespring.com", line: line)
    }

    func problem(_ code: ProblemCode, _ message: String, name: String? = nil, line: Int? = nil) -> Problem {
        .configuration(code, message, name: name, path: path, line: line)
    }
}
