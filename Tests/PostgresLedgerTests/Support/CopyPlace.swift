import Foundation
import Ledger
import Licensing
import SQLiteLedger
import TestKit

@testable import PostgresLedger

/// A kind of ledger that is copied, or copied to.
enum Engine: CaseIterable { case file, database }

/// A place for a ledger, empty at first: a file of its own, or a database.
final class CopyPlace: Sendable {
    /// The file's path, or the database's address for its owner.
    let name: String
    private let engine: Engine
    private let folder: String

    init(_ engine: Engine) async throws {
        self.engine = engine
        folder = FileManager.default.temporaryDirectory.appending(path: "copy-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        switch engine {
        case .file: name = folder + "/ledger.sqlite"
        case .database:
            let cluster = try await PostgresCluster.shared()
            name = cluster.address(of: try await cluster.newLedgerDatabase(), user: "olga")
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The ledger to be worked on.
    var ledger: any CopyableLedger {
        get throws {
            switch engine {
            case .file: try SQLiteLedger(path: name, by: Fixture.performer, now: { TestClock.start })
            case .database: PostgresLedger(name, by: Fixture.performer, now: { TestClock.start })
            }
        }
    }

    /// The ledger that is only read.
    var source: any CopyableLedger {
        get throws {
            switch engine {
            case .file: try SQLiteLedger(reading: name)
            case .database: PostgresLedger(name, by: nil, now: { TestClock.start })
            }
        }
    }

    /// The ledger that takes another one's lines.
    var target: any CopyableLedger {
        get throws {
            switch engine {
            case .file: try SQLiteLedger(copyingTo: name)
            case .database: PostgresLedger(name, by: nil, now: { TestClock.start })
            }
        }
    }

    /// Writes so many borrows: all with a receipt but the last, which is under way.
    func fill(_ count: Int, from first: Int = 1) async throws {
        let ledger = try ledger
        for number in first..<first + count {
            var step = borrow("\(number)")
            for phase in [OperationPhase.intended, .sent, .confirmed].prefix(number == first + count - 1 ? 2 : 3) {
                step.move(to: phase)
                let receipt = phase == .confirmed ? Fixture.receipt("{\"id\":\(number)}") : nil
                try await ledger.record(Fixture.entry(step, receipt: receipt))
            }
        }
    }

    /// Copies into another place, in small parts.
    ///
    /// - Returns: how many lines and receipts.
    @discardableResult
    func copy(to place: CopyPlace) async throws -> [Int] {
        let copy = LedgerCopy(from: try source, to: try place.target, at: place.name, inPartsOf: 4)
        let report = try await copy.run(copy.plan())
        _ = try await copy.verify(report)
        return [report.lines, report.receipts]
    }

    /// All that can be read of it.
    func contents() async throws -> Contents {
        let ledger = try source
        var receipts: [StoredReceipt] = []
        let borrows = try await ledger.borrows(.all).borrows
        for borrow in borrows { receipts += try await ledger.receipts(of: borrow.id.rawValue, limit: 9) }
        return Contents(
            trail: try await ledger.trail(after: 0, limit: .max), borrows: borrows, receipts: receipts,
            fingerprint: try await ledger.fingerprint(of: Fixture.key))
    }

    struct Contents: Equatable {
        var trail: [TrailEntry]
        var borrows: [Borrow]
        var receipts: [StoredReceipt]
        var fingerprint: String
    }
}

/// A ledger in which one line is another one than it was when it was verified.
struct ChangingLedger: CopyableLedger, ForwardingLedger {
    let ledger: any CopyableLedger
    let changed: Int64
    var base: any LedgerStore { ledger }

    func extent() async throws(Problem) -> TrailExtent? { try await ledger.extent() }

    func origin() async throws(Problem) -> LedgerOrigin? { try await ledger.origin() }

    func checkTakes() async throws(Problem) { try await ledger.checkTakes() }

    func handOn(after line: Int64, limit: Int) async throws(Problem) -> [HandedLine] {
        try await ledger.handOn(after: line, limit: limit).map { handed in
            var handed = handed
            if handed.entry.id == changed { handed.entry.text = handed.entry.text.replacing("ops", with: "eve") }
            return handed
        }
    }

    func take(_ lines: [HandedLine], after last: TrailReport.Anchor?, of origin: LedgerOrigin) async throws(Problem) {
        try await ledger.take(lines, after: last, of: origin)
    }
}
