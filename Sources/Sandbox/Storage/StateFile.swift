internal import Files
internal import FoundationEssentials
public import Licensing

/// Where a sandbox keeps its ``SeatBook`` between runs: a JSON file that only its owner may read.
///
/// One sandbox has it at a time. Changed passwords, tokens and sign-on codes are not in it: they are forgotten when the
/// sandbox stops.
public struct StateFile: Hashable, Sendable {
    /// The file's path.
    public let path: String

    public init(path: String) { self.path = path }

    /// The largest state that is read, in bytes: some ten times what the limits of a ``SeatBook`` allow.
    static let sizeLimit = 32 * 1024 * 1024

    /// Takes the file for one sandbox, in whose folder it is: two that kept their seats in one file would each undo what the other
    /// granted.
    ///
    /// - Throws: a problem that says which process has it already.
    func lock() throws(Problem) -> FileLock {
        try PrivateFile.makeFolder(of: path)
        do throws(FileLock.Fault) {
            return try FileLock(of: path)
        } catch {
            switch error {
            case .held(let process):
                var problem = PrivateFile.problem("\(path) is locked.", path: path, code: .sandboxStateInUse)
                problem.facts.process = process
                throw problem
            case .system(let error): throw PrivateFile.unwritable(path + ".lock", error.code)
            }
        }
    }

    /// The kept book; nil where there is no file yet.
    ///
    /// Throws a problem that names the path for a file that cannot be read or does not hold a book.
    public func load() throws(Problem) -> SeatBook? {
        guard let data = try PrivateFile.contents(of: path, limit: Self.sizeLimit) else { return nil }
        do {
            return try JSONDecoder().decode(SeatBook.self, from: data)
        } catch {
            throw PrivateFile.problem(
                "The file does not hold a sandbox's state; move it away to start afresh.", path: path)
        }
    }

    /// Keeps a book. Readers see the old file or the new one, never a part.
    public func save(_ book: SeatBook) throws(Problem) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        do {
            try PrivateFile.store(try encoder.encode(book), at: path)
        } catch let problem as Problem {
            throw problem
        } catch {
            throw PrivateFile.problem("The state cannot be encoded: \(error)", path: path)
        }
    }
}
