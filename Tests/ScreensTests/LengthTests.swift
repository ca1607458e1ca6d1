import ClientCore
import Foundation
import Licensing
import TerminalUI
import TestKit
import Testing

@testable import Screens

/// How long a borrow would last is told by the server's minutes.
@Suite struct LengthTests {
    /// The length lagged by up to two minutes where the server's minutes do not begin with this host's.
    @Test(arguments: [0.0, 20, 45]) func theLengthIsRightAtEachSecond(offset: Double) {
        var desk = DeskScript(columns: 120, rows: 40)
        desk.type("CAD-PRO")
        desk.press(.tab)
        desk.client(
            .queried(
                .product("CAD-PRO"),
                .success(
                    .product(
                        Response(value: Product(code: "CAD-PRO", name: "", signIn: .licenseKey), clockOffset: offset))))
        )
        desk.press(.tab, .tab, .tab)
        desk.type("2026-11-27 18:00")
        let end = Date(timeIntervalSince1970: 1_795_798_800)
        let start = desk.now
        for second in 1...200 {
            let now = start.addingTimeInterval(Double(second))
            while let tick = desk.state.tick, tick <= now {
                desk.now = tick
                desk.script.play(.ticked(at: tick))
                guard desk.state.tick != tick else { break }
            }
            let server = now.addingTimeInterval(offset).timeIntervalSinceReferenceDate
            let minute = Date(timeIntervalSinceReferenceDate: (server / 60).rounded(.down) * 60)
            let left = DurationText.toTheMinute(end.timeIntervalSince(minute))
            #expect(desk.words.contains(left), "\(second): \(left)\n\(desk.text)")
        }
    }
}
