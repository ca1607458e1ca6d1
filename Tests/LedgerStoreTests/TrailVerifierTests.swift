import Foundation
import Ledger
import Licensing
import TestKit
import Testing

@Suite("Verifying a trail")
struct TrailVerifierTests {
    /// What a store holds, to be tampered with.
    struct Store {
        var lines: [(text: String, hash: String)] = []
        var borrows: [Borrow] = []
        var operations: [(operation: Licensing.Operation, borrow: OperationID)] = []
        var receipts: [(receipt: Receipt, operation: OperationID)] = []
        var key = "k1"
        var written: Int64? = 9

        mutating func append(_ event: TrailEntry.Event, at seconds: Double = 0, receipt: Receipt? = nil) {
            append(
                TrailLine(
                    number: Int64(lines.count + 1), at: TestClock.start.addingTimeInterval(seconds),
                    performer: Fixture.performer, event: event, receipt: receipt.map { TrailCodec.digest(of: $0) }))
        }

        mutating func append(_ line: TrailLine) {
            let text = TrailCodec.text(of: line)
            lines.append((text, TrailCodec.hash(after: lines.last?.hash, text: text)))
        }

        func verify(anchor: TrailReport.Anchor? = nil) throws(TrailFault) -> TrailReport {
            var verifier = TrailVerifier(anchor: anchor)
            for line in lines { try verifier.take(text: line.text, hash: line.hash) }
            try verifier.endOfLines(written: written)
            for borrow in borrows { try verifier.take(borrow) }
            for row in operations { try verifier.take(row.operation, of: row.borrow) }
            for row in receipts { try verifier.take(row.receipt, of: row.operation) }
            return try verifier.finish(fingerprintKeyDigest: key)
        }

        func fault(anchor: TrailReport.Anchor? = nil) -> String? {
            do {
                _ = try verify(anchor: anchor)
                return nil
            } catch {
                return error.sentence
            }
        }
    }

    /// Lines 2 to 4 are a borrow with a receipt, 5 to 7 its release with another, 8 and 9 a borrow under way.
    static let store: Store = {
        var store = Store()
        store.append(.begun(fingerprintKeyDigest: "k1"))
        var first = Fixture.borrow("1", phase: .intended)
        for kind in [Licensing.Operation.Kind.borrow(.maximum), .release] {
            let id = kind == .release ? "2" : "1"
            first.operation = Fixture.operation(id, kind: kind)
            for phase in [OperationPhase.intended, .sent, .confirmed] {
                first.move(to: phase)
                let receipt = phase == .confirmed ? Fixture.receipt(id) : nil
                store.append(.step(first), receipt: receipt)
                if let receipt { store.receipts.append((receipt, first.operation.id)) }
            }
            store.operations.append((first.operation, first.id))
        }
        var second = Fixture.borrow("3", product: "SIM-X", phase: .intended)
        store.append(.step(second))
        second.move(to: .sent)
        store.append(.step(second))
        store.operations.append((second.operation, second.id))
        store.borrows = [first, second]
        return store
    }()

    @Test("what nobody touched fits")
    func untouched() throws {
        let report = try Self.store.verify()
        #expect(report.first == 1 && report.lines == 9 && report.setBacks.isEmpty && !report.isAnchored)
        #expect(report.head == .init(line: 9, hash: Self.store.lines[8].hash))
        for line in 1...9 {
            let anchor = TrailReport.Anchor(line: Int64(line), hash: Self.store.lines[line - 1].hash)
            #expect(try Self.store.verify(anchor: anchor).isAnchored)
            let other = TrailReport.Anchor(line: Int64(line), hash: Self.store.key)
            #expect(
                Self.store.fault(anchor: other) == "Line \(line) has another hash than the one that was noted.")
        }
        #expect(Self.store.fault(anchor: .init(line: 11, hash: "")) == "Lines 10–11 are missing.")
    }

    struct Change: Sendable, CustomTestStringConvertible {
        var finding: String
        var apply: @Sendable (inout Store) -> Void
        var testDescription: String { finding }
    }

    static func change(_ finding: String, _ apply: @escaping @Sendable (inout Store) -> Void) -> Change {
        Change(finding: finding, apply: apply)
    }

    /// Chains the lines anew from a change on, as somebody would who knows how.
    static func rechain(_ store: inout Store, _ index: Int, _ change: (inout TrailLine) -> Void) {
        guard var line = try? TrailCodec.line(from: store.lines[index].text) else { return }
        change(&line)
        var lines = store.lines.map(\.text)
        lines[index] = TrailCodec.text(of: line)
        store.lines = []
        for text in lines { store.lines.append((text, TrailCodec.hash(after: store.lines.last?.hash, text: text))) }
    }

    static let changes: [Change] = [
        change("Line 3 does not fit: it or the line before it was changed.") {
            $0.lines[2].text = $0.lines[2].text.replacing("ops", with: "bob")
        },
        change("Line 3 does not fit: it or the line before it was changed.") { $0.lines[2].hash = "" },
        change("Line 3 does not fit: A line is no JSON.") { $0.lines[2].text = "" },
        change("The first line does not fit: A line is no JSON.") { $0.lines[0].text = "" },
        change("Line 1 does not fit: it or the line before it was changed.") { $0.lines[0].hash = $0.lines[1].hash },
        change("Line 3 is missing.") { $0.lines.remove(at: 2) },
        change("Lines 3–4 are missing.") { $0.lines.removeSubrange(2...3) },
        change("Lines 1–3 are missing.") { $0.lines.removeFirst(3) },
        change("Line 9 is missing.") { $0.lines.removeLast() },
        change("Lines 1–9 are missing.") { $0.lines = [] },
        change("Line 1 is missing.") { store in
            store.lines = []
            store.written = nil
        },
        change("Line 2 is missing.") { $0.lines.swapAt(1, 2) },
        change("Line 2 stands where line 3 has to be.") { $0.lines.insert($0.lines[1], at: 1) },
        change("The counter of lines stands at 3, before the last line, 9.") { $0.written = 3 },
        change("Borrow 3 is not as line 8, its latest, left it.") { store in
            store.lines.removeLast()
            store.written = 8
        },
        change("Borrow 3 stands in no line.") { store in
            store.lines.removeLast(2)
            store.written = 7
        },
        change("Borrow 1 is not as line 7, its latest, left it.") { $0.borrows[0].releasedAt = TestClock.start },
        change("Borrow 3 is not as line 9, its latest, left it.") { $0.borrows[1].operation.lease.until += 1 },
        change("Borrow 3, of which line 9 tells, is missing.") { $0.borrows.removeLast() },
        change("Borrow 1 stands in no line.") { $0.borrows.append($0.borrows[0]) },
        // An operation that is not the latest on its borrow.
        change("Operation 1 is not as line 4, its latest, left it.") { $0.operations[0].operation.phase = .sent },
        change("Operation 1 is not as line 4, its latest, left it.") {
            $0.operations[0].borrow = OperationID(rawValue: "3")
        },
        change("Operation 1, of which line 4 tells, is missing.") { $0.operations.removeFirst() },
        change("Operation 9 stands in no line.") { $0.operations.append((Fixture.operation("9"), $0.borrows[0].id)) },
        change("A receipt of operation 1 was changed, or no line tells of it.") {
            $0.receipts[0].receipt.body = Data()
        },
        change("A receipt of operation 2 was changed, or no line tells of it.") { store in
            // A genuine one, of another operation.
            store.receipts.append((store.receipts[0].receipt, store.receipts[1].operation))
        },
        change("A receipt of operation 1 was changed, or no line tells of it.") { $0.receipts.append($0.receipts[0]) },
        change("The receipt of operation 2, of which line 7 tells, is missing.") { $0.receipts.removeLast() },
        change("The key of the fingerprints is not the one that the trail tells of.") { $0.key = "k2" },
        change("The key of the fingerprints is not the one that the trail tells of.") { store in
            rechain(&store, 0) { $0.event = .begun(fingerprintKeyDigest: "k2") }
        },
        change("Line 1 does not begin a ledger.") { store in
            rechain(&store, 0) { $0.event = .step(Fixture.borrow("9")) }
        },
        change("Line 2 begins the ledger anew.") { store in
            rechain(&store, 1) { $0.event = .begun(fingerprintKeyDigest: "k1") }
        },
        change("Line 9 says that line 1 was removed, and it is there.") { store in
            rechain(&store, 8) { $0.event = .cut(TrailCut(through: 1, hash: "", fingerprintKeyDigest: "k1")) }
        },
        change("Line 9 names another key of fingerprints than the lines before it.") { store in
            rechain(&store, 8) { $0.event = .cut(TrailCut(through: 0, hash: "", fingerprintKeyDigest: "k2")) }
        },
    ]

    @Test("a change behind its back is found, and the first thing that does not fit is named", arguments: changes)
    func tampered(change: Change) {
        var store = Self.store
        change.apply(&store)
        #expect(store.fault() == change.finding)
    }

    @Test("no number of a line is too large, too small or too many")
    func numbers() {
        func fault(_ numbers: Int64...) -> String? {
            var store = Store()
            for number in numbers {
                store.append(
                    TrailLine(
                        number: number, at: TestClock.start, performer: Fixture.performer,
                        event: .cut(TrailCut(through: .min, hash: "", fingerprintKeyDigest: "k1"))))
            }
            store.written = nil
            return store.fault()
        }
        #expect(fault(.max, .max) == "No line can follow line 9223372036854775807.")
        #expect(fault(.max - 1, .max) == "Lines 1–9223372036854775805 are missing.")
        #expect(fault(2, .max) == "Lines 3–9223372036854775806 are missing.")
        #expect(fault(.min) == "Line -9223372036854775808 stands where line 1 has to be.")
        #expect(fault(0) == "Line 0 stands where line 1 has to be.")
        var store = Self.store
        store.written = .max
        #expect(store.fault() == "Lines 10–9223372036854775807 are missing.")
        store.written = .min
        #expect(store.fault()?.hasPrefix("The counter of lines stands at -9223372036854775808") == true)
        #expect(Self.store.fault(anchor: .init(line: .min, hash: "")) == nil)
    }

    @Test("a cut carries on what the others need: the hash before them, and the key")
    func cut() throws {
        var store = Self.store
        store.append(
            .cut(TrailCut(through: 4, hash: store.lines[3].hash, fingerprintKeyDigest: "k1")))
        let anchors = store.lines.enumerated().map { TrailReport.Anchor(line: Int64($0 + 1), hash: $1.hash) }
        store.lines.removeFirst(4)
        store.written = 10
        store.operations.removeFirst()
        store.receipts.removeFirst()
        let report = try store.verify()
        #expect(report.first == 5 && report.lines == 6 && report.head?.line == 10)
        for anchor in anchors { #expect(try store.verify(anchor: anchor).isAnchored == (anchor.line >= 4)) }
        #expect(
            store.fault(anchor: .init(line: 4, hash: "")) == "Line 4 has another hash than the one that was noted.")

        var first = store
        first.lines[0].text = first.lines[0].text.replacing("ops", with: "bob")
        #expect(first.fault() == "Line 5 does not fit: it or the line before it was changed.")
        store.key = "k2"
        #expect(store.fault() == "The key of the fingerprints is not the one that the trail tells of.")
        store.lines.removeLast()
        store.written = 9
        #expect(store.fault() == "Lines 1–4 are missing.")
    }

    @Test("a clock that jumps back by more than a minute breaks nothing, and is noted")
    func setBack() throws {
        var store = Store()
        store.append(.begun(fingerprintKeyDigest: "k1"), at: 100)
        for (id, seconds) in [("1", 40.0), ("2", -21), ("3", 0)] {
            let borrow = Fixture.borrow(id)
            store.append(.step(borrow), at: seconds)
            store.borrows.append(borrow)
            store.operations.append((borrow.operation, borrow.id))
        }
        store.written = 4
        #expect(try store.verify().setBacks == [.init(line: 3, seconds: 61)])
    }
}
