import Foundation
import Testing

/// The desk under a cat: keys, pastes, sizes and answers at random, in the order in which they hurt.
///
/// `FUZZ_EVENTS` says how many events there are in all, and `FUZZ_SEED` where chance begins.
@Suite struct FuzzTests {
    private static let events = number("FUZZ_EVENTS") ?? 20_000
    private static let firstSeed = UInt64(number("FUZZ_SEED") ?? 1)
    private static let desks: UInt64 = 4

    private static func number(_ variable: String) -> Int? {
        ProcessInfo.processInfo.environment[variable].flatMap(Int.init)
    }

    @Test(
        "Whatever comes, each frame fits and is safe, only keys that mean it send anything, and ^C quits",
        arguments: firstSeed..<firstSeed + desks)
    func cat(seed: UInt64) async {
        var desk = FuzzedDesk(seed: seed)
        let fault = await desk.play(Self.events / Int(Self.desks))
        #expect(fault == nil, "FUZZ_SEED=\(seed): \(fault ?? "")")
        // A cat that does nothing proves nothing.
        #expect(desk.borrows > 0 && desk.quits > 0)
    }
}
