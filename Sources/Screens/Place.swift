internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

/// A place of the desk in which keys mean something, for whoever has to look at all of them at once.
struct Place: Sendable {
    /// As it stands after "in": the part of the desk, and after a comma what it is about there.
    let name: String
    /// The keys there as the program has them, the ones of every place among them.
    let bindings: [Binding<App.Action>]
    /// Whether something takes a key there before the bindings do.
    let takes: @Sendable (Key) -> Bool

    init(
        _ name: String, _ bindings: [Binding<App.Action>], takes: @escaping @Sendable (Key) -> Bool = { _ in false }
    ) {
        self.name = name
        self.bindings = bindings + App.always
        self.takes = takes
    }
}

extension Place {
    /// All of them.
    static let all: [Place] = [
        Place("the form, on a text", BorrowForm.keys(on: .key, isEmpty: true), takes: types),
        Place("the form, on an empty field with a list", BorrowForm.keys(on: .product, isEmpty: true), takes: types),
        Place("the form, on a field with a list", BorrowForm.keys(on: .product, isEmpty: false), takes: types),
        Place("the form, on a choice", BorrowForm.keys(on: .signIn, isEmpty: true)),
        Place("the form, on the button", BorrowForm.keys(on: .borrow, isEmpty: true)),
        Place(
            "the list", BorrowList.onBorrow + [BorrowList.new] + BorrowList.always + App.panes, takes: moves),
        Place("the list, with marked rows", BorrowList.onMarked + BorrowList.always + App.panes, takes: moves),
        Place(
            "the list, with a search that is kept",
            [BorrowList.allRows] + BorrowList.onBorrow + [BorrowList.new] + BorrowList.always + App.panes, takes: moves),
        Place(
            "the list, with marked rows and a search that is kept",
            [BorrowList.allRows] + BorrowList.onMarked + BorrowList.always + App.panes, takes: moves),
        Place("the list, in its search", BorrowList.finding) { types($0) || moves($0) },
        Place("a problem", ProblemPanel.own + App.panes, takes: moves),
        Place("a question", question(Dialog(many)), takes: moves),
        Place("a question, one that came by itself", question(Dialog(many, unaskedSince: .distantPast)), takes: moves),
        Place("a question, the one before quitting", question(Dialog(.quit)), takes: moves),
        Place("a question, with a text", question(Dialog(many, want: .key))) { types($0) || moves($0) },
        Place("an extension", ExtendDialog.keys(yes: "extend", hasSecret: true, isAtEnd: true, isCut: false)) {
            types($0) || $0 == .pageUp || $0 == .pageDown
        },
        Place("the calendar", CalendarPicker.keys) { $0.isOfATime },
        Place("a list to choose from", .choosing) { types($0) || moves($0) },
        Place("the timeline", Timeline.keys, takes: moves),
        Place("who holds what", Holdings.keys, takes: moves),
        Place("a page of text", TextPage.onDoubt + TextPage.keys, takes: moves),
    ]

    private static let many = Dialog.Purpose.releaseMany([], of: 0)

    /// The keys of a question, whatever it asks.
    private static func question(_ dialog: Dialog) -> [Binding<App.Action>] {
        dialog.keys.map { binding in
            var binding = binding
            if binding.action == .accept { binding.help = "Do what the question asks." }
            return binding
        }
    }

    @Sendable private static func types(_ key: Key) -> Bool {
        var input = TextInput()
        return input.handle(key)
    }

    @Sendable private static func moves(_ key: Key) -> Bool {
        var view = ListView()
        return view.handle(key, count: 1)
    }
}

extension Key {
    /// Whether it is printed where text is typed.
    var isPrinted: Bool { if case .character = self { true } else { false } }

    /// Whether it types a time of day.
    fileprivate var isOfATime: Bool {
        guard case .character(let character) = self else { return false }
        return character == ":" || (character.isASCII && character.isNumber)
    }
}
