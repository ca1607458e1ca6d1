internal import Crypto
public import FoundationEssentials
public import Licensing

/// A line of the trail before it has a place in the chain.
public struct TrailLine: Hashable, Sendable {
    /// The line's number: 1 for the first, and one more for each that follows.
    public var number: Int64
    /// When it happened, by the clock of the host that wrote it.
    public var at: Date
    /// Who took the step.
    public var performer: Performer
    public var event: TrailEntry.Event
    /// ``TrailCodec/digest(of:)`` of the receipt that the step brought; nil where it brought none.
    public var receipt: String?

    public init(number: Int64, at: Date, performer: Performer, event: TrailEntry.Event, receipt: String? = nil) {
        self.number = number
        self.at = at
        self.performer = performer
        self.event = event
        self.receipt = receipt
    }
}

/// The format of the trail, the same for every engine: one line of JSON a step, and a hash over it and the hash before.
///
/// `docs/trail.md` describes it for strangers. Names and spellings are given here one by one, so that renaming something in
/// the program does not change what a line looks like.
public enum TrailCodec {
    /// The version that each line names. A change to what a line may hold is a new version.
    public static let version = 1

    /// The text of a line: what is stored, hashed and exported.
    public static func text(of line: TrailLine) -> String { line.json.text }

    /// The line that a text is.
    ///
    /// - Throws: for what this version does not know, and for what it would spell otherwise, so that a line has one text.
    public static func line(from text: String) throws(TrailFault) -> TrailLine { try read(text).line }

    /// The line that a text is, and the same as it was written.
    static func read(_ text: String) throws(TrailFault) -> (line: TrailLine, json: JSONValue) {
        let document = try document(text)
        let line = try line(document)
        let json = line.json
        guard json.utf8 == document.bytes else {
            throw TrailFault("Line \(line.number) holds what version \(version) does not know.")
        }
        return (line, json)
    }

    /// The borrow that its latest line tells of. Neither its spelling nor the rest of it is looked at: that is for those who verify a
    /// trail, or hand it on.
    public static func borrow(from text: String) throws(TrailFault) -> Borrow {
        let fields = try fields(document(text))
        guard try fields.kind("kind") == "step" else { throw TrailFault("A borrow’s latest line tells of none.") }
        return try Borrow(fields.object("borrow"))
    }

    private static func document(_ text: String) throws(TrailFault) -> JSONDocument {
        guard let document = JSONDocument(Array(text.utf8)) else { throw TrailFault("A line is no JSON.") }
        return document
    }

    private static func line(_ document: JSONDocument) throws(TrailFault) -> TrailLine {
        try TrailLine(fields(document))
    }

    /// The members of a line, which is of the version that this program knows.
    private static func fields(_ document: JSONDocument) throws(TrailFault) -> JSONFields {
        let fields = try JSONFields(document.root)
        let version = try fields.need("v", \.int64)
        guard version == Self.version else {
            throw TrailFault("A line is of version \(version), and this program knows version \(Self.version).")
        }
        return fields
    }

    /// The hash of a line: lower-case hex SHA-256 over the 32 bytes of the hash before it and the text's UTF-8.
    ///
    /// - Parameters:
    ///   - previous: the hash before; nil for line 1, before which there are 32 zeros.
    ///   - text: the line's text.
    public static func hash(after previous: String?, text: String) -> String {
        var hash = SHA256()
        // What is no hash is followed by nothing that fits.
        hash.update(data: previous.map { Data(hexadecimal: $0) ?? Data($0.utf8) } ?? Data(count: 32))
        hash.update(data: Data(text.utf8))
        return Data(hash.finalize()).hexadecimal
    }

    /// The digest that a line names its receipt by: lower-case hex SHA-256 over the UTF-8 of ``text(of:)-(Receipt)``.
    public static func digest(of receipt: Receipt) -> String { digest(Data(text(of: receipt).utf8)) }

    /// Lower-case hex SHA-256, as lines tell the fingerprints' key apart.
    public static func digest(_ bytes: Data) -> String { Data(SHA256.hash(data: bytes)).hexadecimal }

    /// A receipt as it is exported: one line of JSON.
    public static func text(of receipt: Receipt) -> String { receipt.json.text }
}

extension TrailEntry {
    /// Reads a line from its text.
    public init(text: String, hash: String) throws(TrailFault) {
        let line = try TrailCodec.line(from: text)
        self.init(
            id: line.number, at: line.at, performer: line.performer, event: line.event, text: text, hash: hash)
    }
}

extension TrailLine {
    fileprivate var json: JSONValue {
        let (kind, borrow, cut, key): (String, Borrow?, TrailCut?, String?) =
            switch event {
            case .begun(let digest): ("begun", nil, nil, digest)
            case .step(let borrow): ("step", borrow, nil, nil)
            case .cut(let cut): ("cut", nil, cut, cut.fingerprintKeyDigest)
            }
        return JSONValue(members: [
            "at": .time(at), "borrow": borrow?.json, "fingerprintKey": key.map(JSONValue.string),
            "hash": (cut?.hash).map(JSONValue.string), "kind": .string(kind), "line": .integer(number),
            "performer": performer.json, "receipt": receipt.map(JSONValue.string),
            "through": (cut?.through).map(JSONValue.integer), "v": .integer(Int64(TrailCodec.version)),
        ])
    }

    fileprivate init(_ fields: JSONFields) throws(TrailFault) {
        let event: TrailEntry.Event
        switch try fields.kind("kind") {
        case "begun": event = .begun(fingerprintKeyDigest: try fields.need("fingerprintKey", \.string))
        case "step": event = .step(try Borrow(fields.object("borrow")))
        case "cut":
            event = .cut(
                TrailCut(
                    through: try fields.need("through", \.int64), hash: try fields.need("hash", \.string),
                    fingerprintKeyDigest: try fields.need("fingerprintKey", \.string)))
        case let kind: throw fields.unknown("kind", kind)
        }
        self.init(
            number: try fields.need("line", \.int64), at: try fields.need("at", \.time),
            performer: try Performer(fields.object("performer")), event: event,
            receipt: try fields.optional("receipt", \.string))
    }
}

extension Receipt {
    var json: JSONValue {
        JSONValue(members: [
            "request": .string(request), "body": .string(body.base64EncodedString()), "redacted": .bool(isRedacted),
            "digest": .string(digest), "signature": .string(signature), "keyFingerprint": .string(keyFingerprint),
            "receivedAt": .time(receivedAt),
        ])
    }
}
