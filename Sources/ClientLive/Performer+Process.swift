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
        return Performer(user: user, from: from, process: getpid())
    }

    /// Whether its process still runs on this host.
    var isAlive: Bool {
        process > 0 && (kill(process, 0) == 0 || errno == EPERM)
    }
}

extension OperationID {
    /// A beginning for the ids of one process: the time, the process and a random number.
    public static func session(at now: Date, process: Int32) -> String {
        let stamp = UTC.format(now).filter { $0.isNumber }
        return "\(stamp)-\(process)-\(String(UInt32.random(in: .min ... .max), radix: 36))"
    }
}
