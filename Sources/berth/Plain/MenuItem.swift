/// What can be asked for in the menu, in its order.
enum MenuItem: String, CaseIterable {
    case list, new
    case release = "return"
    case extend, again
    case check = "ask"
    case settle, forget, details, receipt, find, problems, licenses, who, guide

    /// What there is to choose: the guide is the demo's.
    static func all(isDemo: Bool) -> [MenuItem] { allCases.filter { $0 != .guide || isDemo } }

    /// The one that a number or a word stands for, or the beginning of one.
    init?(_ text: String, among items: [MenuItem]) {
        let text = text.lowercased()
        if let number = Int(text), items.indices.contains(number - 1) {
            self = items[number - 1]
            return
        }
        let meant = items.filter { $0.rawValue.hasPrefix(text) }
        guard let only = meant.first, meant.count == 1 else { return nil }
        self = only
    }

    private var title: String {
        switch self {
        case .list: "list: the borrows, with the time left"
        case .new: "new: borrow a license"
        case .release: "return: give a borrow back early, or several"
        case .extend: "extend: borrow one to a new end"
        case .again: "again: borrow again what has ended or was returned"
        case .check: "ask: ask the server about a borrow"
        case .settle: "settle: settle a borrow of unknown outcome"
        case .details: "details: all that is known of a borrow"
        case .receipt: "receipt: the signed response, and whether its signature is valid"
        case .find: "find: the borrows that match what you type"
        case .forget: "forget: take borrows that are over off the list"
        case .problems: "problems: what went wrong, and what to do"
        case .licenses: "licenses: list the licenses of a user"
        case .who: "who: who holds what, counted by product, device, host, person or profile"
        case .guide: "guide: what the demo offers to try"
        }
    }

    /// The menu, a line each.
    static func lines(_ items: [MenuItem]) -> [String] {
        items.enumerated().map { "\($0 + 1). \($1.title)" } + ["q. quit; borrows stay borrowed"]
    }
}
