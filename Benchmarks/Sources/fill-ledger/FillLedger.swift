import Foundation
import SampleLedger

/// Fills a ledger with borrows that hold a seat: `fill-ledger PATH COUNT [LINES]`.
///
/// Each is written as the client writes it, in its three steps, so on a disk that is one a hundred thousand take long: fill the
/// ledger in memory (`/dev/shm`) and copy it.
@main struct FillLedger {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3, let count = Int(arguments[2]) else {
            FileHandle.standardError.write(Data("usage: fill-ledger PATH COUNT [LINES]\n".utf8))
            exit(64)
        }
        let lines = arguments.count > 3 ? Int(arguments[3]) ?? 0 : 0
        try await SampleLedger.fill(arguments[1], count: count, lines: lines)
        print("\(arguments[1]): \(count) borrows")
    }
}
