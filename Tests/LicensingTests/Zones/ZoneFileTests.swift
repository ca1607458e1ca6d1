import Foundation
@testable import Licensing
import TestKit
import Testing

@Suite("Zone files")
struct ZoneFileTests {
    /// A file of version 2 with one change, from UTC+1 to UTC+2 at the second 1000, and a rule.
    static func file(
        version: Character = "2", times: [Int64] = [1000], kinds: [UInt8] = [1], offsets: [Int32] = [3600, 7200],
        footer: String = "\nXXX-3\n"
    ) -> [UInt8] {
        func bytes(_ number: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: number.bigEndian, Array.init) }
        func block(_ width: Int) -> [UInt8] {
            var data = Array("TZif".utf8) + Array(String(version).utf8) + [UInt8](repeating: 0, count: 15)
            for count in [0, 0, 0, times.count, offsets.count, 4] { data += bytes(Int32(count)) }
            data += times.flatMap { width == 4 ? bytes(Int32(truncatingIfNeeded: $0)) : bytes($0) } + kinds
            return data + offsets.flatMap { bytes($0) + [0, 0] } + Array("XXX\0".utf8)
        }
        return version == "\0" ? block(4) : block(4) + block(8) + Array(footer.utf8)
    }

    func zone(_ file: [UInt8]) -> LocalZone? { LocalZone(name: "x", file: file) }

    func offsets(_ file: [UInt8]) throws -> [Int] {
        let read = try #require(zone(file))
        return [-5_000_000_000, 999, 1000, 5_000_000_000].map { read.offset(at: Date(timeIntervalSince1970: $0)) }
    }

    @Test("before a change the first kind holds, after it its own, after the last the rule")
    func changes() throws {
        #expect(try offsets(Self.file(times: [1000, 2_000_000_000], kinds: [1, 0])) == [3600, 3600, 7200, 10_800])
        #expect(try offsets(Self.file(footer: "\n\n")) == [3600, 3600, 7200, 7200])
        #expect(try offsets(Self.file(version: "\0")) == [3600, 3600, 7200, 7200])
        #expect(try offsets(Self.file(version: "4", footer: "\nXXX-3\n")) == [3600, 3600, 10_800, 10_800])
    }

    @Test("times beyond 2038 and before 1901 need 64 bits, and have them")
    func wide() throws {
        let file = Self.file(times: [-4_000_000_000, 4_000_000_000], kinds: [1, 0], footer: "\n\n")
        #expect(try offsets(file) == [3600, 7200, 7200, 3600])
    }

    @Test("a file that is cut short anywhere is no zone")
    func truncated() throws {
        let file = Self.file()
        #expect(zone(file) != nil)
        for length in 0..<file.count { #expect(zone(Array(file.prefix(length))) == nil, "\(length)") }
    }

    @Test("what no zone has is refused")
    func refused() {
        #expect(zone(Self.file(kinds: [2])) == nil)
        #expect(zone(Self.file(times: [1000, 1000], kinds: [1, 0])) == nil)
        #expect(zone(Self.file(times: [1000, 999], kinds: [1, 0])) == nil)
        #expect(zone(Self.file(times: [], kinds: [], offsets: [])) == nil)
        #expect(zone(Self.file(offsets: [3600, 93_600])) == nil)
        #expect(zone(Self.file(offsets: [3600, .min])) == nil)
        #expect(zone(Self.file(footer: "\nnonsense\n")) == nil)
        #expect(zone(Self.file(footer: "XXX-3\n")) == nil)
        #expect(zone(Array("#!/bin/sh\n".utf8)) == nil)
    }

    @Test("whatever its bytes, a file is read or refused")
    func hostile() {
        var generator = SeededGenerator(seed: 7)
        let file = Self.file()
        for _ in 0..<20_000 {
            var bytes = file
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = zone(bytes)?.offset(at: Date(timeIntervalSince1970: 1001))
        }
        // Counts far beyond the file's length.
        var huge = file
        for index in 20..<44 { huge[index] = 0xFF }
        #expect(zone(huge) == nil)
    }
}
