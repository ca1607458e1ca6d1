internal import ClientCore
internal import Licensing

/// Of several borrows that are to be returned at once, those that can be, and why the others are left out.
struct ManyReturns {
    /// Those that are returned, in their order.
    private(set) var borrows: [Borrow] = []
    /// Those whose license key has to be typed, for each by itself.
    private(set) var wantingKey: [Borrow] = []
    /// How many are left out, a sentence for each reason.
    let leftOut: [String]

    /// Why one is left out; told in this order.
    private enum Reason: CaseIterable {
        case needsKey, elsewhere, underway, signOn, over, gone, hidden

        func sentence(_ count: Int) -> String {
            switch self {
            case .needsKey: "Not included, as their license key is not at hand: \(count). Return those one by one."
            case .elsewhere: "Not included, as they were made with another account: \(count)."
            case .underway: "Not included, as an operation on them is under way: \(count)."
            case .signOn: "Not included, as what was borrowed by single sign-on ends by itself: \(count)."
            case .over: "Not included, as they have been returned or have ended: \(count)."
            case .gone: "Not included, as they are not in the list any more: \(count)."
            case .hidden: "Not included, as the search hides them: \(count)."
            }
        }
    }

    /// - Parameters:
    ///   - ids: those that show.
    ///   - marked: how many are marked, those that do not show among them.
    init(_ ids: [OperationID], of marked: Int, _ desk: Desk) {
        var counts: [Reason: Int] = [.hidden: marked - ids.count]
        for id in ids {
            guard let borrow = desk.borrow(id) else {
                counts[.gone, default: 0] += 1
                continue
            }
            guard let reason = Self.reason(against: borrow, desk) else {
                borrows.append(borrow)
                continue
            }
            counts[reason, default: 0] += 1
            if reason == .needsKey { wantingKey.append(borrow) }
        }
        leftOut = Reason.allCases.compactMap { reason in
            counts[reason].flatMap { $0 > 0 ? reason.sentence($0) : nil }
        }
    }

    private static func reason(against borrow: Borrow, _ desk: Desk) -> Reason? {
        if desk.client.underway(on: borrow.id) != nil { return .underway }
        switch borrow.status(at: desk.moment) {
        case .pending: return .underway
        case .released, .ended: return .over
        default: break
        }
        if BorrowList.reasonOfState(against: .release, on: borrow, desk) != nil { return .signOn }
        if desk.client.isElsewhere(borrow) { return .elsewhere }
        return desk.client.needsKey(borrow) || desk.keysAway.contains(borrow.id) ? .needsKey : nil
    }
}
