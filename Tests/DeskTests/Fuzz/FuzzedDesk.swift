import ClientCore
import Foundation
import Licensing
import TerminalUI
import TestKit

@testable import Screens

/// A desk at which a cat walks over the keyboard, while the world answers as it likes: straight on the reducer.
struct FuzzedDesk {
    var random: SeededGenerator
    var state: App.State
    var now = TestClock.start
    /// What the desk has asked for and nobody has answered yet.
    var pending: [App.Effect] = []
    /// What is written down, by id.
    var disk: [OperationID: Borrow] = [:]
    var line: Int64 = 0
    /// Keys that belong together and come next.
    var planned: [Key] = []
    /// How often somebody quit, and a new desk was opened on the same disk.
    private(set) var quits = 0
    /// How often a borrow was begun.
    private(set) var borrows = 0
    private var recent: [App.Event] = []
    /// Draws the desk again and again, as the program does.
    private var painter = DeskPainter()
    private var isOver = false

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        state = Self.fresh(now, desk: 0)
        for number in 0..<Hostile.texts.count {
            let name = Hostile.texts[number % Hostile.texts.count]
            let borrow = Fixture.borrow(
                "f/\(number)", product: name, license: number % 3 == 0 ? .user(name) : Fixture.keyReference,
                hours: Double(number * 7 - 20), licenseID: Int64(number),
                phase: number % 5 == 0 ? .unknown(problem(.transportLost)) : .confirmed)
            disk[borrow.id] = borrow
        }
    }

    private static func fresh(_ now: Date, desk: Int) -> App.State {
        let guide = Hostile.texts.map {
            App.GuideRow(title: $0, text: $0, product: $0, licenseKey: "AAAA-BBBB-CCCC-4444")
        }
        let settings = App.Settings(
            profile: "production\u{202E}", isDemo: true, guide: guide, products: Hostile.texts,
            timeZone: LocalZone(named: "America/St_Johns") ?? .utc)
        let session = Client.Session(
            id: "s\(desk)", server: Fixture.server, performer: Fixture.performer,
            hardwareID: Fixture.host)
        return App.State(
            client: Client.State(session: session), settings: settings, size: Size(columns: 80, rows: 24), now: now)
    }

    /// Lets a number of things happen, and others have their turn in between. Returns what went wrong, with what led there.
    mutating func play(_ count: Int) async -> String? {
        var fault = take(.started(at: now))
        var step = 0
        while fault == nil, step < count {
            step += 1
            if step.isMultiple(of: 32) { await Task.yield() }
            fault = take(nextEvent()) ?? drawn() ?? (step.isMultiple(of: 8) ? cannotQuit() : nil)
            if isOver { fault = fault ?? reopen() }
        }
        return fault.map { fault in
            let events = recent.map { "  \($0)" }.joined(separator: "\n")
            return "\(fault)\nafter \(step) events, the last of which were\n\(events)\n\(App.view(state).text)"
        }
    }

    private mutating func reopen() -> String? {
        quits += 1
        isOver = false
        pending = []
        planned = []
        painter = DeskPainter()
        state = Self.fresh(now, desk: quits)
        return take(.started(at: now))
    }

    // MARK: Invariants

    /// Applies an event. Returns what it must not have done.
    private mutating func take(_ event: App.Event) -> String? {
        recent = recent.suffix(30) + [event]
        let before = Set(state.client.underway.keys)
        let effects = App.reduce(&state, event)
        let begun = state.client.underway.filter { !before.contains($0.key) }.values.map(\.request)
        borrows += begun.count { $0.isBorrow }
        for effect in effects { remember(effect) }
        guard case .key(let key, _, _) = event else { return nil }
        if let request = begun.first(where: { !key.mayBegin($0) }) { return "\(key) has begun \(request)" }
        let isSent = effects.contains { if case .client(.send) = $0 { true } else { false } }
        return isSent ? "\(key) sent something that is not written down" : nil
    }

    private mutating func remember(_ effect: App.Effect) {
        switch effect {
        case .quit: isOver = true
        case .tick:
            pending.removeAll { if case .tick = $0 { true } else { false } }
            pending.append(effect)
        default: pending.append(effect)
        }
    }

    /// Draws the screen: often where it is of a common size, now and then where it is a wall.
    private mutating func drawn() -> String? {
        guard random.isOne(in: state.size.columns * state.size.rows < 2_500 ? 3 : 60) else { return nil }
        let frame = App.view(state)
        if painter.frame(of: state) != frame { return "what is kept of the last picture is not what it has become" }
        return frame.fault(at: state.size)
    }

    /// Whatever is on the screen, a few times ^C ends the program.
    private func cannotQuit() -> String? {
        var state = state
        for _ in 0..<3 {
            let effects = App.reduce(&state, .key(.control("c"), at: now))
            if effects.contains(.quit(.success)) { return nil }
        }
        return "^C does not quit"
    }
}

extension Client.Request {
    fileprivate var isBorrow: Bool { if case .borrow = self { true } else { false } }
}

extension Key {
    /// Whether a person who presses it may mean that something is to be sent or written down.
    fileprivate func mayBegin(_ request: Client.Request) -> Bool {
        let yes: [Key] = [.enter, .character(" "), .character("y"), .character("R")]
        return switch request {
        case .borrow, .extend, .note, .release: yes.contains(self)
        case .activate: (yes + [.character("a")]).contains(self)
        case .check: (yes + [.character("s")]).contains(self)
        case .forget: (yes + [.character("x")]).contains(self)
        // No key of the desk begins these.
        case .checkLicense, .deactivate, .deactivateLicense: false
        // These change nothing anywhere.
        case .query, .readLedger: true
        }
    }
}
