#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The network interfaces of this host.
enum NetworkInterfaces {
    /// The names of those that have an IPv4 address, each once, in the order in which the system lists them; none where that cannot be
    /// had.
    static func withAddress() -> [String] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        var names: [String] = []
        var entry = list
        while let interface = entry?.pointee {
            entry = interface.ifa_next
            guard let text = interface.ifa_name, let address = interface.ifa_addr,
                address.pointee.sa_family == sa_family_t(AF_INET)
            else { continue }
            let name = String(cString: text)
            if !names.contains(name) { names.append(name) }
        }
        return names
    }
}
