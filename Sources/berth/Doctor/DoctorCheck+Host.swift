internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing
internal import SQLiteLedger

extension DoctorCheck {
    /// How many of the newest lines of the trail are looked at.
    private static let head = 200
    /// The free space below which a ledger is near its end, in bytes.
    private static let littleSpace: UInt64 = 64 << 20

    /// The hardware id, and whether this host borrowed with another one.
    static let device = DoctorCheck("hardware id") { patient in
        do throws(Problem) {
            let settings = try patient.settings.get()
            let device = try settings.device()
            let text = "\(device.id.short), \(device.source)"
            let host = Performer.current(claims: .init()).host
            let store = try? LedgerAddress(settings.ledgerPath).read(patience: 1)
            let entries = (try? await store?.history(limit: head, product: nil)) ?? []
            let known = entries.filter { $0.performer.host == host && $0.performer.host != nil }.compactMap(\.borrow)
            guard !known.contains(where: { $0.subject.hardwareID == device.id }) else { return .ok(text + ".") }
            let moment = Moment(host: Date())
            let reading = try? await store?.borrows(.current(at: moment, others: 0))
            let held = Set((reading?.borrows ?? []).filter { $0.isToRelease(at: moment) }.map(\.id))
            guard let newest = known.first(where: { held.contains($0.id) }) else { return .ok(text + ".") }
            return .warning(
                "\(text); what this host has borrowed and not returned is for \(newest.subject.hardwareID.short).",
                Remedy(
                    "if the machine id was changed or the disk copied, set hardware_id to the id that the licensed "
                        + "application sends"),
                Remedy("release what was borrowed for the other id", typing: OwnCommand.line("status")))
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
            if case .file(let path) = address, LedgerFileSystem(of: path)?.isFull == true {
                return .unknown("Whether it can be written is not known: its file system is full.")
            }
            guard let lines else { return .ok("There is none at \(address.text) yet; the first borrow begins it.") }
            let newest =
                lines.count == 1 ? "its one line is whole" : "its newest \(lines.count) lines follow from each other"
            return .ok("\(address.text) can be read and written; \(newest).")
        } catch {
            if error.code == .ledgerUnwritable, !LedgerAddress.isDatabase(settings.ledgerPath),
                LedgerFileSystem(of: settings.ledgerPath)?.isReadOnly == true
            {
                return .unknown("Whether it could be written is not known: its file system takes no writes.")
            }
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
        if system.isReadOnly || system.isFull {
            let fault = system.isReadOnly ? "takes no writes" : "is full"
            return .failed(
                .ledgerUnwritable, "Its file system \(fault).", path: path, folder: system.folder)
        }
        let text = "\(kind), \(system.freeBytes >> 20) MiB free."
        guard system.freeBytes < littleSpace else { return .ok(text) }
        return .warning(text, Remedy("make room where the ledger lies", typing: "df -h \(system.folder.shellQuoted)"))
    }
}

extension LedgerFileSystem {
    /// Whether a ledger on it takes no more lines: fewer than a mebibyte is free, or no further file.
    fileprivate var isFull: Bool { freeBytes < 1 << 20 || freeFiles == 0 }
}
