import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit

extension FuzzedDesk {
    /// What happens next: mostly keys, often an answer, now and then something that nobody asked for.
    mutating func nextEvent() -> App.Event {
        if let key = planned.popFirst() { return .key(key, at: now) }
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<60: return .key(anyKey(), at: now)
        case 60..<64: return .key(.paste(hostileText()), at: now)
        case 64..<68:
            planned = anyPlan()
            return .key(.escape, at: now)
        case 68..<73: return .resized(anySize())
        case 73..<76:
            // Forth, and sometimes back, as a clock that is set.
            now.addTimeInterval(random.pick([0.1, 1, 60, 3_600, 90_000, -60, -7_200]))
            return random.isOne(in: 4) ? .resumed(at: now) : .ticked(at: now)
        default: return answer() ?? .key(anyKey(), at: now)
        }
    }

    private mutating func anyKey() -> Key {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<7:
            return random.pick([
                .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .tab, .backTab, .backspace, .delete,
            ])
        case 7..<10: return .enter
        case 10: return .escape
        case 11..<16: return .character(random.pick(Array("abdehkmnoprsuvxyRX!?/:*-+ 0123456789")))
        case 16: return random.isOne(in: 6) ? random.pick([.character("q"), .control("c")]) : .character("g")
        case 17:
            return .control(random.pick(Array("abdefhklnopuwxz")))
        case 18: return random.pick([.function(1), .function(2), .function(12), .insert, .altBackspace, .alt("x")])
        default: return .character(random.pick(Array("é漢\u{202E}\u{300}👩‍👩‍👧‍👦\u{1B}\u{0}\u{E000}")))
        }
    }

    /// Keys that lead somewhere, since chance alone rarely does.
    private mutating func anyPlan() -> [Key] {
        let text = Array("CADP-7Q2M-K4XN-9F3T").map(Key.character)
        let form: [Key] =
            [.character("b"), .control("u")] + Array("CAD-PRO").map(Key.character) + [.tab, .tab, .control("u")] + text
        return random.pick([
            [.escape, .function(2)] + Array(repeating: .down, count: random.pick([0, 2, 9, 24])) + [.enter, .enter],
            form + [.tab, .tab, .tab, .tab, .enter], form + [.enter],
            [.escape, .character("r")] + text + [.enter],
            [.escape, .character("v")] + Array("because").map(Key.character) + [.enter],
            [.escape, .character("s")] + text + [.enter],
        ])
    }

    private mutating func hostileText() -> String {
        let text = random.pick(Hostile.texts)
        return random.isOne(in: 3) ? text + random.pick(Hostile.texts) : text
    }

    private mutating func anySize() -> Size {
        let (columns, rows) = random.pick([
            (40...120, 12...45), (40...120, 12...45), (1...45, 1...14), (1...500, 1...200),
        ])
        return Size(
            columns: Int.random(in: columns, using: &random), rows: Int.random(in: rows, using: &random))
    }
}

extension [Key] {
    fileprivate mutating func popFirst() -> Key? { isEmpty ? nil : removeFirst() }
}
