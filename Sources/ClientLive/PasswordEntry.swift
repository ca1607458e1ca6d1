internal import Glibc

/// What the system's user database knows of a user.
struct PasswordEntry {
    let name: String
    let home: String

    /// Looks a user up; nil where the database has no such user.
    init?(of user: uid_t) {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 1024)
        while true {
            switch getpwuid_r(user, &entry, &buffer, buffer.count, &found) {
            case ERANGE where buffer.count < 1 << 20: buffer = [CChar](repeating: 0, count: buffer.count * 2)
            case EINTR: continue
            case 0 where found != nil:
                name = String(cString: entry.pw_name)
                home = String(cString: entry.pw_dir)
                return
            default: return nil
            }
        }
    }
}
