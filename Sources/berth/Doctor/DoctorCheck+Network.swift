internal import ClientLive
internal import Foundation
internal import LicenseAPI
internal import Licensing

extension DoctorCheck {
    /// How many days before its end a certificate is worth a word.
    private static let certificateWarning = 14.0
    /// How far off a clock is before it is worth a word, in seconds.
    private static let clockWarning: TimeInterval = 60

    /// Whether the name of the server, or of the proxy in front of it, has an address.
    static let nameResolution = DoctorCheck("name resolution") { patient in
        guard case .success(let service) = patient.service else { return .unknown(patient.nobody) }
        let (name, isProxy) = (service.nextHost, service.route != .direct)
        if AddressBook.isAddress(name) { return .ok("\(name) is an address: there is no name to resolve.") }
        guard let addresses = await patient.addresses else {
            return .unknown("The resolver did not answer within 10 s for \(name).")
        }
        guard let first = addresses.first else {
            let message = "The name \(name)\(isProxy ? " of the proxy" : "") has no address."
            return .failed(
                Problem(
                    isProxy ? .transportProxy : .transportNameNotResolved, message: message, time: Date(),
                    facts: ProblemFacts(server: service.server.text))
            )
        }
        return .ok("\(name) is \(first)" + (addresses.count > 1 ? ", and \(addresses.count - 1) more." : "."))
    }

    /// The way to the server.
    static let proxy = DoctorCheck("proxy") { patient in
        switch patient.service {
        case .success(let service):
            .ok(
                service.route.proxyAddress.map { "Requests go through \($0)." } ?? "None: the server is asked directly."
            )
        case .failure(let problem) where problem.code == .transportProxy: .failed(problem)
        case .failure: .unknown(patient.nobody)
        }
    }

    /// Whether the server answers like the License API.
    static let server = DoctorCheck("server") { patient in
        // Why, the configuration or the proxy tells.
        guard case .success(let service) = patient.service else { return .unknown(patient.nobody) }
        switch await patient.reached {
        case .success: return .ok("\(service.server.text) answers like the License API.")
        case .failure(let problem):
            switch problem.code {
            case .transportNameNotResolved: return .unknown("It was not reached: its name has no address.")
            case .transportTLS: return .unknown("It was not asked: there is no secure connection.")
            case .transportProxy:
                let isNameless = await patient.addresses == []
                return isNameless ? .unknown("It was not reached: the proxy's name has no address.") : .failed(problem)
            default: return .failed(problem)
            }
        }
    }

    /// Whether the server is who it should be.
    static let tls = DoctorCheck("TLS") { patient in
        guard case .success(let service) = patient.service else { return .unknown(patient.nobody) }
        guard service.server.isSecure else {
            if service.server.isLoopback { return .ok("None: plain HTTP, which does not leave this host.") }
            return .warning(
                "None: plain HTTP to another host, on which keys and passwords can be read on the way.",
                Remedy("use an address that begins with https://"))
        }
        if case .failure(let problem) = await patient.reached, problem.status == nil {
            return problem.code == .transportTLS ? .failed(problem) : .unknown("The server was not reached.")
        }
        guard let end = await service.certificateEnd() else {
            return .ok("The certificate is trusted; when it ends is not seen from here.")
        }
        let days = end.timeIntervalSince(Date()) / 86_400
        let whole = Int(days)
        let text =
            "The certificate is trusted, and ends \(UTC.format(end)), in \(whole) \(whole == 1 ? "day" : "days")."
        guard days < certificateWarning else { return .ok(text) }
        return .warning(text, Remedy("have whoever runs the server renew it"))
    }

    /// Whether this host's clock agrees with the server's.
    static let clock = DoctorCheck("clock") { patient in
        if let obstacle = await patient.obstacle { return .unknown(obstacle) }
        guard case .success(let found) = await patient.reached, let offset = found else {
            return .unknown("The server did not tell its time in a way to be believed.")
        }
        let words = DurationText.short(abs(offset))
        guard abs(offset) >= clockWarning else {
            return .ok("It agrees with the server's, to \(max(1, Int(abs(offset)))) s.")
        }
        return .warning(
            "It is \(words) \(offset > 0 ? "behind" : "ahead of") the server's; requests are dated by the server's.",
            Remedy("set this host's clock", typing: "timedatectl set-ntp true"))
    }
}

/// What this host's resolver knows.
enum AddressBook {
    /// Whether a text is an address, which needs no resolving.
    static func isAddress(_ text: String) -> Bool {
        var (four, six) = (in_addr(), in6_addr())
        return inet_pton(AF_INET, text, &four) == 1 || inet_pton(AF_INET6, text, &six) == 1
    }

    /// The addresses of a name; blocks the thread.
    static func addresses(of name: String) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [String] = []
        var entry = list
        while let found = entry?.pointee {
            var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            if getnameinfo(
                found.ai_addr, found.ai_addrlen, &buffer, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST) == 0
            {
                addresses.append(
                    String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
            }
            entry = found.ai_next
        }
        return addresses
    }
}
