import ClientLive
import Foundation
import Licensing
import TestKit
import Testing

/// A configuration that is written to a disk that is really full.
@Suite struct FullDiskSetupTests {
    @Test(.smallDisk) func nothingIsHalfWritten() throws {
        let disk = try SmallDisk()
        defer { disk.remove() }
        let folder = disk.path + "/berth"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let draft = ConfigurationDraft(
            server: "https://api.licensespring.com",
            authorization: .apiKey(Secret("an-api-key"), sharedKey: Secret("a-shared-key")), product: "CAD-PRO")
        disk.fillOnce()
        let problem = #expect(throws: Problem.self) {
            try draft.write(to: folder + "/config.yaml", replacing: false)
        }
        #expect(problem?.code == .fileUnwritable && problem?.message == "No space left on device")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        try disk.free()
        _ = try draft.write(to: folder + "/config.yaml", replacing: false)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 3)
    }
}
