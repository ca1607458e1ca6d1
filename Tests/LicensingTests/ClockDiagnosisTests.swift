import Licensing
import Testing

@Suite("Which way the clock is off")
struct ClockDiagnosisTests {
    func explanation(offset: Double?) -> Explanation { explain(.dateHeaderDiff) { $0.clockOffset = offset } }

    @Test("without a measurement the causes are general")
    func unmeasured() {
        #expect(explanation(offset: nil) == ProblemCatalogue.explain(.dateHeaderDiff))
        #expect(explanation(offset: nil).exitCode == .clockRefused)
        #expect(explanation(offset: nil).solvers == [.systemAdministrator])
        #expect(explanation(offset: nil).remedies.contains { $0.text.contains("timedatectl") })
        #expect(explanation(offset: nil).remedies.contains { $0.text.contains("chronyc") })
    }

    @Test("a clock behind may have slept")
    func behind() {
        let explanation = explanation(offset: 1380)
        #expect(explanation.whatFailed == "This host's clock is 23 min behind the server's; 15 minutes are allowed.")
        #expect(explanation.likelyCauses.contains { $0.contains("suspended") })
    }

    @Test("a clock ahead cannot have slept")
    func ahead() {
        let explanation = explanation(offset: -1380)
        #expect(
            explanation.whatFailed == "This host's clock is 23 min ahead of the server's; 15 minutes are allowed.")
        #expect(!explanation.likelyCauses.contains { $0.contains("suspended") })
        #expect(!explanation.likelyCauses.isEmpty)
    }

    @Test(
        "an offset of whole or half hours looks like a zone mistaken for UTC", arguments: [-3600, -3530, 7200, -19_800])
    func zoneMistake(offset: Double) {
        #expect(
            explanation(offset: offset).likelyCauses.first == "the clock was set to local time as if that were UTC")
    }

    @Test("other offsets do not, nor does half a month", arguments: [-3000, 4500, -1_296_000, 54_000])
    func noZoneMistake(offset: Double) {
        #expect(!explanation(offset: offset).likelyCauses.contains { $0.contains("local time") })
    }

    @Test("a clock that is right by now points at the way", arguments: [0.4, 12, -900, 900])
    func rightByNow(offset: Double) {
        let explanation = explanation(offset: offset)
        #expect(explanation.whatFailed == "The server finds the request's time off by more than 15 minutes.")
        #expect(explanation.likelyCauses.first?.contains("held up on the way") == true)
        #expect(explanation.retry == .now)
        #expect(explanation.actions == [.retry])
    }
}
