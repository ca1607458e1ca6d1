internal import Files
internal import Foundation
internal import Glibc

/// Tells when the configuration file is another one than it was, holds something else, or may be used by others.
public struct ConfigurationWatch: Sendable {
    private let path: String
    private let seen: FileMark?

    /// Marks the file as it is now: make it before the file is read, so that nothing is missed.
    ///
    /// - Parameters:
    ///   - flag: the file that a flag names.
    ///   - environment: the process's environment.
    public init(flag: String?, _ environment: ProcessEnvironment) {
        path = ConfigurationPlace.used(flag: flag, environment).path
        seen = FileMark(path)
    }

    /// How long an editor may take from one step of its saving to the next.
    public static let settling = Duration.milliseconds(100)

    /// Looks at the file now and then, for whoever asks rather than waits to be told.
    public struct Looks: Sendable {
        fileprivate let path: String
        fileprivate var last: FileMark?

        /// Whether the file is another one than at the last look, or at the watch's beginning.
        public mutating func findChange() -> Bool {
            let now = FileMark(path)
            defer { last = now }
            return now != last
        }
    }

    /// Looks from the watch's beginning on.
    public var looks: Looks { Looks(path: path, last: seen) }

    /// An element after each change, once all that came with it is through. It ends where nothing can be watched, as where the
    /// file's folder is missing.
    ///
    /// It looks into the file's folder, and where the file is a link, into those of the links and of the file that it leads to: editors
    /// put another file in the place of the one that they were given. Nothing wakes it while nothing changes there.
    public func changes() -> AsyncStream<Void> {
        let (changes, told) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let watching = Task {
            defer { told.finish() }
            guard let watch = try? FileWatch(folder(of: path), for: .folder) else { return }
            defer { watch.stop() }
            var looks = looks
            func look() {
                // A folder that was replaced is another one.
                for path in LinkedPath.way(path) + [LinkedPath.resolved(path)] { watch.add(folder(of: path)) }
                if looks.findChange() { told.yield() }
            }
            look()
            for await _ in watch.events {
                try? await Task.sleep(for: Self.settling)
                look()
            }
        }
        told.onTermination = { _ in watching.cancel() }
        return changes
    }

    private func folder(of path: String) -> String { (path as NSString).deletingLastPathComponent }
}

/// What tells one content of a file from another without reading it.
private struct FileMark: Equatable, Sendable {
    private let numbers: [Int64]

    /// Nil where there is no file.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        numbers = [
            Int64(bitPattern: UInt64(status.st_dev)), Int64(bitPattern: UInt64(status.st_ino)), Int64(status.st_size),
            Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec), Int64(status.st_ctim.tv_sec),
            Int64(status.st_ctim.tv_nsec),
        ]
    }
}
