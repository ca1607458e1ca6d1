internal import FoundationEssentials
public import Licensing
internal import Yams

extension Scenario {
    /// The largest scenario file that is read, in bytes.
    static let sizeLimit = 1_048_576

    /// How many values a scenario has at most, those counted again that an alias repeats.
    static let valueLimit = 200_000

    /// Reads a scenario file.
    ///
    /// Throws `config_unreadable` for a file that cannot be read, and `config_invalid`, with the line and the key, for one
    /// that says something that is not understood.
    public static func load(path: String) throws(Problem) -> Scenario {
        guard let data = try PrivateFile.contents(of: path, limit: sizeLimit) else {
            throw PrivateFile.problem("There is no such scenario file.", path: path)
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw invalid("\(path): a scenario is a text in UTF-8.", path: path)
        }
        return try Scenario(yaml: text, path: path)
    }

    /// Reads a scenario.
    ///
    /// - Parameters:
    ///   - yaml: its text.
    ///   - path: where it comes from, for the problem that a fault in it becomes.
    public init(yaml: String, path: String) throws(Problem) {
        let root: Node
        do {
            guard let node = try Yams.compose(yaml: yaml) else {
                throw Self.invalid("\(path) holds no scenario: start from berth sandbox --print-scenario.", path: path)
            }
            guard node.hasAtMost(Self.valueLimit) else {
                throw Self.invalid("\(path): its aliases make more than \(Self.valueLimit) values of it.", path: path)
            }
            root = node
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Self.invalid("\(path)\(error.place): this is not YAML\(error.words). \(Self.example)", path: path)
        }
        do {
            self = try YAMLDecoder().decode(Scenario.self, from: root)
        } catch let fault as ScenarioFault {
            throw Self.problem(fault, in: root, path: path)
        } catch {
            let fault = ScenarioFault((error as? DecodingError)?.path ?? [], "is not of the form that it should be")
            throw Self.problem(fault, in: root, path: path)
        }
    }

    /// The scenario as a file that ``load(path:)`` reads, with comments that say how to go on.
    public func yaml() throws(Problem) -> String {
        let encoder = YAMLEncoder()
        encoder.options.width = -1
        encoder.options.allowUnicode = true
        do {
            return Self.heading + (try encoder.encode(self))
        } catch {
            throw Problem(.internalError, message: "The scenario cannot be written: \(error)", time: Date())
        }
    }

    private static let heading = """
        # A scenario of Berth's sandbox. Change what you like, and serve it:
        #
        #   berth sandbox --scenario FILE
        #
        # Further keys are choices and faults, for example:
        #
        #   choices:
        #     borrow_may_shorten: false
        #   faults:
        #   - endpoint: floating/borrow
        #     fault: latency=2
        #     count: 3

        """

    // MARK: Problems

    private static func problem(_ fault: ScenarioFault, in root: Node, path: String) -> Problem {
        let name = fault.path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
            .trimmingPrefix(".")
        let line = root.mark(of: fault.path[...]).map { ", line \($0.line)" } ?? ""
        let subject = name.isEmpty ? "the scenario" : String(name)
        return invalid(
            "\(path)\(line): \(subject) \(fault.message). \(example)", path: path, name: fault.path.last?.stringValue)
    }

    private static let example = "Of what form it is, berth sandbox --print-scenario shows."

    private static func invalid(_ message: String, path: String, name: String? = nil) -> Problem {
        return Problem(
            .configInvalid, message: message.replacing("?.", with: "?"), time: Date(),
            facts: ProblemFacts(name: name, path: path))
    }
}

extension Node {
    /// Whether it and all that is in it are no more values than a limit; looks at no more than that.
    fileprivate func hasAtMost(_ limit: Int) -> Bool {
        var rest = [self]
        var count = 0
        while let node = rest.popLast() {
            count += 1
            guard count + rest.count <= limit else { return false }
            switch node {
            case .mapping(let mapping): rest += mapping.map(\.key) + mapping.map(\.value)
            case .sequence(let sequence): rest += sequence
            default: break
            }
        }
        return true
    }

    /// Where the last key of a path stands, or as near to it as the file comes.
    fileprivate func mark(of path: ArraySlice<any CodingKey>) -> Mark? {
        guard let key = path.first else { return mark }
        if let index = key.intValue, case .sequence(let sequence) = self, sequence.indices.contains(index) {
            return sequence[index].mark(of: path.dropFirst()) ?? mark
        }
        guard case .mapping(let mapping) = self,
            let pair = mapping.first(where: { $0.key.string == key.stringValue })
        else { return mark }
        return path.count == 1 ? pair.key.mark : pair.value.mark(of: path.dropFirst()) ?? pair.key.mark
    }
}

extension Error {
    /// `, line 4`, where the parser says so.
    fileprivate var place: String { (self as? YamlError)?.mark.map { ", line \($0.line)" } ?? "" }

    /// What the parser found, without a quotation of the file.
    fileprivate var words: String {
        switch self as? YamlError {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _):
            ": \(problem)"
        case .duplicatedKeysInMapping(let keys, _): ", because \(keys.joined(separator: ", ")) stands there twice"
        default: ""
        }
    }
}

extension YamlError {
    fileprivate var mark: Mark? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark
        case .duplicatedKeysInMapping(_, let context): context.mark
        default: nil
        }
    }
}
