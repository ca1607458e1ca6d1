public import FoundationEssentials
public import Licensing

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

extension Performer {
    /// Whoever runs this process, by the login name and the address that SSH came from.
    public static func current(environment: [String: String]) -> Performer {
        let user = environment["SUDO_USER"] ?? environment["LOGNAME"] ?? environment["USER"] ?? "uid \(getuid())"
        let from = environment["SSH_CLIENT"]?.split(separator: " ").first.map(String.init)
        let process = getpid()
        return Performer(
            user: user, from: from, host: hostName, process: process,
            processStart: ProcessStatus(of: process)?.start)
    }

    /// Whether its process still runs, as far as this host can tell.
    ///
    /// A process of another host is taken to run: nothing here can tell.
    var isAlive: Bool {
        if let host, host != Self.hostName { return true }
        guard process > 0, kill(process, 0) == 0 || errno == EPERM else { return false }
        guard let status = ProcessStatus(of: process) else { return true }
        // Ids are used again: what runs under this one now may be another process.
        return !status.hasEnded && (processStart == nil || processStart == status.start)
    }

    /// This host's name; nil where it has none.
    private static var hostName: String? {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return nil }
        let name = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return name.isEmpty ? nil : name
    }
}

extension OperationID {
    /// A beginning for the ids of one process: the time, the process and a random number.
    public static func session(at now: Date, process: Int32) -> String {
        let stamp = UTC.format(now).filter { $0.isNumber }
        return "\(stamp)-\(process)-\(String(UInt32.random(in: .min ... .max), radix: 36))"
    }
}
