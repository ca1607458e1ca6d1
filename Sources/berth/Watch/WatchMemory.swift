internal import ClientCore
internal import Files
internal import Foundation
internal import Ledger
internal import Licensing

/// What a watch remembers across restarts, in a small file of its own: how far it has looked, what it has told since then, and
/// which hooks have not ended.
///
/// The file is written as a whole: once news are told, before each hook is begun, and once it has ended. A watch that is killed in
/// between runs the hooks that were waiting, and none that was begun; one that was away tells what happened meanwhile.
struct WatchMemory {
    /// Looks out, from where it has last looked.
    var lookout: Lookout
    /// Of the news of the last look, which were told.
    var told: Set<String>
    /// The hooks that wait or run, in the order of their news.
    var hooks: [HookRun] = []

    private let path: String
    private let ledger: String
    /// Held open as long as the process lives: with it goes the lock.
    private let lock: FileLock

    /// The flag that names the file.
    private static let flag = "--state"

    /// What is in the file.
    private struct Stored: Codable {
        var version = 1
        var ledger: String
        var looked: Lookout.Memory
        var told: [String]
        var hooks: [HookRun]?
    }

    /// Goes on with the memory in a file; begins one where there is none.
    ///
    /// - Throws: `file_unwritable` where the file cannot be used or is another one, `watch_in_use` where another watch has it, `input_invalid` where
    ///   it is of another ledger.
    init(path: String, ledger: String) throws(Problem) {
        (self.path, self.ledger) = (path, ledger)
        let folder = (path as NSString).deletingLastPathComponent
        try? Folders.make(folder, mode: 0o700)
        do throws(FileLock.Fault) {
            lock = try FileLock(of: path)
        } catch {
            switch error {
            case .held(let process): throw Self.inUse(path, by: process)
            case .system(let error): throw .unwritable(path, error.words, namedBy: Self.flag)
            }
        }
        (lookout, told) = (Lookout(), [])
        guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else { return }
        guard let stored = try? JSONDecoder().decode(Stored.self, from: data), stored.version == 1 else {
            // It may be anything, whatever its name, and is somebody's.
            throw .unwritable(
                path, "It is no memory of a watch, and is left as it is.", namedBy: Self.flag)
        }
        guard stored.ledger == ledger else {
            throw .usage(
                "\(path) is the memory of a watch on another ledger, \(stored.ledger). Name a file of its own (--state FILE), or "
                    + "remove that one where its ledger has moved.", name: "--state")
        }
        lookout = Lookout(stored.looked)
        told = Set(stored.told)
        hooks = stored.hooks ?? []
    }

    private static func inUse(_ path: String, by process: Int32?) -> Problem {
        var facts = ProblemFacts()
        (facts.path, facts.process) = (path, process)
        return Problem(.watchInUse, message: "\(path) is locked.", time: Date(), facts: facts)
    }

    /// Changes a hook's run, if it is known.
    mutating func change(_ key: String, _ body: (inout HookRun) -> Void) {
        if let index = hooks.firstIndex(where: { $0.key == key }) { body(&hooks[index]) }
    }

    /// Forgets a hook's run: it is done with.
    mutating func forget(_ key: String) { hooks.removeAll { $0.key == key } }

    /// Takes note that there is no ledger yet: whatever one tells from then on is news.
    mutating func beginWithNothing(at now: Date = Date()) throws(Problem) {
        guard lookout.memory.seen == nil else { return }
        _ = lookout.look(at: Book(at: Moment(host: now)))
        try save()
    }

    /// Writes it down.
    func save() throws(Problem) {
        let stored = Stored(
            ledger: ledger, looked: lookout.memory, told: told.sorted(), hooks: hooks.isEmpty ? nil : hooks)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(stored) else { throw .unwritable(path, "It cannot be encoded.") }
        // What was there was read as one, or was empty; nobody else writes to it.
        try ReplacedFile.write(data + Data("\n".utf8), to: path, mode: 0o600, "the memory of a watch") {
            $0.hasPrefix("{")
        }
    }

    /// Where the memory of a ledger's watch is, unless somebody says otherwise: beside the standard ledger, which
    /// others' memories are told apart from by their ledgers' paths.
    static func standardPath(of ledger: String, in folder: String, standard: String) -> String {
        guard ledger != standard else { return folder + "/watch.json" }
        return folder + "/watch-\(TrailCodec.digest(Data(ledger.utf8)).prefix(12)).json"
    }
}

extension Lookout.News {
    /// What tells it apart from other news, a later one of the same borrow among them.
    var key: String { "\(kind.rawValue) \(mark.borrow) \(mark.time)" }
}
