internal import Files
internal import Foundation
internal import Licensing

extension FileDraft {
    /// Makes a file for a command: never in place of another, and there as a whole or not at all.
    ///
    /// - Parameter body: writes its content.
    /// - Throws: `file_unwritable` where the file exists or cannot be written, and what the body throws; there is no file then.
    static func make(_ path: String, _ body: (FileDraft) async throws -> Void) async throws {
        var status = stat()
        guard lstat(path, &status) != 0 else { throw Problem.unwritable(path, SystemError(EEXIST).words) }
        do {
            let draft = try FileDraft(of: path)
            try await body(draft)
            try draft.create()
        } catch let error as SystemError {
            throw Problem.unwritable(path, error.words)
        }
    }
}

extension Problem {
    /// A file that was asked for cannot be written.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - message: nil for the system's last error.
    ///   - flag: the flag that names another one.
    static func unwritable(_ path: String, _ message: String? = nil, namedBy flag: String? = nil) -> Problem {
        let message = message ?? SystemError().words
        return Problem(.fileUnwritable, message: message, time: Date(), facts: ProblemFacts(name: flag, path: path))
    }

    /// The same, with the flag, the variable or the setting that says what it is about.
    func named(_ name: String) -> Problem {
        var problem = self
        problem.facts.name = name
        return problem
    }
}
