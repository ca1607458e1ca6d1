internal import ClientCore
internal import Licensing
internal import TerminalUI

/// A part of the desk: its state, its keys, its words, its handling and its drawing in one place.
///
/// What it may read of the rest is a ``Desk``; what it wants of the rest it says by ``Intent``s, which ``App`` alone
/// carries out.
protocol Part: Hashable, Sendable {
    /// What a person calls it: the title of its help.
    var name: String { get }

    /// Its keys as the program has them, the most wanted first; the keymap may say otherwise.
    func bindings(_ desk: Desk) -> [Binding<App.Action>]

    /// What its marks mean, and what it has no room to tell whole, for its help.
    func legend(_ desk: Desk) -> [Fact]

    /// Why an action of its own cannot be done now; nil where it can. Asked for every binding of every frame: it must
    /// cost nothing.
    func disabledReason(_ action: App.Action, _ desk: Desk) -> String?

    /// Takes a key that is typing or moving; nil where it is not, so that the bindings say what it does.
    mutating func handle(_ key: Key, _ desk: Desk) -> [Intent]?

    /// Does what a binding of its own stands for.
    mutating func perform(_ action: App.Action, _ key: Key, _ desk: Desk) -> [Intent]
}

/// A part that lies over the desk and has all the keys for as long as it does.
protocol OverlayPart: Part {
    /// The case of ``App/Overlay`` that holds it.
    var overlay: App.Overlay { get }

    /// Why what it asks for cannot be done any more, in a sentence, where that has been settled meanwhile; nil where it can. It
    /// leaves by itself then, unless somebody types in it or in what was opened from it.
    func settlement(_ desk: Desk) -> String?

    /// Whether keys are text in it, or digits.
    var takesText: Bool { get }

    /// Whether something that would be missed has been typed in it.
    var isDirty: Bool { get }

    /// Stays although what it asks for cannot be done any more, says why, and does nothing but close.
    mutating func becomeOver(_ reason: String)

    /// Learns how much room it has, before it is drawn.
    mutating func layOut(_ desk: Desk)

    /// Draws itself over the whole screen.
    func draw(on frame: inout Frame, _ desk: Desk)
}

extension Part {
    func legend(_ desk: Desk) -> [Fact] { [] }
    func disabledReason(_ action: App.Action, _ desk: Desk) -> String? { nil }
}

extension OverlayPart {
    func settlement(_ desk: Desk) -> String? { nil }
    var takesText: Bool { false }
    var isDirty: Bool { false }
    mutating func becomeOver(_ reason: String) {}
    mutating func layOut(_ desk: Desk) {}
}

/// What a part wants of the rest of the desk.
enum Intent {
    /// Ask something of the client.
    case client(Client.Event)
    /// Carry out an effect of the desk's own.
    case effect(App.Effect)
    /// Lay something over the desk, or take away what lies topmost.
    case open(App.Overlay)
    case close
    /// Give the keys to a part, or back to one that had them, as it was left unless something of it was refused meanwhile.
    case focus(App.Focus)
    case back(to: App.Focus)
    /// Say something in the line above the footer.
    case notice(String, isGood: Bool)
    /// Put the choice of the list on a borrow.
    case choose(OperationID)
    /// Have the list show just the seats that a row of the holdings counts.
    case show(Holdings.Part)
    /// Do something to the form; `asks` before what a person has typed there is lost by it.
    case fill(BorrowForm.Filling, asks: Bool = true)
    /// Do in the part below what a key there would do.
    case act(App.Action)
    /// Return several borrows, one after another.
    case release([OperationID])
    /// Set the end of the dialog or form below the calendar.
    case end(BorrowEnd)
    /// End the program.
    case leave(ExitCode)
}
