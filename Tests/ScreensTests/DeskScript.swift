import ClientCore
import Foundation
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
        script.play(.client(.ledgerLoaded(.success(.init(borrows: borrows)), at: now)))
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

    /// Plays a borrow from the form to an answer.
    mutating func borrow(_ result: Result<Answer<BorrowGrant>, ServiceFailure>) {
        let id = OperationID(rawValue: "s-1")
        let effects = press(.enter)
        guard case .client(.identify(_, let subject)) = effects.first else {
            Issue.record("nothing was sent: \(effects)\n\(text)")
            return
        }
        var reference = Fixture.keyReference
        if case .credentials(.user(let name, _)) = subject { reference = .user(name) }
        client(
            .identified(id, .success(.init(reference: reference, identification: nil)), at: now),
            .recorded(id, .success(.init()), at: now), .recorded(id, .success(.init()), at: now),
            .borrowFinished(id, result, at: now), .recorded(id, .success(.init()), at: now))
    }
}
