import Foundation
import TestKit
import Testing

@Suite("What a package is made of", .heavy)
struct PackagingTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private let home: Home

    init() throws { home = try Home() }

    private struct Resolved: Decodable {
        struct Pin: Decodable {
            var location: String
        }

        var pins: [Pin]
    }

    @Test(
        "The copyright names each package that is linked in, with its terms", .program("python3"), .program("readelf"))
    func copyright() async throws {
        let ended = try await RunningProgram(
            Self.root.appending(path: "packaging/copyright").path, [BerthProgram.path], environment: home.environment,
            scratch: home
        ).ended()
        #expect(ended.status == 0 && ended.errors.isEmpty, "\(ended)")
        let file = try Data(contentsOf: Self.root.appending(path: "Package.resolved"))
        let pins = try JSONDecoder().decode(Resolved.self, from: file).pins
        #expect(pins.count > 20)
        for pin in pins { #expect(ended.output.contains("\n\(pin.location)\n"), "\(pin.location)") }
        for part in ["BoringSSL", "llhttp", "libyaml", "ICU", "burmesedict", "zlib", "Foundation", "Rich Felker"] {
            #expect(ended.output.contains(part), "\(part)")
        }
        #expect(ended.output.contains("Gwendal Rou") && ended.output.contains("UNICODE LICENSE V3"))
    }

    @Test("Its scripts can be read", arguments: ["build", "package", "release", "try"])
    func scripts(_ name: String) async throws {
        let script = Self.root.appending(path: "packaging/\(name)").path
        let ended = try await RunningProgram(
            findProgram("bash") ?? "", ["-n", script], environment: home.environment, scratch: home
        ).ended()
        #expect(ended.status == 0 && ended.errors.isEmpty, "\(ended)")
        #expect(FileManager.default.isExecutableFile(atPath: script))
    }
}
