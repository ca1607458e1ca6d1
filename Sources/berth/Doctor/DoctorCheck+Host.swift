internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing
internal import SQLiteLedger

extension DoctorCheck {
    /// How many of the newest lines of the trail are looked at.
    private static let head = 200
    /// The free space below which a ledger is near its end, and that below which it is there, in bytes.
    private static let (littleSpace, noSpace): (UInt64, UInt64) = (64 << 20, 1 << 20)

    /// The hardware id, and whether this host borrowed with another one.
    static let device = DoctorCheck("hardware id") { patient in
        do throws(Problem) {
            let settings = try patient.settings.get()
            let device = try settings.device()
            let text = "\(device.id.short), \(device.source)"
            let host = Performer.current(claims: .init()).host
            let store = try? LedgerAddress(settings.ledgerPath).read(patience: 1)
            let entries = (try? await store?.history(limit: head, product: nil)) ?? []
            let known = entries.filter { $0.performer.host == host && $0.performer.host != nil }
                .compactMap { $0.borrow?.subject.hardwareID }
            guard let newest = known.first, !known.contains(device.id) else { return .ok(text + ".") }
            return .warning(
                "\(text); the newest borrows of this host in the ledger were made for \(newest.short).",
                "if the machine id was changed or the disk copied, set hardware_id to the id that the licensed application sends",
                "release what was borrowed for the other id: \(OwnCommand.line("status"))")
        } catch {
            guard case .success = patient.settings else { return .unknown("The configuration cannot be used.") }
            return .failed(error)
        }
    }

    /// The ledger: its place, whether it can be read and written, and whether its newest lines fit.
    static let ledger = DoctorCheck("ledger") { patient in
        guard case .success(let settings) = patient.settings else {
            return .unknown("The configuration cannot be used.")
        }
        do throws(Problem) {
            let address = try LedgerAddress(settings.ledgerPath)
            let lines = try await address.look(by: Performer.current(claims: .init()), limit: head)
            guard let lines else { return .ok("There is none at \(address.text) yet; the first borrow begins it.") }
            return .ok(
                "\(address.text) can be read and written; its newest \(lines.count) lines follow from each other.")
        } catch {
            return .failed(error)
        }
    }

    /// The file system that the ledger lies on.
    static let fileSystem = DoctorCheck("file system") { patient in
        guard case .success(let settings) = patient.settings else {
            return .unknown("The configuration cannot be used.")
        }
        let path = settings.ledgerPath
        guard !LedgerAddress.isDatabase(path) else { return .ok("The ledger lies on its server’s.") }
        guard let system = LedgerFileSystem(of: path) else { return .unknown("It cannot be looked at.") }
        let kind = system.kind ?? "of unknown kind"
        if system.isShared {
            return .failed(
                .ledgerUnsafe, "Other hosts write to its file system, too (\(kind)), and locks do not hold there.",
                path: path)
        }
        if system.isReadOnly { return .failed(.ledgerUnwritable, "Its file system takes no writes.", path: path) }
        if system.freeBytes < noSpace || system.freeFiles == 0 {
            return .failed(.ledgerUnwritable, "Its file system is full.", path: path)
        }
        let text = "\(kind), \(system.freeBytes >> 20) MiB free."
        guard system.freeBytes < littleSpace else { return .ok(text) }
        return .warning(text, "make room where the ledger lies: df -h \(path.shellQuoted)")
    }
}
