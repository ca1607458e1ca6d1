import ClientLive
import Licensing
import Testing

@Suite struct ConfigurationHostIdentityTests {
    static let systemd = "/etc/machine-id"
    static let dbus = "/var/lib/dbus/machine-id"
    static let machine = "0123456789abcdef0123456789abcdef"
    static let expected = HardwareID(rawValue: "3eb1bd439947eb762998e566ccc2e099c791118b2f40579cc4f7da2b5061b7f9")

    @Test(arguments: [machine, machine + "\n", " \(machine) \n"])
    func `The hardware id is the digest of the machine id`(text: String) throws {
        #expect(try HostIdentity.device { $0 == Self.systemd ? text : "other" }.id == Self.expected)
    }

    @Test(arguments: [nil, "", "\n", "uninitialized\n"])
    func `Where systemd has none, D-Bus is asked`(text: String?) throws {
        #expect(try HostIdentity.device { $0 == Self.dbus ? Self.machine : text }.id == Self.expected)
    }

    @Test func `Older clients send the machine id itself, and one of them D-Bus's before systemd's`() throws {
        func device(_ algorithm: HostIdentity.Algorithm, files: Set<String>) throws(Problem) -> HostIdentity.Device {
            try HostIdentity.device(algorithm) { files.contains($0) ? "id-of-\($0)\n" : nil }
        }
        let both: Set = [Self.systemd, Self.dbus]
        #expect(try device(.legacy, files: both).id.rawValue == "id-of-\(Self.systemd)")
        #expect(try device(.legacy, files: [Self.dbus]).id.rawValue == "id-of-\(Self.dbus)")
        #expect(try device(.platform, files: both).id.rawValue == "id-of-\(Self.dbus)")
        #expect(try device(.platform, files: [Self.systemd]).source == Self.systemd)
        #expect(try device(.default, files: both).source == "the SHA-256 of \(Self.systemd)")
    }

    @Test func `By the network it is the address of the first interface that has one`() throws {
        let addresses = [
            "lo": "00:00:00:00:00:00", "eth0": "02:FC:00:00:00:01", "eth1": "02:fc:00:00:00:02", "tun0": "?",
        ]
        func device(_ interfaces: String...) throws(Problem) -> HostIdentity.Device {
            try HostIdentity.device(.network) { path in
                let name = path.split(separator: "/").dropLast().last.map(String.init) ?? ""
                #expect(path == "/sys/class/net/\(name)/address")
                return addresses[name].map { $0 + "\n" }
            } interfaces: {
                interfaces
            }
        }
        let first = try device("lo", "tun0", "gone", "eth0", "eth1")
        #expect(first.id.rawValue == "3281355014145" && first.source == "the address of eth0")
        #expect(try device("eth1", "eth0").id.rawValue == "3281355014146")
        let problem = #expect(throws: Problem.self) { try device("lo") }
        #expect(problem?.code == .configMissing && problem?.message.contains("BERTH_HARDWARE_ID") == true)
    }

    @Test func `A first start goes by what is set of it already`() throws {
        let home = try TemporaryHome()
        try home.write("hardware_id_algorithm: legacy\n", to: TemporaryHome.standardFile)
        func known(_ variables: [String: String] = [:], isProfile: Bool = true) -> BerthConfiguration {
            BerthConfiguration.forSetup(flag: nil, isProfile: isProfile, home.environment(variables))
        }
        #expect(known().hardwareIDAlgorithm == .legacy && known().hardwareID == nil)
        #expect(known(isProfile: false).hardwareIDAlgorithm == .default, "a whole file takes the place of that")
        #expect(known(["BERTH_HARDWARE_ID_ALGORITHM": "network"]).hardwareIDAlgorithm == .network)
        #expect(known(["BERTH_HARDWARE_ID": "d"]).hardwareID == HardwareID(rawValue: "d"))
        #expect(known(["BERTH_HARDWARE_ID": " d "]).hardwareID == nil, "it is refused where it counts")
    }

    @Test(arguments: [nil, "", "uninitialized"])
    func `A host without any is told to set one`(text: String?) throws {
        let problem = #expect(throws: Problem.self) { try HostIdentity.device { _ in text } }
        #expect(problem?.code == .configMissing)
        #expect(problem?.facts.name == "hardware_id")
        #expect(problem?.message.contains("BERTH_HARDWARE_ID") == true)
    }
}
