internal import Licensing

extension Faults.Fault {
    /// What a fault's text begins with, and what may follow an equals sign.
    enum Word: String, CaseIterable {
        case latency, hang, hang_after, reset, reset_after, truncated, html, gateway, redirect, unsigned
        case wrong_signature, not_json, refuse, error_500, busy, skewed_date, oversized
    }

    /// Reads a fault as a scenario file and `--fail` write it: a word, and for some an amount after `=`, for example
    /// `hang`, `latency=2.5` or `refuse=license_expired/400`.
    ///
    /// Throws a ``ScenarioFault`` without a path.
    init(text: String) throws(ScenarioFault) {
        let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let word = Word(rawValue: halves[0]) else { throw Self.unknown(halves[0]) }
        let amount = halves.count == 2 ? halves[1] : nil
        func number(_ standard: Int?, _ range: ClosedRange<Int>) throws(ScenarioFault) -> Int {
            guard let number = amount.map({ Int($0) }) ?? standard, range.contains(number) else {
                throw ScenarioFault(
                    [], "\(word.rawValue) takes a number from \(range.lowerBound) to \(range.upperBound) after =")
            }
            return number
        }
        func seconds(_ range: ClosedRange<Double>) throws(ScenarioFault) -> Double {
            guard let seconds = amount.flatMap(Double.init), range.contains(seconds) else {
                throw ScenarioFault([], "\(word.rawValue) takes seconds after =, for example \(word.rawValue)=2.5")
            }
            return seconds
        }
        switch word {
        case .latency: self = .latency(seconds: try seconds(0...3600))
        case .html: self = .htmlResponse(status: try number(200, 200...599))
        case .gateway: self = .gatewayResponse(status: try number(502, 400...599))
        case .refuse: self = try Self.refusal(text: amount ?? "")
        case .busy: self = .tooManyRequests(retryAfter: try number(30, 0...86_400))
        case .skewed_date: self = .skewedDate(seconds: try seconds(-1_000_000_000...1_000_000_000))
        case .oversized: self = .oversizedBody(bytes: try number(2_000_000, 0...100_000_000))
        default:
            guard amount == nil, let fault = Self.plain[word] else {
                throw ScenarioFault([], "\(word.rawValue) takes nothing after it")
            }
            self = fault
        }
    }

    /// The fault as it is written.
    var text: String {
        switch self {
        case .latency(let seconds): "latency=\(seconds)"
        case .htmlResponse(let status): "html=\(status)"
        case .gatewayResponse(let status): "gateway=\(status)"
        case .refusal(let code, let status): "refuse=\(code.rawValue)/\(status)"
        case .tooManyRequests(let seconds): "busy=\(seconds)"
        case .skewedDate(let seconds): "skewed_date=\(seconds)"
        case .oversizedBody(let bytes): "oversized=\(bytes)"
        default: Self.plain.first { $0.value == self }?.key.rawValue ?? ""
        }
    }

    /// The faults without an amount.
    private static let plain: [Word: Faults.Fault] = [
        .hang: .hangBeforeEffect, .hang_after: .hangAfterEffect, .reset: .closeBeforeEffect,
        .reset_after: .closeAfterEffect, .truncated: .truncatedBody, .redirect: .redirect, .unsigned: .missingSignature,
        .wrong_signature: .wrongSignature, .not_json: .notJSON, .error_500: .internalError,
    ]

    private static func refusal(text: String) throws(ScenarioFault) -> Faults.Fault {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let status = halves.count == 2 ? Int(halves[1]) : 400
        guard halves.count <= 2, let code = ProblemCode(wireText: halves[0]), let status, (400...599).contains(status)
        else {
            throw ScenarioFault([], "refuse takes a code after =, and a status: refuse=license_expired/400")
        }
        return .refusal(code, status: status)
    }

    private static func unknown(_ word: String) -> ScenarioFault {
        let known = Word.allCases.map(\.rawValue)
        let near = NearMatch.of(word, among: known)
        let hint = near.map { "did you mean \($0)?" } ?? "there are \(known.joined(separator: ", "))"
        return ScenarioFault([], "\"\(word)\" is no fault: \(hint)")
    }
}

extension Faults.Rule {
    /// Reads the short form of a rule: endpoint, fault and how many calls, for example `floating/borrow:hang:1`.
    ///
    /// The count may be `all`, and is 1 where it is left out. Several faults are joined by `+`.
    ///
    /// Throws a ``ScenarioFault`` without a path.
    init(text: String) throws(ScenarioFault) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 || parts.count == 3 else {
            throw ScenarioFault(
                [], "\"\(text)\" is not of the form ENDPOINT:FAULT:COUNT, for example floating/borrow:hang:1")
        }
        let path = try Self.path(of: parts[0])
        let faults = try Self.faults(text: parts[1])
        self.init(path: path, faults: faults, remaining: try Self.count(text: parts.count == 3 ? parts[2] : "1"))
    }

    /// The faults of a text, joined by `+`.
    static func faults(text: String) throws(ScenarioFault) -> [Faults.Fault] {
        var faults: [Faults.Fault] = []
        for part in text.split(separator: "+", omittingEmptySubsequences: false) {
            faults.append(try Faults.Fault(text: String(part)))
        }
        return faults
    }

    /// A number of calls; nil for `all`.
    static func count(text: String) throws(ScenarioFault) -> Int? {
        if text == "all" { return nil }
        guard let count = Int(text), (1...1_000_000).contains(count) else {
            throw ScenarioFault([], "a count must be a whole number from 1, or all")
        }
        return count
    }

    /// The path of an endpoint that is named with or without `/api/v4/`.
    static func path(of name: String) throws(ScenarioFault) -> String {
        let names = Route.all.map(\.name)
        if let endpoint = Route.all.first(where: { $0.path == name || $0.name == name }) { return endpoint.path }
        let near = NearMatch.of(name, among: names)
        let hint = near.map { "did you mean \($0)?" } ?? "there are \(names.joined(separator: ", "))"
        throw ScenarioFault([], "\"\(name)\" is no endpoint: \(hint)")
    }
}

extension Route {
    /// The path as a scenario writes it: without `/api/v4/`.
    var name: String { path.hasPrefix("/api/v4/") ? String(path.dropFirst(8)) : path }
}

extension Faults {
    /// Why a text is no rule.
    public struct TextError: Error, Hashable, Sendable {
        /// What is wrong, for people, without a full stop.
        public var message: String
    }

    /// One rule in its short form: endpoint, fault and how many calls, for example `floating/borrow:hang:1`.
    ///
    /// The count may be `all`, and is 1 where it is left out. Several faults are joined by `+`. The faults are those of
    /// ``words``.
    public init(text: String) throws(TextError) {
        do throws(ScenarioFault) {
            self.init(rules: [try Rule(text: text)])
        } catch {
            throw TextError(message: error.message)
        }
    }

    /// The words that a fault begins with.
    public static let words = Fault.Word.allCases.map(\.rawValue)
}
