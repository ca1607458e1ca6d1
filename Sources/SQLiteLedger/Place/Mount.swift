internal import Glibc

/// The mounted file system that something lies on, as the kernel lists it in `/proc/self/mountinfo`.
struct Mount: Hashable {
    /// Its kind: `ext4`, `nfs4`, `fuse.sshfs`.
    var kind: String
    /// Its device as `/proc/locks` spells it: major and minor number in hex.
    var device: String

    /// The mount of an open descriptor.
    init?(of descriptor: Int32) {
        guard let info = kernelText("/proc/self/fdinfo/\(descriptor)"), let list = kernelText("/proc/self/mountinfo"),
            let line = info.split(separator: "\n").first(where: { $0.hasPrefix("mnt_id:") }),
            let number = line.split(whereSeparator: \.isWhitespace).last
        else { return nil }
        self.init(number: String(number), in: list)
    }

    /// Reads a line as `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw`: the number of optional fields before
    /// the hyphen varies.
    init?(number: String, in list: String) {
        for line in list.utf8.split(separator: UInt8(ascii: "\n")) where line.starts(with: "\(number) ".utf8) {
            let fields = Substring(line).split(separator: " ").map(String.init)
            guard fields.count > 3, let hyphen = fields.firstIndex(of: "-"),
                hyphen + 1 < fields.count
            else { continue }
            let device = fields[2].split(separator: ":").compactMap { Int($0) }
            guard device.count == 2 else { return nil }
            self.device = device.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }
                .joined(separator: ":")
            kind = fields[hyphen + 1]
            return
        }
        return nil
    }
}

/// Reads a file that the kernel makes up as it is read: it has no size, and comes in pieces.
func kernelText(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = Glibc.read(descriptor, &piece, piece.count)
        guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
        bytes += piece[..<count]
    }
}
