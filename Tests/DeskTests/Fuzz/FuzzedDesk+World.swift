import ClientCore
import Foundation
import Ledger
import Licensing
import Screens
import TerminalUI
import TestKit

extension FuzzedDesk {
    /// Answers something that the desk has asked for; nil where it waits for nothing.
    mutating func answer() -> App.Event? {
        guard !pending.isEmpty else { return nil }
        let index = Int.random(in: 0..<pending.count, using: &random)
        let effect = pending[index]
        if effect != .client(.watchLedger), effect != .watchConfiguration { pending.remove(at: index) }
        switch effect {
        case .client(let effect): return answer(effect).map { .client($0) }
        case .tick(let date):
            now = max(now, date)
            return .ticked(at: now)
        case .suspend: return .resumed(at: now)
        case .watchConfiguration: return .configurationChanged(configuration(), at: now)
        case .readReceipt(let id, _):
            return .receiptRead(
                id,
                random.isOne(in: 2) ? .success(nil) : .failure(problem(.ledgerUnreadable, random.pick(Hostile.texts))))
        default: return nil
        }
    }

    private mutating func configuration() -> Result<App.Reconfiguration, Problem> {
        let text = random.pick(Hostile.texts)
        if random.isOne(in: 4) { return .failure(problem(.configInvalid, "Line 1: \(text)")) }
        var settings = state.settings
        settings.timeZone = LocalZone(named: random.pick(["America/St_Johns", "Asia/Kathmandu", "UTC"])) ?? .utc
        settings.warning = random.pick([0, 3_600, 86_400, 9_000 * 3_600])
        settings.product = random.pick(["", text])
        settings.look.usesASCII.toggle()
        return .success(App.Reconfiguration(settings: settings, changed: [text], later: random.pick([[], [text]])))
    }

    private mutating func answer(_ effect: Client.Effect) -> Client.Event? {
        switch effect {
        case .loadLedger: return .ledgerRead(reading(isWhole: true), at: now)
        case .readChanges: return .ledgerRead(reading(isWhole: false), at: now)
        case .watchLedger: return .ledgerAnnounced(announcement(), at: now)
        case .identify(let id, let subject): return .identified(id, identified(subject), at: now)
        case .record(let id, let entry): return .recorded(id, recorded(entry), at: now)
        case .recordLater(let id, _): return .recordingDue(id)
        case .wait(let id, _): return .waitOver(id, isCancelled: false, at: now)
        case .send(let id, let call): return .responded(id, response(to: call), at: now)
        case .query(let query): return .queried(query, response(to: query))
        case .cancel(let id):
            let sent = pending.firstIndex { if case .client(.send(id, _)) = $0 { true } else { false } }
            guard let sent else { return nil }
            pending.remove(at: sent)
            return .responded(id, .failure(ServiceFailure(problem(.transportCancelled))), at: now)
        case .cancelQuery(let query):
            pending.removeAll { $0 == .client(.query(query)) }
            return nil
        case .tell: return nil
        }
    }

    func problem(_ code: ProblemCode, _ message: String = "no", effect: ServerEffect = .possible) -> Problem {
        Problem(code, message: message, time: now, effect: effect)
    }

    // MARK: The ledger

    private mutating func reading(isWhole: Bool) -> Result<Client.LedgerRead, Problem> {
        if random.isOne(in: 12) {
            return .failure(problem(random.pick([.ledgerUnreadable, .ledgerCorrupt, .ledgerLocked])))
        }
        let borrows = disk.values.sorted { $0.id.rawValue < $1.id.rawValue }
        return .success(Client.LedgerRead(LedgerReading(borrows: borrows, line: line), isWhole: isWhole))
    }

    private mutating func announcement() -> LedgerAnnouncement {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: .unavailable(problem(.ledgerUnwatched, random.pick(Hostile.texts)))
        case 1, 2: .waiting(holder: random.pick(Hostile.texts))
        case 3, 4: .waiting(holder: nil)
        default: .changed
        }
    }

    private mutating func recorded(_ entry: LedgerEntry) -> Result<Client.Written, Problem> {
        if random.isOne(in: 8) {
            let code = random.pick([ProblemCode.ledgerUnwritable, .ledgerStepRefused, .operationOvertaken])
            return .failure(problem(code, random.pick(Hostile.texts), effect: .none))
        }
        line += 1
        disk[entry.borrow.id] = entry.borrow
        return .success(Client.Written(line: line))
    }

    // MARK: The server

    private mutating func identified(_ subject: Client.Subject) -> Result<Client.Identified, Problem> {
        if random.isOne(in: 8) { return .failure(problem(.inputInvalid, effect: .none)) }
        var reference = Fixture.keyReference
        switch subject {
        case .credentials(.user(let name, _)): reference = .user(name)
        case .borrow(let borrow, _): reference = borrow.subject.license
        case .license(.username(let name)): reference = .user(name)
        case .credentials, .license: break
        }
        return .success(Client.Identified(reference: reference, identification: .licenseKey(Fixture.key)))
    }

    private mutating func response(to call: Client.Call) -> Result<Client.CallResponse, ServiceFailure> {
        if let failure = failure() { return .failure(failure) }
        switch call {
        case .borrow:
            return .success(.borrow(Response(value: grant(), receipt: Fixture.receipt(), clockOffset: offset())))
        case .release: return .success(.release(Response(value: "license_released")))
        case .deactivate: return .success(.deactivation(Response(value: "License deactivated")))
        case .check, .activate: return .success(.license(Response(value: license(), clockOffset: offset())))
        }
    }

    private mutating func response(to query: Client.Query) -> Result<Client.QueryResponse, ServiceFailure> {
        if let failure = failure() { return .failure(failure) }
        switch query {
        case .product(let code):
            let product = Product(
                code: code, name: random.pick(Hostile.texts), signIn: random.pick([.user, .licenseKey, nil]))
            return .success(.product(Response(value: product)))
        case .licenses:
            return .success(.licenses(Response(value: (0..<random.pick([0, 1, 60])).map { _ in license() })))
        }
    }

    private mutating func failure() -> ServiceFailure? {
        guard random.isOne(in: 2) else { return nil }
        let code: ProblemCode
        let effect: ServerEffect
        switch Int.random(in: 0..<4, using: &random) {
        case 0: (code, effect) = (ProblemCode(server: random.pick(Hostile.texts)), random.pick([.none, .possible]))
        case 1: (code, effect) = (random.pick([.transportLost, .transportTimeout, .responseUnverified]), .possible)
        case 2: (code, effect) = (random.pick([.transportRefused, .responseTooManyRequests, .dateHeaderDiff]), .none)
        default: (code, effect) = (random.pick(ProblemCode.borrowPage), .none)
        }
        return ServiceFailure(problem(code, random.pick(Hostile.texts), effect: effect), clockOffset: offset())
    }

    private mutating func offset() -> TimeInterval? { random.pick([nil, 0, -70, 4_000, 1e9]) }

    private mutating func grant() -> BorrowGrant {
        BorrowGrant(
            end: now.addingTimeInterval(random.pick([-60, 30, 90, 4_000, 600_000, 1e10])),
            maxBorrowHours: random.pick([1, 168, 1_000_000]), deviceID: 1, licenseID: Int64(random.pick([0, 1, 7])))
    }

    private mutating func license() -> License {
        License(
            id: Int64(random.pick([0, 1, 7])), user: random.pick(Hostile.texts), canBorrow: random.isOne(in: 2),
            maxBorrowHours: random.pick([nil, 0, 72]), validUntil: random.pick([nil, .distantPast, .distantFuture]),
            seats: random.pick([nil, Seats(total: 3, inUse: 5)]), borrowedUntil: random.pick([nil, .distantFuture]),
            isBorrowed: random.pick([nil, true, false]))
    }
}
