import Foundation
import TestKit
import Testing

@Suite("What is told to do can be done", .heavy)
struct DeadEndTests {
    @Test("A configuration that is named and missing is told with how it is made")
    func configuration() async throws {
        let home = try Home()
        let path = home.file("none.yaml")
        for (berth, flags, name) in [
            (BerthProgram(home: home), ["--config", path], "--config"),
            (BerthProgram(home: home, variables: ["BERTH_CONFIG": path]), [], "BERTH_CONFIG"),
        ] {
            let ended = try await berth.start(["status"] + flags).ended()
            #expect(ended.status == 78, "\(ended)")
            #expect(ended.unwrapped.contains("There is no configuration \(path), which \(name) names."), "\(ended)")
            #expect(ended.errors.contains("berth config init --config \(path)"), "\(ended)")
            #expect(!ended.errors.contains("ls -l"), "\(ended)")
        }
    }

    @Test("A ledger that cannot be made is told by the folder that is there, and one that is missing by its flag")
    func ledger() async throws {
        let home = try Home()
        let berth = BerthProgram(
            home: home,
            variables: [
                "BERTH_API_KEY": "k", "BERTH_SHARED_KEY": "s", "BERTH_LICENSE_KEY": DemoLicense.mesh,
                "BERTH_SERVER": "http://127.0.0.1:9",
            ])
        let unmade = try await berth("borrow", "--product", "MESH", "--max", "--ledger", "/proc/none/l.sqlite")
        #expect(unmade.status == 30 && unmade.errors.contains("ls -ld /proc"), "\(unmade)")
        #expect(unmade.unwrapped.contains("--ledger FILE"), "\(unmade)")
        #expect(!unmade.errors.contains("ls -l /proc"), "\(unmade)")
        for words in [["status"], ["release", "MESH"]] {
            let missing = try await berth.start(words + ["--ledger", home.file("none")]).ended()
            #expect(missing.status == 30 && missing.unwrapped.contains("leave --ledger away"), "\(missing)")
            #expect(!missing.errors.contains("--ledger FILE"), "\(missing)")
        }
        let watch = try await berth("watch", "--once", "--state", "/proc/none/watch.json")
        #expect(watch.status == 1 && watch.errors.contains("--state FILE"), "\(watch)")
    }

    @Test("A sandbox names the flag that lets other hosts in, and what says where its files are")
    func sandbox() async throws {
        let home = try Home()
        let open = try await BerthProgram(home: home)("sandbox", "--host", "0.0.0.0", "--port", "0")
        #expect(open.status == 64 && open.errors.contains("--allow-other-hosts"), "\(open)")
        let berth = BerthProgram(home: home, variables: ["XDG_STATE_HOME": "/proc/none"])
        let state = try await berth("sandbox", "--port", "0")
        #expect(state.status == 1 && state.errors.contains("file_unwritable"), "\(state)")
        #expect(state.errors.contains("XDG_STATE_HOME") && !state.errors.contains("NSCocoaError"), "\(state)")
        let demo = try await berth("--demo", "--plain")
        #expect(demo.errors.contains("XDG_STATE_HOME"), "\(demo)")
        let named = try await BerthProgram(home: home)("sandbox", "--port", "0", "--state", "/proc/none/s.json")
        #expect(named.status == 1 && named.errors.contains("--state FILE"), "\(named)")
        #expect(!named.errors.contains("Error Domain"), "\(named)")
    }

    @Test(
        "What may be a secret among arguments that are refused is not repeated",
        arguments: [
            ["borrow", "license_key=topsecret12"], ["borrow", "BERTH_LICENSE_KEY=\(DemoLicense.cad)"],
            ["borrow", "--product", "X", "--max", DemoLicense.cad], ["BERTH_API_KEY=topsecret12", "borrow"],
            [DemoLicense.cad], ["borrow", "--product", "X", "--until=\(DemoLicense.cad)", "more"],
        ])
    func arguments(_ arguments: [String]) async throws {
        let berth = BerthProgram(home: try Home())
        for more in [[], ["--json"]] {
            let ended = try await berth.start(arguments + more).ended()
            #expect(ended.status == 64, "\(ended)")
            for secret in [DemoLicense.cad, "topsecret12"] { #expect(!ended.everything.contains(secret), "\(ended)") }
        }
    }
}
