internal import FoundationEssentials
public import Licensing

/// Where a sandbox keeps its ``SeatBook`` between runs: a JSON file that only its owner may read.
///
/// Changed passwords and tokens are not in it: they are forgotten when the sandbox stops.
public struct StateFile: Hashable, Sendable {
    /// The file's path.
    public let path: String

    public init(path: String) { self.path = path }

    /// The kept book; nil where there is no file yet.
    ///
    /// Throws a problem that names the path for a file that cannot be read or does not hold a book.
    public func load() throws(Problem) -> SeatBook? {
        guard let data = try PrivateFile.contents(of: path) else { return nil }
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
