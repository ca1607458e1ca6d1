internal import FoundationEssentials
internal import Glibc
internal import Licensing

/// The content of a file that this program obeys or keeps secret: read only where no stranger could have written it.
struct TrustedFile {
    /// What a file is good for, and so who may use it beside its owner.
    enum Purpose {
        /// Nobody may read it or write to it.
        case secret
        /// A secret that systemd hands to a unit. It gives the unit's user access by an entry of its own (an ACL), which shows as
        /// if the file's group might read it.
        case credential
        /// Nobody may write to it: it says where secrets are sent, or whom to believe.
        case settings
        /// Anybody may use it: nothing of it is obeyed, or repeated.
        case glance

        /// The permissions that nobody but the owner may have.
        fileprivate var forbidden: mode_t {
            switch self {
            case .secret: 0o077
            case .credential: 0o037
            case .settings: 0o022
            case .glance: 0
            }
        }

        /// The largest content, in bytes.
        fileprivate var limit: Int {
            switch self {
            case .secret, .credential: 65_536
            case .settings, .glance: 1 << 20
            }
        }

        /// The command that takes those permissions away, for a shell.
        func remedy(_ path: String) -> String {
            (self == .settings ? "chmod go-w " : "chmod 600 ") + path.shellQuoted
        }
    }

    /// Why a file is not used.
    enum Fault: Error {
        /// The system refuses it.
        case system(Int32)
        /// It is a pipe, a device or a folder.
        case notAFile
        case tooLarge(limit: Int)
        /// It belongs to another user.
        case foreign(owner: uid_t)
        /// Others than its owner may use it.
        case usableByOthers
        /// It is a pipe that nobody filled and closed in this many seconds.
        case late(Double)
        /// The same, as the time was over of the task that needs it.
        case timeIsOver

        /// Whether nothing is there. Then the path may be no path at all, but the secret itself, and is not repeated.
        var isMissing: Bool {
            if case .system(let code) = self {
                code == ENOENT || code == ENOTDIR || code == ENAMETOOLONG
            } else {
                false
            }
        }

        /// The reason, to follow "it cannot be read:".
        var words: String {
            switch self {
            case .system(let code): String(cString: strerror(code))
            case .notAFile: "it is not a plain file"
            case .tooLarge(let limit): "it is larger than \(limit / 1024) KiB"
            case .foreign(let owner):
                "it belongs to another user, \(PasswordEntry(of: owner)?.name ?? "uid \(owner)")"
            case .usableByOthers: "others than its owner can use it"
            case .late(let seconds): "nobody has written to the pipe and closed it within \(Int(seconds)) s"
            case .timeIsOver: "nobody had written to the pipe and closed it as the time was over"
            }
        }
    }

    /// Whether nothing is at a path, which may be no path at all then.
    static func isMissing(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 && Fault.system(errno).isMissing
    }

    let data: Data
    /// Whether its owner alone may use it.
    let isPrivate: Bool
    /// Whether it is a pipe, which can be read once.
    let isPipe: Bool

    /// Reads it; what is looked at and what is read are the same file.
    ///
    /// - Parameter patience: for how many seconds a pipe is waited for; nil where a pipe is refused.
    init(path: String, for purpose: Purpose, patience: Double? = nil) throws(Fault) {
        // A pipe that nobody writes to would otherwise keep the program waiting.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw .system(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
        let kind = status.st_mode & S_IFMT
        isPipe = kind == S_IFIFO && patience != nil
        guard kind == S_IFREG || isPipe else { throw .notAFile }
        guard status.st_uid == geteuid() || status.st_uid == 0 else { throw .foreign(owner: status.st_uid) }
        guard status.st_mode & purpose.forbidden == 0 else { throw .usableByOthers }
        isPrivate = status.st_mode & Purpose.secret.forbidden == 0
        data = try Self.content(of: descriptor, limit: purpose.limit, waiting: isPipe ? patience : nil)
    }

    /// - Parameter patience: for how many seconds more may come; nil for a file, which holds all that there is.
    private static func content(of descriptor: Int32, limit: Int, waiting patience: Double?) throws(Fault) -> Data {
        let own = patience.map { ContinuousClock.now + .seconds($0) }
        let deadline = own.map { min($0, Deadline.current ?? $0) }
        var content = Data()
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            // A pipe that nobody has opened for writing yet reads like one that has ended, so it is asked first.
            if let deadline, let patience, !Deadline.waits(toRead: descriptor, until: deadline) {
                throw Deadline.isOver ? .timeIsOver : .late(patience)
            }
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR || (errno == EAGAIN && patience != nil) { continue }
            guard count >= 0 else { throw .system(errno) }
            guard count > 0 else { return content }
            content.append(contentsOf: buffer[..<count])
            guard content.count <= limit else { throw .tooLarge(limit: limit) }
        }
    }
}
