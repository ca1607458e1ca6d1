import Foundation
import Licensing
import TestKit
import Testing

@testable import berth

@Suite("The list that status prints as JSON", .heavy)
struct StatusListTests {
    /// Any JSON, to be encoded again.
    private enum Value: Codable {
        case text(String)
        case number(Int64)
        case list([Value])
        case members([String: Value])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let members = try? container.decode([String: Value].self) {
                self = .members(members)
            } else if let list = try? container.decode([Value].self) {
                self = .list(list)
            } else if let number = try? container.decode(Int64.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .list(let list): try container.encode(list)
            case .members(let members): try container.encode(members)
            }
        }
    }

    /// A text of JSON as an encoder lays it out.
    private func encodedAgain(_ text: String) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let value = try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        return String(decoding: Report.escaped([UInt8](try encoder.encode(value))), as: UTF8.self) + "\n"
    }

    private let borrows = [
        WrittenLedger.borrow("1", ends: 3600), WrittenLedger.borrow("2", ends: 60, phase: WrittenLedger.doubt),
        WrittenLedger.borrow("3", ends: 60, phase: .sent),
        WrittenLedger.borrow("4", product: "a\"b\\c/d\u{1}\u{1F}\t\n\u{7F}\u{202E}é…", ends: 60, feature: "GPU"),
    ]

    @Test("is laid out as an encoder lays it out, empty and not", arguments: 0...4)
    func layout(count: Int) async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        for borrow in borrows.prefix(count) { try await ledger.write(borrow) }
        let ended = try await BerthProgram(home: home)("status", "--json")
        #expect(ended.output == (try encodedAgain(ended.output)))
        let printed = try ended.printed(PrintedStatus.self)
        #expect(printed.borrows.map(\.id) == borrows.prefix(count).map(\.id.rawValue))
        #expect(printed.borrows.map(\.product) == borrows.prefix(count).map(\.subject.product))
        #expect(printed.version == 1 && printed.ledger == ledger.path)
    }

    @Test("says how a doubt is settled, with the flags that this takes")
    func settle() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home, at: "elsewhere/ledger.sqlite")
        try await ledger.write(borrows[1])
        let berth = BerthProgram(home: home, variables: ["BERTH_SERVER": "https://api.example.test"])
        let printed = try await berth("status", "--json", "--ledger", ledger.path).printed(PrintedStatus.self)
        #expect(printed.borrows.first?.doubt?.settle == "berth settle 2 --repeat --ledger \(ledger.path)")
    }

    @Test("is one list, whatever parts it comes in", arguments: [[], [4], [1, 3], [0, 2, 0, 1, 1], [0]])
    func parts(sizes: [Int]) throws {
        let moment = Moment(host: Date())
        var text = StatusText(ledger: "/l")
        var (bytes, rest) = ([UInt8](), borrows[...])
        for size in sizes {
            bytes += text.next(StatusText.rows(Array(rest.prefix(size)), at: moment))
            rest = rest.dropFirst(size)
        }
        bytes += text.end()
        var whole = StatusText(ledger: "/l")
        let all = Array(borrows.prefix(sizes.reduce(0, +)))
        #expect(bytes == whole.next(StatusText.rows(all, at: moment)) + whole.end())
        let printed = String(decoding: bytes, as: UTF8.self)
        #expect(printed == (try encodedAgain(printed)))
    }
}
