import ClientCore
import Foundation
import Ledger
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// The desk without a world: keys go in, effects and frames come out. Everything that makes noise stands still.
struct DeskScript {
    var script: Script<App>
    let now = TestClock.start

    init(
        columns: Int = 80, rows: Int = 24, borrows: [Borrow] = [], isDemo: Bool = false, product: String = "",
        guide: [App.GuideRow] = []
    ) {
        let session = Client.Session(
            id: "s", server: Fixture.server, performer: Fixture.performer, hardwareID: Fixture.host)
        let settings = App.Settings(
            profile: "production", isDemo: isDemo, guide: guide, product: product, products: ["CAD-PRO", "SIM-X"],
            timeZone: TimeZone(identifier: "Europe/Berlin") ?? .gmt)
        script = Script(
            App.State(
                client: Client.State(session: session), settings: settings, size: Size(columns: columns, rows: rows),
                now: TestClock.start))
        script.play(.started(at: now))
        let reading = LedgerReading(borrows: borrows, line: Int64(borrows.count))
        script.play(.client(.ledgerRead(.success(.init(reading, isWhole: true)), at: now)))
    }

    var state: App.State { script.state }
    var frame: Frame { App.view(script.state) }
    /// What is on the screen, as one text.
    var text: String { frame.lines.joined(separator: "\n") }

    /// Presses keys; returns what the last one asked for, ticks left out.
    @discardableResult
    mutating func press(_ keys: Key...) -> [App.Effect] {
        var effects: [App.Effect] = []
        for key in keys { effects = script.play(.key(key, at: now)) }
        return effects.filter { if case .tick = $0 { false } else { true } }
    }

    /// Types a text.
    mutating func type(_ text: String) {
        for character in text { press(.character(character)) }
    }

    /// Plays what the world answers.
    mutating func client(_ events: Client.Event...) {
        for event in events { script.play(.client(event)) }
    }

    /// Plays a borrow from the form to a response, written down.
    mutating func borrow(_ result: Result<Response<BorrowGrant>, ServiceFailure>) {
        let effects = press(.enter)
        guard case .client(.identify(let id, let subject)) = effects.first else {
            Issue.record("nothing was sent: \(effects)\n\(text)")
            return
        }
        var reference = Fixture.keyReference
        if case .credentials(.user(let name, _)) = subject { reference = .user(name) }
        client(.identified(id, .success(.init(reference: reference, identification: nil)), at: now))
        written(id, 2)
        client(.responded(id, result.map { .borrow($0) }, at: now))
        written(id, 1)
    }

    /// Plays that so many steps of an operation are on disk.
    mutating func written(_ id: OperationID, _ steps: Int) {
        for _ in 0..<steps { client(.recorded(id, .success(.init(line: 1)), at: now)) }
    }

    /// Plays that the ledger cannot be read.
    mutating func ledgerFails(_ code: ProblemCode) {
        client(.ledgerRead(.failure(Problem(code, message: "no", time: now)), at: now))
    }
}
