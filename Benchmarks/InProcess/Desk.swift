import Benchmark
import ClientCore
import Foundation
import Ledger
import Licensing
import SampleLedger
import Screens
import TerminalUI

/// The desk's machine and its view, without a terminal: a key, and what is drawn after it.
func measureDesk() {
    for rows in [10, 100_000] {
        let count = rows.formatted(.number.locale(Locale(identifier: "en_US")))
        Benchmark("reduce a key, \(count) borrows") { benchmark in
            var state = Desk.state(rows: rows, Size(columns: 80, rows: 24))
            let keys = [Key.down, .up]
            for turn in 0..<2 {
                blackHole(App.reduce(&state, .key(keys[turn], at: Desk.now)))
            }
            benchmark.measured { blackHole(App.reduce(&state, .key(.down, at: Desk.now))) }
        }
        for size in [Size(columns: 80, rows: 24), Size(columns: 200, rows: 60)] {
            Benchmark("view \(size.columns)x\(size.rows), \(count) borrows") { benchmark in
                let state = Desk.state(rows: rows, size)
                benchmark.measured { blackHole(App.view(state)) }
            }
        }
    }
}

enum Desk {
    static let now = Date(timeIntervalSince1970: 1_795_438_920)

    /// A desk whose ledger holds that many borrows; made once for each.
    static func state(rows: Int, _ size: Size) -> App.State {
        var state = rows == few.client.book.listed.count ? few : many
        _ = App.reduce(&state, .resized(size))
        return state
    }

    private static let few = made(of: 10)
    private static let many = made(of: 100_000)

    private static func made(of rows: Int) -> App.State {
        let session = Client.Session(
            id: "bench", server: SampleLedger.server, performer: SampleLedger.performer,
            hardwareID: HardwareID(rawValue: String(format: "%064x", 0)))
        let settings = App.Settings(profile: "", product: "CAD-PRO", products: ["CAD-PRO", "SIM-X"], timeZone: .utc)
        var state = App.State(
            client: Client.State(session: session), settings: settings, size: Size(columns: 80, rows: 24), now: now)
        _ = App.reduce(&state, .started(at: now))
        let borrows = (0..<rows).map { SampleLedger.borrow($0, now: now) }
        let reading = Client.LedgerRead(
            LedgerReading(borrows: borrows, line: Int64(3 * rows)), isWhole: true, at: Moment(host: now))
        _ = App.reduce(&state, .client(.ledgerRead(.success(reading), at: now)))
        return state
    }
}
