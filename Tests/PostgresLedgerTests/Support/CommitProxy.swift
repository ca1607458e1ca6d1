import Foundation
import Glibc
import Synchronization
import TestKit

/// A socket before a server's, which breaks a connection at the commit of a step.
final class CommitProxy: Sendable {
    /// When it breaks it off.
    enum Cut {
        /// The commit never reaches the server.
        case before
        /// The server has answered, and nobody hears it.
        case after
    }

    private struct State {
        var cut: Cut?
        var cuts = 0
        var isSilent = false
        var isClosed = false
    }

    /// Where its socket is.
    let folder: String
    private let server: String
    private let listener: Int32
    private let state: Mutex<State>

    var cuts: Int { state.withLock { $0.cuts } }

    /// Breaks off the next step's commit, once, where it is to.
    init(_ cluster: PostgresCluster, cut: Cut? = nil) throws {
        folder = "/tmp/berth-px-" + UUID().uuidString.prefix(8).lowercased()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let name = "/.s.PGSQL.\(PostgresCluster.port)"
        server = cluster.folder + name
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        state = Mutex(State(cut: cut))
        guard Self.with(folder + name, { bind(listener, $0, $1) }) == 0, listen(listener, 8) == 0 else {
            throw NotSeen(description: "a socket for the proxy: \(errno)")
        }
        Thread.detachNewThread { [self] in accept() }
    }

    /// Passes nothing on any more, and ends no connection.
    func fallSilent() { state.withLock { $0.isSilent = true } }

    /// Takes no more connections.
    func close() {
        state.withLock { $0.isClosed = true }
        shutdown(listener, Int32(SHUT_RDWR))
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func accept() {
        while case let client = Glibc.accept(listener, nil, nil), client >= 0 {
            let upstream = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            guard Self.with(server, { connect(upstream, $0, $1) }) == 0 else {
                Glibc.close(client)
                continue
            }
            Thread.detachNewThread { [self] in relay(client, upstream) }
        }
        Glibc.close(listener)
    }

    private func relay(_ client: Int32, _ upstream: Int32) {
        defer {
            Glibc.close(client)
            Glibc.close(upstream)
        }
        var (isStep, isLast) = (false, false)
        var waiting = [client, upstream].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while poll(&waiting, 2, -1) > 0 {
            if waiting[0].revents != 0 {
                guard let bytes = Self.read(client) else { return }
                if isSilent { continue }
                if ["berth.write(", "berth.take("].contains(where: { Self.holds($0, bytes) }) { isStep = true }
                if isStep, Self.holds("COMMIT", bytes), let cut = take() {
                    if cut == .before { return }
                    isLast = true
                }
                guard Self.write(bytes, to: upstream) else { return }
            }
            if waiting[1].revents != 0 {
                // Whatever the server answers to the last that it heard, it has done by then.
                guard let bytes = Self.read(upstream), !isLast, Self.write(bytes, to: client) else { return }
            }
        }
    }

    private var isSilent: Bool { state.withLock { $0.isSilent } }

    private func take() -> Cut? {
        state.withLock { state in
            guard let cut = state.cut else { return nil }
            state.cut = nil
            state.cuts += 1
            return cut
        }
    }

    private static func holds(_ text: String, _ bytes: [UInt8]) -> Bool {
        !Data(bytes).ranges(of: Data(text.utf8)).isEmpty
    }

    private static func read(_ descriptor: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func with(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout.size(ofValue: address))
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, size) }
        }
    }
}
