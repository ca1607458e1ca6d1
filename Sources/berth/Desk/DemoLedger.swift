internal import Foundation
internal import Ledger
internal import Licensing

/// The ledger that the demo has of its own. Nobody relies on what it remembers, and nothing of it is lost.
enum DemoLedger {
    /// Puts a ledger that an earlier Berth has written beside its place, so that the demo can begin another one.
    ///
    /// To be called by whoever has the demo's sandbox, and so its ledger, alone.
    ///
    /// - Parameter path: the ledger's file.
    /// - Returns: the sentence that says so; nil where there is nothing to put aside. Whatever else is wrong with the file is told as it is
    ///   opened.
    /// - Throws: `file_unwritable`.
    static func putAside(_ path: String) async throws(Problem) -> String? {
        guard await isOfEarlierBerth(path) else { return nil }
        let names = [path + ".earlier"] + (2...99).map { "\(path).earlier-\($0)" }
        guard let name = names.first(where: { !FileManager.default.fileExists(atPath: $0) }) else { return nil }
        // The file comes last: what another process left beside it is of no other.
        for part in ["-journal", "-wal", "-shm", ""] where FileManager.default.fileExists(atPath: path + part) {
            do {
                try FileManager.default.moveItem(atPath: path + part, toPath: name + part)
            } catch {
                throw .unwritable(name + part, error.localizedDescription)
            }
        }
        return "An earlier Berth wrote the demo’s ledger: it is kept beside the new one, as "
            + "\(URL(filePath: name).lastPathComponent)."
    }

    private static func isOfEarlierBerth(_ path: String) async -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return false }
        do {
            _ = try await LedgerAddress.file(path).read().history(limit: 1, product: nil)
            return false
        } catch {
            return error.code == .ledgerTooOld
        }
    }
}
