import Foundation
import TestKit
import Testing

@Suite("A system without /proc", .heavy)
struct WithoutProcTests {
    @Test("No command can be read there, and that is told instead of opening the desk", .ownMounts)
    func told() async throws {
        let home = try Home()
        let script = "mount -t tmpfs none /proc && exec '\(BerthProgram.path)' status --json"
        let ended = try await RunningProgram(
            findProgram("unshare") ?? "", ["--mount", "sh", "-c", script], environment: home.environment, scratch: home
        ).ended()
        #expect(ended.status == 1 && ended.output.isEmpty, "\(ended)")
        #expect(ended.errors.hasPrefix("berth: /proc is not mounted here"), "\(ended)")
        #expect(ended.errors.split(separator: "\n").count == 1, "\(ended)")
    }
}

@Suite("A host without a machine id", .heavy)
struct WithoutMachineIDTests {
    @Test(
        "A check of the configuration and what needs a device say the same of it, and what to do", .ownMounts,
        arguments: ["config check", "borrow --product MESH --max --dry-run", "seats --product MESH --dry-run"])
    func told(words: String) async throws {
        let home = try Home()
        let files = "/etc/machine-id /var/lib/dbus/machine-id"
        let script = "for f in \(files); do [ ! -e $f ] || mount --bind /dev/null $f || exit 98; done; "
        let account = ["BERTH_API_KEY": "k", "BERTH_SHARED_KEY": "s", "BERTH_LICENSE_KEY": DemoLicense.mesh]
        let ended = try await RunningProgram(
            findProgram("unshare") ?? "", ["--mount", "sh", "-c", script + "exec '\(BerthProgram.path)' \(words)"],
            environment: home.environment.merging(account) { $1 }, scratch: home
        ).ended()
        #expect(ended.status == 78 && ended.errors.contains("config_missing"), "\(ended)")
        #expect(ended.unwrapped.contains("This host has no id of its own"), "\(ended)")
        #expect(ended.unwrapped.contains("--hardware-id"), "\(ended)")
    }
}

extension Trait where Self == Need {
    /// File systems that only the test's own processes see.
    static var ownMounts: Need {
        Need("no file system may be mounted here", variable: "BERTH_REQUIRE_ROOT") {
            guard geteuid() == 0, let unshare = findProgram("unshare") else { return false }
            let script = "mount -t tmpfs none /proc"
            let probe = try? ChildProcess(
                unshare, ["--mount", "sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"])
            return (try? await probe?.end()) == 0
        }
    }
}
