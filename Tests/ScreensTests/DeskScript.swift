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
    var now = TestClock.start

    /// - Parameter borrows: what the ledger holds; nil where it has not been read yet.
    init(
        columns: Int = 80, rows: Int = 24, borrows: [Borrow]? = [], isDemo: Bool = false, product: String = "",
        guide: [App.GuideRow] = [], zone: String = "Europe/Berlin",
        notification: App.Notification = .none, warning: TimeInterval = Countdown.defaultWarning,
        settleAfterSeconds: TimeInterval = 0, account: Account = Account(), profiles: [Client.Profile] = [],
        commands: OwnFlags = OwnFlags()
    ) {
        let session = Client.Session(
            id: "s", server: Fixture.server, account: account, performer: Fixture.performer,
            hardwareID: Fixture.host, settleAfterSeconds: settleAfterSeconds, profiles: profiles)
        let settings = App.Settings(
            profile: account.profile ?? "production", isDemo: isDemo, guide: guide, product: product,
            products: ["CAD-PRO", "SIM-X"], timeZone: LocalZone(named: zone) ?? .utc,
            notification: notification, warning: warning, commands: commands)
        script = Script(
            App.State(
                client: Client.State(session: session), settings: settings, size: Size(columns: columns, rows: rows),
                now: TestClock.start))
        script.play(.started(at: now))
        if let borrows { reads(borrows) }
    }

    var state: App.State { script.state }
    var frame: Frame { App.view(script.state) }
    /// What is on the screen, as one text.
    var text: String { frame.lines.joined(separator: "\n") }
    /// What is on the screen without frames and line breaks, so that sentences can be found in it.
    var words: String { text.split { " │┌┐└┘─▸\n".contains($0) }.joined(separator: " ") }
    /// The words in the topmost panel of a title, without what lies beside it.
    func box(_ title: String) -> String {
        frame.panel(title).joined(separator: " ").split { " ─▸".contains($0) }.joined(separator: " ")
    }
    /// The keys at the foot of the screen.
    var footer: String { frame.lines.last ?? "" }
    /// The first line below the header in which a text stands.
    func row(_ text: String) -> String? { frame.lines.dropFirst().first { $0.contains(text) } }
    /// The same, of all rows, without the mark of the chosen one.
    func rows(_ text: String) -> [String] {
        frame.lines.filter { $0.contains(text) }.map { $0.replacing("▸", with: " ") }
    }
    /// What is typed to find rows.
    var finding: String? {
        switch state.list.find {
        case .off, .part: nil
        case .typing(let input), .kept(let input): input.text
        }
    }
    /// The borrow that the keys of the list are about.
    var chosen: OperationID? { state.list.choice }

    /// Presses a key that was typed before the turn at hand was on the screen.
    @discardableResult
    mutating func pressUnseen(_ key: Key) -> [App.Effect] {
        script.play(.key(key, at: now, seen: script.state.turn.number - 1)).filter {
            if case .tick = $0 { false } else { true }
        }
    }

    /// Lets a second pass, in which somebody reads.
    mutating func rest() { now += 1 }

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

    /// Plays that the ledger holds these borrows now, as where another desk has changed it.
    mutating func reads(_ borrows: [Borrow], line: Int64? = nil) {
        let reading = LedgerReading(borrows: borrows, line: line ?? Int64(borrows.count))
        client(.ledgerRead(.success(.init(reading, isWhole: true)), at: now))
    }

    /// Plays that these borrows are what has been read of a ledger so far, or of a copy of a time.
    mutating func readsPart(_ borrows: [Borrow], _ read: Int, of total: Int, asOf: Date? = nil) {
        let progress = LedgerProgress(read: read, of: total)
        client(.ledgerReading(LedgerPart(borrows: borrows, progress: progress, asOf: asOf), at: now))
    }

    /// Fills in the form for a borrow by key, as long as the license allows; the button has the focus then.
    mutating func fillIn() {
        if state.focus != .form { press(.character("b")) }
        type("AAAA-BBBB-CCCC-4444")
        press(.tab, .character(" "), .enter)
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

    /// Plays what comes after a return was asked for, down to the disk.
    mutating func respondToRelease(
        _ id: String, of borrow: Borrow, _ result: Result<Client.CallResponse, ServiceFailure>
    ) {
        let id = OperationID(rawValue: id)
        let name: LicenseIdentification =
            switch borrow.subject.license {
            case .user(let name): .username(name)
            default: .licenseKey(Fixture.key)
            }
        client(
            .identified(id, .success(.init(reference: borrow.subject.license, identification: name)), at: now))
        written(id, 2)
        client(.responded(id, result, at: now))
        written(id, 1)
    }

    /// Plays that so many steps of an operation are on disk.
    mutating func written(_ id: OperationID, _ steps: Int) {
        for _ in 0..<steps { client(.recorded(id, .success(.init(line: 1_000)), at: now)) }
    }

    /// Plays that the ledger cannot be read.
    mutating func ledgerFails(_ code: ProblemCode) {
        client(.ledgerRead(.failure(Problem(code, message: "no", time: now)), at: now))
    }
}
