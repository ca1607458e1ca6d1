/// What can be asked for in the menu, in its order.
enum MenuItem: String, CaseIterable {
    case list, new
    case release = "return"
    case extend
    case check = "ask"
    case settle, details, problems

    /// The one that a number or a word stands for, or the beginning of one.
    init?(_ text: String) {
        let text = text.lowercased()
        if let number = Int(text), Self.allCases.indices.contains(number - 1) {
            self = Self.allCases[number - 1]
            return
        }
        let meant = Self.allCases.filter { $0.rawValue.hasPrefix(text) }
        guard let only = meant.first, meant.count == 1 else { return nil }
        self = only
    }

    private var title: String {
        switch self {
        case .list: "list: the borrows, with the time left"
        case .new: "new: borrow a license"
        case .release: "return: give a borrow back early"
        case .extend: "extend: borrow one to a new end"
        case .check: "ask: ask the server about a borrow"
        case .settle: "settle: settle a borrow of unknown outcome"
        case .details: "details: all that is known of a borrow"
        case .problems: "problems: what went wrong, and what to do"
        }
    }

    /// The menu, a line each.
    static var lines: [String] {
        allCases.enumerated().map { "\($0 + 1). \($1.title)" } + ["q. quit; borrows stay borrowed"]
    }
}
