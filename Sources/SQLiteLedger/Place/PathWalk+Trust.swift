internal import Glibc
internal import Licensing

extension PathWalk {
    /// Checks that nobody but the trusted could have put something else on the way.
    ///
    /// A directory that strangers may write to is passable where it is sticky: what stands in it is its owner's alone then,
    /// and that owner is looked at in turn.
    ///
    /// - Parameter sharing: whom the file's own directory is shared with.
    /// - Throws: `ledger_unsafe_place`.
    func check(trusting trusted: Set<uid_t>, sharing: Sharing) throws(LedgerFault) {
        for link in links where !trusted.contains(link.status.st_uid) {
            let words = "The link \(link.path), on the way to it, belongs to \(userName(link.status.st_uid))."
            throw LedgerFault(.ledgerUnsafe, words, owner: link.status.st_uid)
        }
        for (index, directory) in directories.enumerated() {
            let status = directory.status
            guard trusted.contains(status.st_uid) else {
                let words = "The directory \(directory.path) belongs to \(userName(status.st_uid))."
                throw LedgerFault(.ledgerUnsafe, words, owner: status.st_uid)
            }
            let isShared = index == directories.count - 1 && missing.isEmpty && sharing.group != nil
            if status.st_mode & S_ISVTX != 0 || isShared { continue }
            guard status.st_mode & S_IWOTH == 0 else {
                throw Self.unsafe("Anybody may change the directory \(directory.path).")
            }
            guard status.st_mode & S_IWGRP == 0 || isOwnGroup(status.st_gid, of: status.st_uid) else {
                let group = groupName(status.st_gid)
                throw Self.unsafe("The group \(group) may change the directory \(directory.path).")
            }
        }
    }

    private static func unsafe(_ message: String) -> LedgerFault { LedgerFault(.ledgerUnsafe, message) }
}

/// Whom a ledger is open to: its owner alone, or the group that shares its directory.
enum Sharing: Hashable {
    case owner
    /// A directory with the setgid bit that only its owner and its group may enter.
    case group(gid_t, mayWrite: Bool)

    init(of directory: stat) {
        let mode = directory.st_mode
        let isForGroup = mode & S_ISGID != 0 && mode & S_IXGRP != 0 && mode & S_IRWXO == 0
        self = isForGroup ? .group(directory.st_gid, mayWrite: mode & S_IWGRP != 0) : .owner
    }

    /// The group that shares it, if one does.
    var group: gid_t? { if case .group(let group, _) = self { group } else { nil } }

    /// The mode of a ledger there, at its widest.
    var mode: mode_t {
        switch self {
        case .owner: 0o600
        case .group(_, let mayWrite): mayWrite ? 0o660 : 0o640
        }
    }
}

/// Whether a group is the one that a system makes for each user: of the user's name, and without another member.
private func isOwnGroup(_ group: gid_t, of user: uid_t) -> Bool {
    withGroup(group) { entry in
        guard let entry, let name = entry.gr_name, String(cString: name) == userName(user) else { return false }
        var member = entry.gr_mem
        while let name = member?.pointee {
            if String(cString: name) != userName(user) { return false }
            member = member?.advanced(by: 1)
        }
        return true
    }
}

/// The user's name as the system has it; `user 1000` where it has none.
func userName(_ user: uid_t) -> String {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
        guard let room = buffer.baseAddress, getpwuid_r(user, &entry, room, buffer.count, &found) == 0, found != nil,
            let name = entry.pw_name
        else { return "user \(user)" }
        return String(cString: name)
    }
}

/// The user as `sudo -u` takes them: by name, and by number where the system has no name.
func sudoName(_ user: uid_t) -> String {
    let name = userName(user)
    return name == "user \(user)" ? "#\(user)" : name
}

private func groupName(_ group: gid_t) -> String {
    withGroup(group) { $0?.gr_name.map { String(cString: $0) } ?? String(group) }
}

private func withGroup<Value>(_ group: gid_t, _ body: (Glibc.group?) -> Value) -> Value {
    var entry = Glibc.group()
    var found: UnsafeMutablePointer<Glibc.group>?
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 65_536) { buffer in
        guard let room = buffer.baseAddress, getgrgid_r(group, &entry, room, buffer.count, &found) == 0, found != nil
        else { return body(nil) }
        return body(entry)
    }
}
