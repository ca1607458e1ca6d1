internal import Foundation
internal import Synchronization
public import Testing

/// A file system of half a mebibyte in memory, which needs the superuser, or a right to mount.
public final class SmallDisk: Sendable {
    public let path: String
    private let wasFilled = Mutex(false)

    /// Whether one can be mounted here.
    public static let isAllowed: Bool = {
        guard let disk = try? SmallDisk() else { return false }
        disk.remove()
        return true
    }()

    public struct NotMounted: Error {}

    public init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "disk-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard mount("tmpfs", path, "tmpfs", 0, "size=512k,mode=0700") == 0 else {
            try? FileManager.default.removeItem(atPath: path)
            throw NotMounted()
        }
    }

    /// Takes all the space that is left, the first time that it is called.
    public func fillOnce() {
        guard
            wasFilled.withLock({ isFilled in
                defer { isFilled = true }
                return !isFilled
            })
        else { return }
        let descriptor = open(ballast, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        let block = [UInt8](repeating: 1, count: 4096)
        while write(descriptor, block, block.count) > 0 {}
        let why = errno
        close(descriptor)
        #expect(why == ENOSPC)
    }

    /// Gives the space back.
    public func free() throws { try FileManager.default.removeItem(atPath: ballast) }

    /// Takes the file system away, whoever still has a file of it open.
    public func remove() {
        umount2(path, Int32(MNT_DETACH))
        try? FileManager.default.removeItem(atPath: path)
    }

    private var ballast: String { path + "/ballast" }
}

extension Trait where Self == Need {
    /// The right to mount a file system.
    public static var smallDisk: Need {
        Need("no file system may be mounted here", variable: "BERTH_REQUIRE_TMPFS") { SmallDisk.isAllowed }
    }
}
