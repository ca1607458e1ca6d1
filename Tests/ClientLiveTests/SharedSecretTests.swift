import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientLive

/// Secrets that several accounts of a configuration share.
@Suite(.heavy) struct SharedSecretTests {
    @Test func `A check reads them once: a pipe has nothing more, and a command may ask somebody`() throws {
        let home = try TemporaryHome()
        let (pipe, runs) = (home.file("pipe"), home.file("runs"))
        #expect(mkfifo(pipe, 0o600) == 0)
        let command = "[sh, -c, 'echo x >> \(runs); echo key']"
        let profiles = "profiles:\n  a:\n    product: A\n  b:\n    product: B\n"
        try home.write(
            "hardware_id: d-1\napi_key_command: \(command)\nshared_key_command: \(command)\n" + profiles,
            to: TemporaryHome.standardFile)
        Thread { FileHandle(forWritingAtPath: pipe)?.write(Data("AAAA-BBBB".utf8)) }.start()
        let inspection = ConfigurationInspection(
            overrides: .init(), environment: home.environment(["BERTH_LICENSE_KEY_FILE": pipe]))
        #expect(inspection.faults == [] && inspection.accounts.count == 3)
        #expect(try String(contentsOfFile: runs, encoding: .utf8) == "x\nx\n")
    }
}
