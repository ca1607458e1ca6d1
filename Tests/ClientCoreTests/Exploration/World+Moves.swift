import Foundation
import Ledger
import Licensing
import TestKit

@testable import ClientCore

extension World {
    /// Every world that may come next.
    func next() -> [World] {
        processes.indices.flatMap { index in
            processes[index].pending.items.flatMap { moves($0, index) } + requests(index) + ends(index)
        } + clocks() + latenesses()
    }

    func changed(_ change: (inout World) -> Void) -> World {
        var world = self
        change(&world)
        return world
    }

    // MARK: What is on its way

    private func moves(_ item: Pending, _ index: Int) -> [World] {
        var rest = self
        rest.processes[index].pending.remove(item)
        switch item {
        case .reply(let event): return [rest.changed { $0.happen(event, to: index) }]
        case .effect(let effect):
            rest.way.append(.carriedOut(effect, process: index))
            return rest.carriedOut(effect, index)
        case .stopped(let id, let call): return rest.stopped(id, call, index)
        }
    }

    private func carriedOut(_ effect: Client.Effect, _ index: Int) -> [World] {
        switch effect {
        case .loadLedger:
            return read(Client.LedgerRead(disk.current(), isWhole: true), index)
        case .readChanges(let line):
            return read(Client.LedgerRead(disk.changes(after: line), isWhole: false), index)
        case .identify(let id, _):
            let identified = Client.Identified(
                reference: Fixture.keyReference, identification: .licenseKey(Fixture.key))
            let problem = Problem(.configMissing, message: "", time: now)
            return [changed { $0.happen(.identified(id, .success(identified), at: now), to: index) }]
                + faults { $0.happen(.identified(id, .failure(problem), at: now), to: index) }
        case .record(let id, let entry):
            return written(id, entry, index)
        case .recordLater(let id, _):
            return [changed { $0.happen(.recordingDue(id), to: index) }]
        case .wait(let id, let seconds):
            return [
                changed { world in
                    world.pass(TimeInterval(seconds))
                    world.happen(.waitOver(id, isCancelled: false, at: world.now), to: index)
                }
            ]
        case .send(let id, let call):
            return responses(id, call, index)
        case .watchLedger, .cancel, .query, .cancelQuery, .tell:
            return []
        }
    }

    private func replying(_ event: Client.Event, _ index: Int) -> World {
        changed { $0.processes[index].pending.insert(.reply(event)) }
    }

    private func faults(_ change: (inout World) -> Void) -> [World] {
        guard budget.faults > 0 else { return [] }
        return [
            changed { world in
                world.budget.faults -= 1
                change(&world)
            }
        ]
    }

    private func read(_ read: Client.LedgerRead, _ index: Int) -> [World] {
        let problem = Problem(.ledgerUnreadable, message: "", time: now)
        return [replying(.ledgerRead(.success(read), at: now), index)]
            + faults { $0.processes[index].pending.insert(.reply(.ledgerRead(.failure(problem), at: now))) }
    }

    /// The disk takes it or refuses it by its rules, or it is full, or takes it and is said not to. Others hear of what is written.
    private func written(_ id: OperationID, _ entry: LedgerEntry, _ index: Int) -> [World] {
        var healthy = self
        let event: Client.Event
        var isWritten = false
        do {
            event = .recorded(id, .success(Client.Written(line: try healthy.disk.write(entry))), at: now)
            // An intent of which that is said stands until its lease has lapsed: that is not looked at here.
            isWritten = entry.borrow.operation.phase != .intended
            for other in processes.indices where other != index {
                healthy.processes[other].pending.insert(.reply(.ledgerAnnounced(.changed, at: now)))
            }
        } catch {
            event = .recorded(id, .failure(error), at: now)
        }
        let full = Problem(.ledgerUnwritable, message: "", time: now)
        let failed = Pending.reply(.recorded(id, .failure(full), at: now))
        return [healthy.replying(event, index)] + faults { $0.processes[index].pending.insert(failed) }
            + (isWritten ? healthy.faults { $0.processes[index].pending.insert(failed) } : [])
    }

    // MARK: The server

    /// What stands in every receipt, and must be nowhere else.
    static let planted = "PLANTED-SECRET"

    /// The server does it, or refuses, or does it or not and nobody hears of it.
    private func responses(_ id: OperationID, _ call: Client.Call, _ index: Int) -> [World] {
        func reply(_ result: Result<Client.CallResponse, ServiceFailure>) -> Client.Event {
            .responded(id, result, at: now)
        }
        let (done, result) = carriedOut(call, index)
        var timeout = Fixture.timeout
        timeout.problem.facts.endpoint = call.kind.endpoint(ofFeature: call.feature != nil)
        let lost = reply(.failure(timeout))
        return [
            done.replying(reply(result), index),
            replying(reply(.failure(Fixture.refusal(.signatureMismatch))), index),
            replying(lost, index), done.replying(lost, index),
        ] + delayed(call, index).map { $0.replying(lost, index) }
    }

    /// The server will do it, within its time.
    private func delayed(_ call: Client.Call, _ index: Int) -> [World] {
        guard budget.lates > 0 else { return [] }
        return [
            changed { world in
                world.budget.lates -= 1
                world.late.insert(Late(call: call, process: index, end: now + Self.lateness))
            }
        ]
    }

    /// The server does what nobody waits for any more.
    private func latenesses() -> [World] {
        late.map { item in
            var (world, _) = carriedOut(item.call, item.process)
            world.late.remove(item)
            world.way.append(.other("carried out late: \(item.call.kind)"))
            return world
        }
    }

    /// Time passes: what is still to be carried out by then was not.
    private mutating func pass(_ seconds: TimeInterval) {
        now += seconds
        late = late.filter { $0.end > now }
    }

    /// It had not left yet, or it had, and the server did it or not.
    private func stopped(_ id: OperationID, _ call: Client.Call, _ index: Int) -> [World] {
        func reply(_ effect: ServerEffect) -> Client.Event {
            var problem = Problem(.transportCancelled, message: "", time: now, effect: effect)
            problem.facts.endpoint = call.kind.endpoint(ofFeature: call.feature != nil)
            return .responded(id, .failure(ServiceFailure(problem)), at: now)
        }
        return [
            replying(reply(.none), index), replying(reply(.possible), index),
            carriedOut(call, index).0.replying(reply(.possible), index),
        ] + delayed(call, index).map { $0.replying(reply(.possible), index) }
    }

    private func carriedOut(
        _ call: Client.Call, _ index: Int
    ) -> (World, Result<Client.CallResponse, ServiceFailure>) {
        let server = processes[index].client.session.server
        let pool = Pool(server, feature: call.feature)
        let seat = seats[pool, default: .free]
        let license = Fixture.licenseID
        var world = self
        switch call {
        case .activate: break
        default: if unbound.contains(server) { return (world, .failure(Fixture.refusal(.deviceNotFound))) }
        }
        switch call {
        case .borrow(let request) where request.feature != nil:
            world.seats[pool] = .borrowed
            return (world, .success(.borrow(Response(value: BorrowGrant(end: Fixture.grant().end)))))
        case .borrow:
            world.seats[pool] = .borrowed
            return (world, .success(.borrow(Response(value: Fixture.grant(), receipt: Fixture.receipt(Self.planted)))))
        case .deactivate:
            for pool in seats.keys where pool.server == server { world.seats[pool] = .free }
            world.unbound.insert(server)
            return (world, .success(.deactivation(Response(value: "License deactivated"))))
        case .activate:
            world.unbound.remove(server)
            return (
                world, .success(.license(Response(value: License(id: license), receipt: Fixture.receipt(Self.planted))))
            )
        case .release where seat == .free:
            let code: ProblemCode = pool.feature == nil ? .floatingNotAvailable : .floatingFeatureDeviceNotInUse
            return (world, .failure(Fixture.refusal(code)))
        case .release:
            world.seats[pool] = .free
            return (world, .success(.release(Response(value: ""))))
        case .check:
            if seat == .free { world.seats[pool] = .floating }
            if let code = pool.feature {
                let found = LicenseFeature(id: 1, code: code, name: "", isFloatingCloud: true, licenseID: license)
                return (world, .success(.feature(Response(value: found, receipt: Fixture.receipt(Self.planted)))))
            }
            let end = seat == .borrowed ? Fixture.grant().end : nil
            let found = License(id: license, borrowedUntil: end, isBorrowed: end != nil)
            return (world, .success(.license(Response(value: found, receipt: Fixture.receipt(Self.planted)))))
        }
    }

    // MARK: People, processes and clocks

    /// What the operator of a process may do.
    private func requests(_ index: Int) -> [World] {
        let client = processes[index].client
        let answers: [Client.Event] = client.questions.flatMap { question -> [Client.Event] in
            [.questionConfirmed(question.id, at: now), .questionDeclined(question.id)]
        }
        let worlds = answers.map { event in changed { $0.happen(event, to: index) } }
        return worlds + wishes(index) + cancellations(index)
    }

    private func wishes(_ index: Int) -> [World] {
        let client = processes[index].client
        guard budget.requests > 0, !client.isShuttingDown else { return [] }
        var requests: [Client.Request] = []
        let wishes = budget.wishes
        if wishes.contains(.borrow) { requests.append(.borrow(Fixture.request(), source: .prompt)) }
        if wishes.contains(.borrowFeature) {
            var request = Fixture.request()
            request.feature = "GPU"
            requests.append(.borrow(request, source: .prompt))
        }
        if wishes.contains(.activate) { requests.append(.activate(Fixture.activation, source: .prompt)) }
        if wishes.contains(.deactivate) { requests.append(.deactivateLicense(Fixture.target, source: .prompt)) }
        if wishes.contains(.checkByName) { requests.append(.checkLicense(Fixture.target, source: .prompt)) }
        for borrow in client.book {
            if wishes.contains(.deactivate) { requests.append(.deactivate(borrow.id)) }
            if wishes.contains(.extend) { requests.append(.extend(borrow.id, to: .maximum, with: nil)) }
            if wishes.contains(.release) { requests.append(.release(borrow.id)) }
            if wishes.contains(.check) { requests.append(.check(borrow.id)) }
            if wishes.contains(.note) { requests.append(.note(borrow.id, reason: "asked")) }
            if wishes.contains(.forget) { requests.append(.forget(borrow.id)) }
        }
        return requests.map { request in
            changed { world in
                world.budget.requests -= 1
                world.happen(.requested(request, key: Fixture.key, at: now), to: index)
            }
        }
    }

    private func cancellations(_ index: Int) -> [World] {
        guard budget.cancels > 0 else { return [] }
        return processes[index].client.underway.filter(\.value.canBeCancelled).keys.sorted {
            $0.rawValue < $1.rawValue
        }.map { id in
            changed { world in
                world.budget.cancels -= 1
                world.happen(.cancelRequested(id), to: index)
            }
        }
    }

    /// A process is killed, or asked to end.
    private func ends(_ index: Int) -> [World] {
        var worlds: [World] = []
        if budget.kills > 0 {
            worlds.append(
                changed { world in
                    world.budget.kills -= 1
                    world.restart(index)
                })
        }
        if budget.quits > 0, !processes[index].client.isShuttingDown {
            worlds.append(
                changed { world in
                    world.budget.quits -= 1
                    world.happen(.shutdownRequested, to: index)
                })
        }
        return worlds
    }

    private func clocks() -> [World] {
        var worlds: [World] = []
        if budget.ticks > 0 {
            worlds.append(
                changed { world in
                    world.budget.ticks -= 1
                    world.pass(130)
                    world.way.append(.other("130 s pass"))
                })
        }
        if budget.jumps > 0 {
            worlds.append(
                changed { world in
                    world.budget.jumps -= 1
                    world.now -= 300
                    world.way.append(.other("the clock is set back by 300 s"))
                })
        }
        return worlds
    }
}

extension Client.Call {
    /// The feature that it names.
    fileprivate var feature: String? {
        switch self {
        case .borrow(let request): request.feature
        case .release(let target), .check(let target), .deactivate(let target): target.feature
        case .activate: nil
        }
    }
}

extension Fixture {
    /// The license of the key, on this host.
    static var target: LicenseTarget {
        LicenseTarget(product: "CAD-PRO", hardwareID: host, identification: .licenseKey(key))
    }

    /// A request to activate this host with the license key.
    static var activation: ActivationRequest {
        ActivationRequest(product: "CAD-PRO", hardwareID: host, credentials: .licenseKey(key))
    }
}
