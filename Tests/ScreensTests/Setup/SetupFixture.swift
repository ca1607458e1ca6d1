import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit

/// A first start without a world.
enum SetupFixture {
    static let now = TestClock.start
    static let facts = SetupFacts(
        vendorServer: "https://api.licensespring.com", sandboxKeyFile: "/state/public-key.pem",
        configFile: "/home/ana/.config/berth/config.yaml", device: HardwareID(rawValue: "3eb1bd43c0ffee"),
        deviceSource: "This host's is 3eb1bd43…, the SHA-256 of its machine id, as the vendor's clients send it.")
    static let product = Product(code: "CAD-PRO", name: "CAD Pro", signIn: .licenseKey)
    static let report = SetupReport(
        files: ["/home/ana/.config/berth/config.yaml", "/home/ana/.config/berth/api-key"], variables: [])
    static let refused = Problem(
        "signature_mismatch", status: 401, message: "Signature does not match", time: now)
    static let unreachable = Problem(.transportRefused, message: "Connection refused", time: now)
}

/// A walk, played by answers.
struct WalkScript {
    var script: Script<SetupWalk>

    init(_ facts: SetupFacts = SetupFixture.facts) { script = Script(SetupWalk.State(facts)) }

    var state: SetupWalk.State { script.state }

    /// Answers the step at hand; where that is checked, the check finds this.
    @discardableResult
    mutating func answer(_ text: String, finding: SetupFinding? = nil) -> [SetupWalk.Effect] {
        let effects = script.play(.answered(text, at: SetupFixture.now))
        if let finding { checked(.success(finding)) }
        return effects
    }

    mutating func checked(_ result: Result<SetupFinding, Problem>) {
        guard case .check(_, _, let number)? = script.effects.last else { return }
        script.play(.checked(number: number, result))
    }

    /// Answers all steps up to the last one, by keys.
    mutating func walkToEnd() {
        answer("licensespring", finding: .reached(clockOffset: 0))
        answer("keys")
        answer("an-api-key")
        answer("a-shared-key", finding: .accepted)
        answer("CAD-PRO", finding: .product(SetupFixture.product))
        answer("")
        answer("")
        answer("files")
    }
}

/// A first start on the screen, played by keys.
struct SetupScript {
    var script: Script<Setup>
    var clock = SetupFixture.now

    init(columns: Int = 80, rows: Int = 24, facts: SetupFacts = SetupFixture.facts) {
        script = Script(
            Setup.State(facts, size: Size(columns: columns, rows: rows), now: SetupFixture.now))
        script.play(.resized(Size(columns: columns, rows: rows)))
    }

    var state: Setup.State { script.state }
    var frame: Frame { Setup.view(state) }
    var text: String { frame.lines.joined(separator: "\n") }
    var words: String { text.split { " │┌┐└┘─▸\n".contains($0) }.joined(separator: " ") }

    @discardableResult
    mutating func press(_ keys: Key...) -> [Setup.Effect] {
        var effects: [Setup.Effect] = []
        for key in keys { effects = script.play(.key(key, at: clock)) }
        return effects.filter { if case .tick = $0 { false } else { true } }
    }

    mutating func type(_ text: String) {
        for character in text { press(.character(character)) }
    }

    /// The check that has begun last finds this.
    mutating func checked(_ result: Result<SetupFinding, Problem>) {
        let numbers = script.effects.compactMap { effect in
            if case .walk(.check(_, _, let number)) = effect { number } else { nil }
        }
        if let number = numbers.last { script.play(.walk(.checked(number: number, result))) }
    }

    mutating func enter(_ text: String = "", finding: SetupFinding? = nil) {
        type(text)
        press(.enter)
        if let finding { checked(.success(finding)) }
    }

    mutating func walkToEnd() {
        enter(finding: .reached(clockOffset: 0))
        enter()
        enter("an-api-key")
        enter("a-shared-key", finding: .accepted)
        enter("CAD-PRO", finding: .product(SetupFixture.product))
        enter()
        enter()
        enter()
    }
}
