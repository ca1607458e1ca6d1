import Foundation
import Ledger
import Licensing
import TestKit
import Testing

@Suite("The trail's format")
struct TrailCodecTests {
    static let problem = fullProblem()
    static let hash = String(repeating: "0f", count: 32)

    static let lines: [TrailLine] = {
        var borrows = [emptyBorrow(), fullBorrow()]
        borrows += [.intended, .sent, .refused(problem), .unknown(problem), .noted(reason: "")].map(fullBorrow)
        for kind in [Licensing.Operation.Kind.borrow(.maximum), .release, .check, .activate, .deactivate] {
            var borrow = fullBorrow(.unknown(Problem("", message: "", time: TestClock.start)))
            borrow.operation.kind = kind
            // Unknown, and yet without doubt, as after an activation.
            borrow.doubt = nil
            borrows.append(borrow)
        }
        for source in [SecretSource.prompt, .environment(""), .file("/\u{0}\u{1F}\u{7F}\u{2028}\r\n\t\"\\/")] {
            var borrow = fullBorrow()
            borrow.secretSource = source
            borrows.append(borrow)
        }
        for license in [LicenseReference.key(lastFour: "", fingerprint: ""), .user("e\u{301}"), .customerAccount("é")] {
            var borrow = fullBorrow()
            borrow.subject.license = license
            borrows.append(borrow)
        }
        for number in [0, -0.0, 1, 0.1, -1e-9, 1e16, 1e300, .leastNonzeroMagnitude, .greatestFiniteMagnitude] {
            var borrow = fullBorrow()
            borrow.clockOffset = number
            borrows.append(borrow)
        }
        for date in [
            Date(timeIntervalSince1970: -62_135_596_800), .distantFuture, Date(timeIntervalSince1970: -0.001),
            .init(timeIntervalSince1970: 0),
        ] {
            var borrow = fullBorrow()
            borrow.grant?.end = date
            borrow.operation.lease = Lease(from: date, until: TestClock.start)
            borrows.append(borrow)
        }
        return borrows.map { line(.step($0), number: .max, receipt: hash) } + [
            line(.begun(fingerprintKeyDigest: hash)),
            line(.cut(TrailCut(through: .min, hash: hash, fingerprintKeyDigest: hash)), number: .min),
        ]
    }()

    @Test("a line reads back as it was, from one line of text", arguments: lines)
    func roundTrip(line: TrailLine) throws {
        let text = TrailCodec.text(of: line)
        let read = try TrailCodec.line(from: text)
        #expect(read == line)
        #expect(TrailCodec.text(of: read).utf8.elementsEqual(text.utf8))
        #expect(!text.utf8.contains { $0 < 0x20 })
        // Another reader of JSON agrees.
        let members = try #require(
            JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: any Sendable])
        #expect(members["v"] as? Int == 1)
        #expect(members["line"] as? Int64 == line.number)
    }

    @Test("texts that differ only in how an accent is composed stay apart")
    func composed() throws {
        var borrow = fullBorrow()
        borrow.subject.product = "e\u{301}"
        let decomposed = TrailCodec.text(of: line(.step(borrow)))
        borrow.subject.product = "\u{E9}"
        #expect(!decomposed.utf8.elementsEqual(TrailCodec.text(of: line(.step(borrow))).utf8))
        #expect(try TrailCodec.line(from: decomposed).event.product?.utf8.count == 3)
    }

    @Test("no fact of a problem is left out of what is tried here")
    func everyFact() {
        // These tell how the ledger stood for whoever asked, or are of what was never begun, and are in no line of it.
        let told: Set = ["obstacles", "wasTakenOff", "waitedUntil", "isWritableByOthers", "folder", "line"]
        for fact in Mirror(reflecting: Self.problem.facts).children where !told.contains(fact.label ?? "") {
            #expect(Mirror(reflecting: fact.value).children.count == 1, "\(fact.label ?? "") is nil")
        }
    }

    @Test("a long message is kept whole")
    func longMessage() throws {
        var problem = fullProblem()
        problem.message = String(repeating: "x", count: 5000)
        let line = line(.step(fullBorrow(.refused(problem))))
        #expect(try TrailCodec.line(from: TrailCodec.text(of: line)) == line)
    }

    @Test("what is no number, or has no bounds, is written as absent or zero, and reads back")
    func notFinite() throws {
        var borrow = fullBorrow()
        borrow.doubt?.facts.timeout?.seconds = .infinity
        for number in [Double.infinity, -.infinity, .nan] {
            borrow.clockOffset = number
            let read = try TrailCodec.line(from: TrailCodec.text(of: line(.step(borrow))))
            #expect(read.event.borrow?.clockOffset == nil)
            #expect(read.event.borrow?.doubt?.facts.timeout?.seconds == 0)
        }
    }

    /// Written by hand from docs/trail.md: whoever verifies elsewhere relies on these spellings.
    @Test("a line is spelled as documented")
    func spelling() throws {
        var borrow = Fixture.borrow(
            "01", hours: 1, phase: .refused(Problem("x", message: "no\n", time: TestClock.start)))
        borrow.subject.hardwareID = HardwareID(rawValue: "hw")
        borrow.clockOffset = -1.5
        let performer =
            #"{"claims":{"address":"192.0.2.7","user":"ops"},"host":"desk-1","process":4711,"user":"ops"}"#
        #expect(
            TrailCodec.text(of: line(.step(borrow), number: 2, receipt: "aa")) == """
                {"at":"2026-11-23T13:02:00.000Z","borrow":{"account":{},"clockOffset":-1.5,\
                "grant":{"deviceID":1699349796909409,"end":"2026-11-23T14:02:00.000Z","licenseID":1699349720166389,\
                "maxBorrowHours":168,"withdrawn":false},"id":"01","operation":{"id":"01","kind":"borrow",\
                "lease":{"from":"2026-11-23T13:02:00.000Z","until":"2026-11-23T13:04:00.000Z"},"phase":"refused",\
                "problem":{"code":"x","effect":"none","facts":{},"message":"no\\n","time":"2026-11-23T13:02:00.000Z"},\
                "requestedEnd":"maximum","startedAt":"2026-11-23T13:02:00.000Z","startedBy":\(performer)},\
                "secretSource":{"from":"prompt"},"subject":{"hardwareID":"hw",\
                "license":{"by":"key","fingerprint":"f1","lastFour":"4444"},"product":"CAD-PRO",\
                "server":"https://api.example.test"}},"kind":"step","line":2,"performer":\(performer),"receipt":"aa","v":1}
                """)
        #expect(
            TrailCodec.text(of: line(.begun(fingerprintKeyDigest: "bb")))
                == #"{"at":"2026-11-23T13:02:00.000Z","fingerprintKey":"bb","kind":"begun","line":1,"performer":"#
                + performer + #","v":1}"#)
        #expect(
            TrailCodec.text(of: line(.cut(TrailCut(through: 7, hash: "cc", fingerprintKeyDigest: "bb")), number: 9))
                == #"{"at":"2026-11-23T13:02:00.000Z","fingerprintKey":"bb","hash":"cc","kind":"cut","line":9,"performer":"#
                + performer + #","through":7,"v":1}"#)
    }

    @Test("each member that a line may have is described in docs/trail.md")
    func documented() throws {
        func names(_ value: Any) -> Set<String> {
            switch value {
            case let members as [String: Any]: Set(members.keys).union(members.values.flatMap(names))
            default: []
            }
        }
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let page = try String(contentsOf: root.appending(path: "docs/trail.md"), encoding: .utf8)
        let texts = Self.lines.map(TrailCodec.text) + [TrailCodec.text(of: Fixture.receipt())]
        let found = try texts.reduce(into: Set<String>()) {
            $0.formUnion(names(try JSONSerialization.jsonObject(with: Data($1.utf8))))
        }
        #expect(found.count > 70)
        #expect(found.filter { !page.contains("`\($0)`") } == [])
    }

    @Test(
        "what this version does not know is refused",
        arguments: [
            ("\"v\":1", "\"v\":2", "A line is of version 2, and this program knows version 1."),
            ("\"v\":1", "\"v\":1.0", "line.v is not what it has to be."),
            (",\"v\":1", "", "line.v is missing."),
            ("\"v\":1", "\"v\":1,\"w\":0", "Line 3 holds what version 1 does not know."),
            ("\"v\":1", "\"v\":1,\"v\":1", "A line is no JSON."),
            ("\"v\":1", "\"v\": 1", "Line 3 holds what version 1 does not know."),
            ("\"v\":1}", "\"v\":1} ", "Line 3 holds what version 1 does not know."),
            ("\"v\":1}", "\"v\":1}{}", "A line is no JSON."),
            ("\"v\":1}", "\"v\":1", "A line is no JSON."),
            ("\"v\":1}", "\"v\":1,}", "A line is no JSON."),
            ("\"line\":3", "\"line\":9223372036854775808", "A line is no JSON."),
            ("\"line\":3", "\"line\":1e400", "A line is no JSON."),
            ("\"line\":3", "\"line\":1e3", "line.line is not what it has to be."),
            ("\"line\":3", "\"line\":03", "Line 3 holds what version 1 does not know."),
            ("\"line\":3", "\"line\":null", "line.line is not what it has to be."),
            ("\"kind\":\"step\"", "\"kind\":\"leap\"", "line.kind is “leap”, which this version does not know."),
            ("\"phase\":\"refused\"", "\"phase\":\"seen\"", "line.borrow.operation.phase is “seen”"),
            ("\"effect\":\"none\"", "\"effect\":\"some\"", "line.borrow.operation.problem.effect is not what"),
            ("\"process\":4711", "\"process\":2147483648", "line.borrow.operation.startedBy.process is not what"),
            ("\"from\":\"prompt\"", "\"from\":\"keyring\"", "line.borrow.secretSource.from is “keyring”"),
            ("\"account\":{}", "\"account\":[]", "line.borrow.account is no object."),
            ("13:02:00.000Z", "13:02:60.000Z", "line.at is not what it has to be."),
            ("13:02:00.000Z", "13:02:00.00Z", "line.at is not what it has to be."),
            ("2026-11-23T13:02", "2026-11-31T13:02", "line.at is not what it has to be."),
            ("2026-11-23T13:02", "2026-00-23T13:02", "line.at is not what it has to be."),
            ("2026-11-23T13:02", "/026-11-23T13:02", "line.at is not what it has to be."),
            ("CAD-PRO", "CAD\u{2D}\\u00ff", "Line 3 holds what version 1 does not know."),
            ("CAD-PRO", "CAD\\ud800", "A line is no JSON."),
            ("CAD-PRO", "CAD\n", "A line is no JSON."),
            ("CAD-PRO", "CAD\\", "A line is no JSON."),
        ])
    func refused(old: String, new: String, sentence: String) throws {
        let borrow = Fixture.borrow("01", phase: .refused(Problem("x", message: "", time: TestClock.start)))
        let text = TrailCodec.text(of: line(.step(borrow), number: 3))
        let place = try #require(text.range(of: old))
        let fault = #expect(throws: TrailFault.self) {
            try TrailCodec.line(from: text.replacingCharacters(in: place, with: new))
        }
        #expect(fault?.sentence.hasPrefix(sentence) == true, "\(fault?.sentence ?? "")")
    }

    @Test("no part of a line is a line, and nothing deep or empty fails otherwise")
    func parts() {
        let text = TrailCodec.text(of: line(.step(fullBorrow(.refused(fullProblem())))))
        let bytes = Array(text.utf8)
        for length in bytes.indices {
            #expect(throws: TrailFault.self) {
                try TrailCodec.line(from: String(decoding: bytes[..<length], as: UTF8.self))
            }
        }
        for text in [
            String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 100_000), "\u{0}", "-",
        ] {
            #expect(throws: TrailFault.self) { try TrailCodec.line(from: text) }
        }
    }

    /// The first computed apart from this program: `(head -c 32 /dev/zero; printf a) | sha256sum`.
    @Test("a hash is what the documentation says")
    func hashes() {
        #expect(
            TrailCodec.hash(after: nil, text: "a")
                == "41a0370c3d9f42773a59e8e01651911cf43b1e3f66944cbb690029debc4eb647")
        let bytes = Data(repeating: 0x0F, count: 32)
        #expect(TrailCodec.hash(after: Self.hash, text: "ü") == TrailCodec.digest(bytes + Data("ü".utf8)))
        #expect(TrailCodec.digest(Data()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(TrailCodec.hash(after: "no hash", text: "a") == TrailCodec.digest(Data("no hasha".utf8)))
    }

    @Test("a receipt's digest covers each of its members")
    func receipts() {
        let receipt = Fixture.receipt("{}")
        #expect(
            TrailCodec.text(of: receipt) == """
                {"body":"e30=","digest":"\(receipt.digest)","keyFingerprint":"\(receipt.keyFingerprint)",\
                "receivedAt":"2026-11-23T13:02:00.000Z","redacted":false,"request":"{\\"product\\":\\"CAD-PRO\\"}",\
                "signature":"c2lnbmVk"}
                """)
        let changes: [(inout Receipt) -> Void] = [
            { $0.body = Data() }, { $0.digest = "" }, { $0.keyFingerprint = "" }, { $0.receivedAt += 0.001 },
            { $0.isRedacted = true }, { $0.request = "" }, { $0.signature = "" },
        ]
        let digests = changes.map { change in
            var changed = receipt
            change(&changed)
            return TrailCodec.digest(of: changed)
        }
        #expect(Set(digests + [TrailCodec.digest(of: receipt)]).count == changes.count + 1)
    }
}

@Suite("Times as ledgers keep them")
struct LedgerTimeTests {
    @Test("each day of four centuries, and the days around them", arguments: ["0001", "1599", "1999", "9599"])
    func days(year: String) throws {
        let first = try #require(LedgerTime.date(year + "-01-01T00:00:00.000Z"))
        let dates = stride(from: 0, to: 146_100, by: year == "1599" ? 1 : 29).map {
            first.addingTimeInterval(Double($0) * 86_400 + 0.001 * Double($0 % 1000))
        }
        #expect(dates.filter { LedgerTime.date(LedgerTime.text($0)) != LedgerTime.kept($0) } == [])
        let texts = dates.map(LedgerTime.text)
        #expect(texts == texts.sorted())
        // Foundation counts by the Julian calendar before 1582.
        guard year != "0001" else { return }
        for day in stride(from: 0, to: dates.count, by: 97) {
            #expect(texts[day] == UTC.formatMilliseconds(dates[day]))
        }
    }

    @Test("a time is rounded to its millisecond, and stays")
    func rounding() {
        for millisecond in 0..<1000 {
            let date = TestClock.start.addingTimeInterval(Double(millisecond) / 1000)
            let text = "2026-11-23T13:02:00.\(String(repeating: "0", count: 3 - "\(millisecond)".count))\(millisecond)Z"
            #expect(LedgerTime.text(date) == text)
            #expect(LedgerTime.text(date.addingTimeInterval(0.0004)) == text)
            #expect(LedgerTime.text(date.addingTimeInterval(-0.0004)) == text)
            #expect(LedgerTime.date(text) == LedgerTime.kept(date))
        }
    }

    @Test("a step reads back with its times to the millisecond, its receipt's included")
    func keptTimes() {
        var receipt = Fixture.receipt()
        receipt.receivedAt += 0.000_456_7
        let entry = Fixture.entry(Fixture.borrow("1"), receipt: receipt, after: 0.000_123_4)
        #expect(entry.kept.at == LedgerTime.kept(entry.at) && entry.kept.at != entry.at)
        #expect(entry.kept.receipt?.receivedAt == LedgerTime.kept(receipt.receivedAt))
        #expect(entry.kept.receipt?.receivedAt != receipt.receivedAt)
    }

    @Test("times beyond the years 1 and 9999 are kept as their first and last moment")
    func bounds() {
        let first = "0001-01-01T00:00:00.000Z"
        let last = "9999-12-31T23:59:59.999Z"
        for seconds in [-Double.infinity, -.greatestFiniteMagnitude, -1e12, .nan] {
            #expect(LedgerTime.text(Date(timeIntervalSince1970: seconds)) == first)
        }
        for seconds in [Double.infinity, .greatestFiniteMagnitude, 1e12] {
            #expect(LedgerTime.text(Date(timeIntervalSince1970: seconds)) == last)
        }
        for text in [first, last] { #expect(LedgerTime.date(text).map(LedgerTime.text) == text) }
    }
}

extension TrailEntry.Event {
    var borrow: Borrow? { if case .step(let borrow) = self { borrow } else { nil } }
    var product: String? { self.borrow?.subject.product }
}
