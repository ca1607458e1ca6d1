import Foundation
import Licensing
import TestKit

@testable import ClientCore

/// A client and all around it at one moment: the disk, the server's seat, what is on its way, and what may still happen.
///
/// One license, one device. What takes time happens in two moves, so that anything can come in between: an effect is
/// carried out, which changes disk or server; then its reply reaches the client.
struct World: Hashable {
    enum Seat: Hashable { case free, floating, borrowed }

    /// Something on its way.
    enum Pending: Hashable {
        case effect(Client.Effect)
        case reply(Client.Event)
    }

    /// How often things may happen that the client does not bring about.
    struct Budget: Hashable {
        var requests: Int
        var restarts: Int
        var rivals: Int
        var diskFaults: Int
    }

    var client: Client.State
    var disk = ModelDisk()
    var seat = Seat.free
    var pending: Set<Pending> = []
    var budget: Budget
    var processes = 1
    /// What the last move broke, if anything.
    var violation: String?

    static let now = TestClock.start

    init(_ budget: Budget) {
        self.budget = budget
        client = Self.newClient(1)
        happen(.started)
    }

    private static func newClient(_ number: Int) -> Client.State {
        Client.State(
            session: Client.Session(
                id: "p\(number)", server: Fixture.server, performer: Fixture.performer, hardwareID: Fixture.host))
    }

    /// The process dies and another one begins: what was on its way is lost.
    mutating func restart() {
        pending = []
        processes += 1
        client = Self.newClient(processes)
        happen(.started)
    }

    /// An event reaches the client, and its effects are on their way.
    mutating func happen(_ event: Client.Event) {
        for effect in Client.reduce(&client, event) {
            switch effect {
            case .watchLedger, .cancel, .lookUp: continue
            case .borrow(let id, _), .release(let id, _), .check(let id, _):
                guard disk.borrows.contains(where: { $0.operation.id == id && $0.operation.phase == .sent }) else {
                    violation = "\(id) leaves before it is on disk that it does"
                    continue
                }
            case .loadLedger, .identify, .record, .keep: break
            }
            if !pending.insert(.effect(effect)).inserted { violation = "twice at once: \(effect)" }
        }
        // What a person reads and closes has no part in what happens next.
        while !client.problems.isEmpty { _ = Client.reduce(&client, .problemDismissed) }
        client.lastOutcome = nil
    }

    /// Whether an operation's process lives: this one, or the rival, which never dies.
    func isAlive(_ operation: OperationID) -> Bool {
        operation.rawValue.hasPrefix("r-") || operation.rawValue.hasPrefix("p\(processes)-")
    }

    func read() -> Client.Event {
        let loaded = disk.loaded(isAlive: isAlive)
        return .ledgerLoaded(
            .success(Client.LoadedLedger(borrows: loaded.borrows, interrupted: loaded.interrupted)), at: Self.now)
    }
}
