internal import ClientCore
internal import Licensing

/// Of several borrows that are to be returned at once, those that can be, and why the others are left out.
struct ManyReturns {
    /// Those that are returned, in their order.
    private(set) var borrows: [Borrow] = []
    /// How many of the others there are, and which of them are known, by what keeps them.
    private var others: [Reason: (count: Int, borrows: [Borrow])] = [:]

    /// Why one is left out; told in this order.
    private enum Reason: CaseIterable {
        case needsKey, elsewhere, underway, signOn, over, gone, hidden

        /// - Parameter which: how many there are, or what they are called.
        func sentence(_ which: String) -> String {
            switch self {
            case .needsKey: "Not included, as their license key is not at hand: \(which). Return those one by one."
            case .elsewhere: "Not included, as they were made with another account: \(which)."
            case .underway: "Not included, as an operation on them is under way: \(which)."
            case .signOn: "Not included, as what was borrowed by single sign-on ends by itself: \(which)."
            case .over: "Not included, as they have been returned or have ended: \(which)."
            case .gone: "Not included, as they are not in the list any more: \(which)."
            case .hidden: "Not included, as the search hides them: \(which)."
            }
        }
    }

    /// - Parameters:
    ///   - ids: those that show.
    ///   - marked: how many are marked, those that do not show among them.
    init(_ ids: [OperationID], of marked: Int, _ desk: Desk) {
        if marked > ids.count { others[.hidden] = (marked - ids.count, []) }
        for id in ids {
            let borrow = desk.borrow(id)
            guard let reason = borrow.map({ Self.reason(against: $0, desk) }) ?? .gone else {
                if let borrow { borrows.append(borrow) }
                continue
            }
            others[reason, default: (0, [])].count += 1
            if let borrow { others[reason]?.borrows.append(borrow) }
        }
    }

    /// Whether none of them can be returned any more: what is under way may come to be.
    var isOver: Bool { borrows.isEmpty && others[.underway] == nil }

    /// Those whose license key has to be typed, for each by itself.
    var wantingKey: [Borrow] { others[.needsKey]?.borrows ?? [] }

    /// How many are left out, a sentence for each reason.
    var leftOut: [String] { sentences { count, _ in String(count) } }

    /// Which are left out, a sentence for each reason.
    func leftOut(_ desk: Desk) -> [String] {
        sentences { count, borrows in
            let names = borrows.prefix(Self.mostNamed).map(desk.name).joined(separator: ", ")
            return names.isEmpty ? String(count) : names.and(count - Self.mostNamed)
        }
    }

    /// How many are named of those that are left out for one reason.
    private static let mostNamed = 3

    private func sentences(_ which: (Int, [Borrow]) -> String) -> [String] {
        Reason.allCases.compactMap { reason in
            others[reason].map { reason.sentence(which($0.count, $0.borrows)) }
        }
    }

    /// Whether it has been returned or has ended.
    static func isOver(_ borrow: Borrow, _ desk: Desk) -> Bool {
        switch borrow.status(at: desk.moment) {
        case .released, .ended: true
        default: false
        }
    }

    private static func reason(against borrow: Borrow, _ desk: Desk) -> Reason? {
        if BorrowList.reasonUnderway(on: borrow, desk) != nil || desk.returns[borrow.id] == .waiting {
            return .underway
        }
        if isOver(borrow, desk) { return .over }
        if BorrowList.reasonOfState(against: .release, on: borrow, desk) != nil { return .signOn }
        if desk.client.isElsewhere(borrow) { return .elsewhere }
        return desk.client.needsKey(borrow) || desk.keysAway.contains(borrow.id) ? .needsKey : nil
    }
}

extension String {
    /// Names with how many more there are; as they are where there are no more.
    func and(_ more: Int) -> String { more > 0 ? self + ", and \(more) more" : self }
}
