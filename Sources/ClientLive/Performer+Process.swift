public import FoundationEssentials
internal import Glibc
public import Licensing

extension Performer {
    /// Whoever runs this process: as the system says, and beside it as the environment claims.
    public static func current(claims: Claims) -> Performer {
        Performer(
            user: PasswordEntry(of: getuid())?.name ?? "uid \(getuid())", login: loginUser(), claims: claims,
            host: hostName, process: getpid())
    }

    /// The user that the kernel remembers of the login, through `su` and `sudo`.
    ///
    /// - Parameter file: says it as a user's number; 4294967295 stands for none, as under a daemon.
    static func loginUser(file: String = "/proc/self/loginuid") -> String? {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8),
            let id = uid_t(text.filter { !$0.isWhitespace }), id != .max
        else { return nil }
        return PasswordEntry(of: id)?.name ?? "uid \(id)"
    }

    /// This host's name; nil where it has none.
    static var hostName: String? {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return nil }
        let name = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return name.isEmpty ? nil : name
    }
}

extension Performer.Claims {
    /// The longest claim that is kept, in characters: anybody can set one to anything.
    private static let limit = 100

    /// What the variables of a process claim.
    init(variables: [String: String]) {
        let user = ["SUDO_USER", "LOGNAME", "USER"].lazy.compactMap { variables[$0] }.first { !$0.isEmpty }
        let address = variables["SSH_CLIENT"]?.split(separator: " ").first.map(String.init)
        self.init(
            user: user.map { String($0.prefix(Self.limit)) }, address: address.map { String($0.prefix(Self.limit)) })
    }
}

extension OperationID {
    /// A beginning for the ids of one process: the time, the process and a random number.
    public static func session(at now: Date, process: Int32) -> String {
        let stamp = UTC.format(now).filter { $0.isNumber }
        return "\(stamp)-\(process)-\(String(UInt32.random(in: .min ... .max), radix: 36))"
    }
}
