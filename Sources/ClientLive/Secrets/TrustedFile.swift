internal import FoundationEssentials
internal import Glibc

/// The content of a file that this program obeys or keeps secret: read only where no stranger could have written it.
struct TrustedFile {
    /// What a file is good for, and so who may use it beside its owner.
    enum Purpose {
        /// Nobody may read it or write to it.
        case secret
        /// Nobody may write to it: it says where secrets are sent, or whom to believe.
        case settings

        /// The permissions that nobody but the owner may have.
        fileprivate var forbidden: mode_t { self == .secret ? 0o077 : 0o022 }

        /// The largest content, in bytes.
        fileprivate var limit: Int { self == .secret ? 65_536 : 1 << 20 }

        /// The command that takes those permissions away, for a shell.
        func remedy(_ path: String) -> String {
            (self == .secret ? "chmod 600 " : "chmod go-w ") + ShellWord.quoted(path)
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
            }
        }
    }

    let data: Data
    /// Whether its owner alone may use it.
    let isPrivate: Bool

    /// Reads it; what is looked at and what is read are the same file.
    init(path: String, for purpose: Purpose) throws(Fault) {
        // A pipe that nobody writes to would otherwise keep the program waiting.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw .system(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        guard status.st_uid == geteuid() || status.st_uid == 0 else { throw .foreign(owner: status.st_uid) }
        guard status.st_mode & purpose.forbidden == 0 else { throw .usableByOthers }
        isPrivate = status.st_mode & Purpose.secret.forbidden == 0
        data = try Self.content(of: descriptor, limit: purpose.limit)
    }

    private static func content(of descriptor: Int32, limit: Int) throws(Fault) -> Data {
        var content = Data()
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(errno) }
            guard count > 0 else { return content }
            content.append(contentsOf: buffer[..<count])
            guard content.count <= limit else { throw .tooLarge(limit: limit) }
        }
    }
}

/// A text as one word of a shell's command line.
enum ShellWord {
    static func quoted(_ text: String) -> String {
        let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
        return isPlain ? text : "'" + text.replacing("'", with: #"'\''"#) + "'"
    }
}
