internal import Files
internal import Foundation
internal import Glibc
internal import Licensing

/// Files that are written together, each for its owner alone (0600): all of them or none, and never half of one.
///
/// Each is written under another name in its folder and gets its own once all are on the disk; what it replaces is kept beside it
/// until all have theirs.
struct PrivateFiles {
    /// A file that is to be.
    struct File {
        var path: String
        var content: Data
        /// Whether it takes the place of one of which it holds all.
        var isUpdate = false
    }

    /// Why nothing was written.
    enum Fault: Error {
        /// These are there already, and were not to be replaced.
        case existing([String])
        /// The system refuses a file or folder.
        case system(String, SystemError)

        /// The reason, in the system's words.
        var words: String {
            switch self {
            case .existing: SystemError(EEXIST).words
            case .system(_, let error): error.words
            }
        }
    }

    /// In the order in which they get their names: what names another comes after it.
    let files: [File]

    /// Writes them; folders that are missing are made, for their owner alone (0700).
    func write(replacing: Bool) throws(Fault) {
        var made: [String] = []
        do throws(Fault) {
            try makeFolders(&made)
            try writeAll(replacing: replacing)
        } catch {
            for folder in made.reversed() { rmdir(folder) }
            throw error
        }
    }

    private func writeAll(replacing: Bool) throws(Fault) {
        let existing = files.filter { Self.kind(of: $0.path) != nil }
        if let folder = existing.first(where: { Self.kind(of: $0.path) == S_IFDIR }) {
            throw .system(folder.path, SystemError(EISDIR))
        }
        let others = existing.filter { !$0.isUpdate }
        guard replacing || others.isEmpty else { throw .existing(others.map(\.path)) }
        let drafts = try files.map { file throws(Fault) in try file.draft() }
        // What was there before, by the name under which it is kept meanwhile.
        var (made, replaced): ([String], [(path: String, old: String)]) = ([], [])
        do throws(Fault) {
            for (file, draft) in zip(files, drafts) {
                let isThere = existing.contains { $0.path == file.path }
                if isThere { replaced.append((file.path, try Self.putAside(file.path))) }
                try Self.name(draft, replacing: replacing || file.isUpdate)
                if !isThere { made.append(file.path) }
            }
        } catch {
            // What names another is not there yet, so that nothing refers to these.
            for path in made { unlink(path) }
            for (path, old) in replaced { Self.putBack(old, path) }
            throw error
        }
        for (_, old) in replaced { unlink(old) }
    }

    /// Looks whether a file could be written, and leaves nothing behind.
    static func checkPlace(_ path: String) throws(Fault) {
        if kind(of: path) == S_IFDIR { throw .system(path, SystemError(EISDIR)) }
        var folder = (path as NSString).deletingLastPathComponent
        while kind(of: folder) == nil, folder.count > 1 { folder = (folder as NSString).deletingLastPathComponent }
        var status = stat()
        guard stat(folder, &status) == 0 else { throw .system(folder, SystemError()) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .system(folder, SystemError(ENOTDIR)) }
        // Modes do not tell: a disk may be read-only, a file system may take no files, and the superuser is above them.
        let probe = (folder + "/probe").draftPath
        guard mkdir(probe, 0o700) == 0 else { throw .system(folder, SystemError()) }
        rmdir(probe)
        var disk = statvfs()
        guard statvfs(folder, &disk) == 0, disk.f_blocks > 0 else { return }
        if (geteuid() == 0 ? disk.f_bfree : disk.f_bavail) == 0 { throw .system(folder, SystemError(ENOSPC)) }
    }

    /// Keeps what is about to be replaced under another name, which is returned.
    private static func putAside(_ path: String) throws(Fault) -> String {
        let old = path.draftPath
        // A file system without links has it under one name at a time.
        guard link(path, old) == 0 || rename(path, old) == 0 else { throw .system(path, SystemError()) }
        return old
    }

    private static func putBack(_ old: String, _ path: String) {
        // Where both are names of one file, a rename leaves them.
        if rename(old, path) == 0 { unlink(old) }
    }

    private var folders: Set<String> { Set(files.map { ($0.path as NSString).deletingLastPathComponent }) }

    private func makeFolders(_ made: inout [String]) throws(Fault) {
        for folder in folders {
            var path = ""
            for part in folder.split(separator: "/") {
                path += "/" + part
                if mkdir(path, 0o700) == 0 {
                    made.append(path)
                    continue
                }
                // A folder that is there already may be one in which nothing can be made.
                let error = SystemError()
                var status = stat()
                guard stat(path, &status) == 0 else { throw .system(path, error) }
                guard status.st_mode & S_IFMT == S_IFDIR else { throw .system(path, SystemError(ENOTDIR)) }
            }
        }
    }

    /// What kind of thing is there; nil where there is nothing.
    private static func kind(of path: String) -> mode_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    private static func name(_ draft: FileDraft, replacing: Bool) throws(Fault) {
        do throws(SystemError) {
            if replacing { try draft.replace() } else { try draft.create() }
        } catch {
            throw !replacing && error.code == EEXIST ? .existing([draft.path]) : .system(draft.path, error)
        }
    }
}

extension PrivateFiles.File {
    /// The file as it is to be, under another name.
    fileprivate func draft() throws(PrivateFiles.Fault) -> FileDraft {
        do throws(SystemError) {
            let draft = try FileDraft(of: path)
            try draft.write(content)
            try draft.settle()
            return draft
        } catch {
            throw .system(path, error)
        }
    }
}
