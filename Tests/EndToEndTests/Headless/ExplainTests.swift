import Foundation
import TestKit
import Testing

@Suite("Explanations", .heavy)
struct ExplainTests {
    private struct Explanation: Decodable {
        var code: String
        var what_happened: String
        var remedies: [String]
        var exit_code: Int32
    }

    @Test("The eleven codes of the borrow page are explained, with the exit status that the borrow ends with")
    func borrowPage() async throws {
        let berth = BerthProgram(home: try Home())
        for refusal in Refusal.borrowPage {
            let explained = try await berth("explain", refusal.code, "--json").printed(Explanation.self)
            #expect(explained.code == refusal.code && explained.exit_code == refusal.status)
            #expect(!explained.remedies.isEmpty)
            let words = try await berth("explain", refusal.code)
            #expect(words.status == 0 && words.output.contains("Exit     \(refusal.status)\n"), "\(words)")
        }
    }

    @Test("An exit status is explained by its meaning and the codes that end with it")
    func status() async throws {
        let berth = BerthProgram(home: try Home())
        let words = try await berth("explain", "21")
        #expect(words.status == 0 && words.output.hasPrefix("21: the outcome is not known"), "\(words)")
        #expect(words.output.contains("\ntransport_timeout ") && !words.output.contains("blacklisted"), "\(words)")
        let codes = try await berth("explain", "12", "--json").printed([Explanation].self)
        #expect(codes.contains { $0.code == "blacklisted" } && codes.allSatisfy { $0.exit_code == 12 })
        #expect(try await berth("explain", "130").output == "130: interrupted\n")
        #expect(try await berth("explain", "99").status == 64)
    }

    @Test("A code with a slip brings near ones")
    func nearMatch() async throws {
        let ended = try await BerthProgram(home: try Home())("explain", "floating_not_availible")
        #expect(ended.status == 64 && ended.unwrapped.contains("Did you mean floating_not_available?"), "\(ended)")
    }

    @Test("Whatever command an explanation names is one that there is")
    func commands() async throws {
        let berth = BerthProgram(home: try Home())
        let all = try await berth("explain", "--json").printed([Explanation].self)
        #expect(all.count > 40)
        let named = Set(
            all.flatMap(\.remedies).flatMap { $0.matches(of: /(?:: |, )berth ([a-z]+)/).map { String($0.1) } })
        #expect(named.contains("sandbox"))
        for verb in named.sorted() {
            let help = try await berth(verb, "--help")
            #expect(help.status == 0 && help.output.contains("USAGE: berth \(verb)"), "berth \(verb): \(help)")
        }
        let flags = Set(all.flatMap(\.remedies).flatMap { $0.matches(of: /\bberth (--[a-z]+)/).map { String($0.1) } })
        let help = try await berth("desk", "--help").output
        for flag in flags.sorted() { #expect(help.contains("\(flag) "), "berth \(flag)") }
    }
}
