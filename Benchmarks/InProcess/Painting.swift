import Benchmark
import Screens
import TerminalUI

@testable import NcursesTerminal

/// Frames painted on a terminal, whose other side is read and forgotten.
func measurePainting() {
    let terminal = SilentTerminal()
    for size in [Size(columns: 80, rows: 24), Size(columns: 200, rows: 60)] {
        let name = "\(size.columns)x\(size.rows)"
        let configuration = Benchmark.Configuration(
            metrics: [.wallClock, .allocations, .allocatedBytes, .terminalBytes], timeUnits: .nanoseconds,
            warmupIterations: 5, maxDuration: .seconds(4), maxIterations: 2_000)
        Benchmark("paint the whole screen, \(name)", configuration: configuration) { benchmark in
            let frame = App.view(Desk.state(rows: 100_000, size))
            try terminal.measure(benchmark, size) { painter, screen in
                painter.forget()
                screen.invalidate()
            } painting: {
                frame
            }
        }
        Benchmark("paint a move by one row, \(name)", configuration: configuration) { benchmark in
            var state = Desk.state(rows: 100_000, size)
            _ = App.reduce(&state, .key(.down, at: Desk.now))
            let before = App.view(state)
            _ = App.reduce(&state, .key(.down, at: Desk.now))
            let after = App.view(state)
            try terminal.measure(benchmark, size) { painter, _ in
                painter.paint(before)
            } painting: {
                after
            }
        }
    }
}
