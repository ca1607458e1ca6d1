internal import Files
internal import Foundation
internal import Licensing

/// A file that is written anew as a whole: whoever reads it sees the old one or the new one, never a part, and where it cannot be
/// written the old one stays.
enum ReplacedFile {
    /// Writes the file.
    ///
    /// It is written under another name in the same folder, and takes the file's name once all is on the disk. Where the path is
    /// a link, the file that it leads to is replaced.
    ///
    /// - Parameters:
    ///   - mode: who may use it, whatever the umask; one that is there keeps its own mode and owner.
    ///   - kind: what it is, in words.
    ///   - isOfKind: whether what is there is an older one by how it begins; else it is left as it is, so that a name that was
    ///     mistyped harms no other file. An empty one may become one.
    /// - Throws: `file_unwritable`.
    static func write(
        _ data: Data, to path: String, mode: mode_t, _ kind: String, where isOfKind: (String) -> Bool
    ) throws(Problem) {
        let target = resolved(path)
        var old = stat()
        let isThere = stat(target, &old) == 0
        // It would be the link that is replaced, and not what it stands for.
        guard isThere || lstat(target, &old) != 0 else { throw .unwritable(path, "It is a link that leads nowhere.") }
        guard !isThere || old.st_mode & S_IFMT == S_IFREG else { throw .unwritable(path, "It is not a plain file.") }
        if isThere, old.st_size > 0, !isOfKind(beginning(of: target)) {
            throw .unwritable(path, "It holds something else than \(kind), and is left as it is.")
        }
        do throws(SystemError) {
            let draft = try FileDraft(of: target)
            try draft.write(data)
            try draft.share(
                mode: isThere ? old.st_mode & 0o777 : mode, as: isThere ? (old.st_uid, old.st_gid) : nil)
            try draft.replace()
        } catch {
            throw .unwritable(path, error.words)
        }
    }

    /// How a file begins; nothing where it cannot be read or is no text.
    private static func beginning(of path: String) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { return "" }
        return (try? file.read(upToCount: 256)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Where a path leads, through links; the path itself where nothing is there.
    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}
