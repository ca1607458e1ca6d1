internal import FoundationEssentials
internal import Glibc

/// A file's content together with who else can use it, looked at through one descriptor.
struct ReadableFile {
    let data: Data
    /// Whether others than its owner may read, write or run it. Pipes and devices are nobody's to expose.
    let isExposed: Bool

    /// A refusal of the system.
    struct Fault: Error {
        let code: Int32

        var isMissing: Bool { code == ENOENT }
        var words: String { String(cString: strerror(code)) }
    }

    /// Reads at most a mebibyte: no file of settings or secrets is larger.
    init(path: String) throws(Fault) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Fault(code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Fault(code: errno) }
        isExposed = status.st_mode & S_IFMT == S_IFREG && status.st_mode & 0o077 != 0
        data = try Self.content(of: descriptor)
    }

    private static func content(of descriptor: Int32) throws(Fault) -> Data {
        var content = Data()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Fault(code: errno) }
            guard count > 0 else { return content }
            content.append(contentsOf: buffer[..<count])
            guard content.count <= 1 << 20 else { throw Fault(code: EFBIG) }
        }
    }

    /// The command that makes a file private, for a shell.
    static func chmodCommand(_ path: String) -> String {
        let isPlain = path.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
        return "chmod 600 " + (isPlain ? path : "'" + path.replacing("'", with: #"'\''"#) + "'")
    }
}
