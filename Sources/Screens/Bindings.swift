public import TerminalUI

extension App {
    /// Something that a key can do at the desk.
    public enum Action: Hashable, Sendable {
        case nextField, previousField, openField, borrow, turn, toggle, leaveForm, stopWaiting
        case goToForm, goToBorrows, goToProblem, nextProblem, nextPane
        case release, extend, check, borrowDetails, forget, note
        case retry, editProduct, editSignIn, editLicense, editDevice, editEnd, useMaximum, activateDevice
        case problemDetails, closeProblem, copyDetails
        case move, scroll, close, accept
        case guide, help, quit, quitNow, suspend, repaint
    }

    /// What the keys do in a place: the one table that the footer and the help screen are made of.
    public static func bindings(in place: Place) -> [Binding<Action>] {
        let own: [Binding<Action>] =
            switch place {
            case .text: form + [borrowByEnter]
            case .opening: form + [open]
            case .turning: form + [turn, borrowByEnter]
            case .toggle: form + [toggle, borrowByEnter]
            case .button: form + [pressButton]
            case .borrows: borrows + panes
            case .problem: problem + panes
            case .calendar: calendar
            case .choice, .guide: choosing
            case .confirmRelease: [confirm("return it", "Give the seat back now."), keep]
            case .confirmCheck: [confirm("ask", "Ask the server."), keep]
            case .offerRelease: [yes("return it", "Give the seat back now."), keep]
            case .confirmRepeat: [yes("borrow again", "Set the end anew."), keep]
            case .note: [take, leave]
            case .confirmActivation: [confirm("activate", "Bind this device to the license."), keep]
            case .confirmQuit: [quitNow, keep]
            case .details: [copy, back, scroll]
            case .help: [back, scroll]
            }
        return own + always
    }

    // MARK: The form

    private static let form: [Binding<Action>] = [
        Binding(.tab, .down, action: .nextField, label: "next", help: "Go to the next field."),
        hidden(.backTab, .up, action: .previousField, label: "previous", help: "Go to the field before."),
        hidden(.control("x"), action: .stopWaiting, label: "stop", help: "Stop waiting for the server's answer."),
        Binding(.escape, action: .leaveForm, label: "list", help: "Go to the active borrows; what you typed stays."),
        Binding(.function(1), action: .help, label: "help", help: "Show the keys of this place."),
        hidden(.function(2), action: .guide, label: "guide", help: "Show what the demo offers to try."),
    ]
    private static let borrowByEnter = Binding<Action>(
        .enter, action: .borrow, label: "borrow", help: "Send the borrow.")
    private static let pressButton = Binding<Action>(
        .enter, .character(" "), action: .borrow, label: "borrow", help: "Send the borrow.")
    private static let open = Binding<Action>(
        .enter, .control("o"), action: .openField, label: "choose", help: "Open the list or the calendar of this field."
    )
    private static let turn = Binding<Action>(
        .right, .character(" "), .left, action: .turn, label: "other", help: "Change to another kind.")
    private static let toggle = Binding<Action>(
        .character(" "), .left, .right, action: .toggle, label: "on/off",
        help: "Turn the maximum borrow time on or off.")

    // MARK: The other parts of the desk

    private static let borrows: [Binding<Action>] = [
        Binding(.character("r"), action: .release, label: "return", help: "Give the chosen borrow back early."),
        Binding(.character("e"), action: .extend, label: "extend", help: "Borrow the chosen license to a new end."),
        Binding(
            .enter, .character("d"), action: .borrowDetails, label: "details", help: "Show all that is known of it."),
        hidden(
            .character("s"), action: .check, label: "ask server", help: "Ask the server about it; that takes a seat."),
        hidden(.character("v"), action: .note, label: "settle", help: "Settle an unknown outcome by hand."),
        hidden(.character("x"), action: .forget, label: "forget", help: "Take an ended borrow off the list."),
        Binding(.character("b"), action: .goToForm, label: "borrow", help: "Go to the borrow form."),
    ]

    private static let problem: [Binding<Action>] = [
        Binding(.character("R"), action: .retry, label: "retry", help: "Send the same request again."),
        hidden(.character("u"), action: .editEnd, label: "end", help: "Go to the end in the form."),
        hidden(.character("m"), action: .useMaximum, label: "maximum", help: "Borrow as long as the license allows."),
        hidden(.character("k"), action: .editSignIn, label: "sign-in", help: "Go to the key or the user in the form."),
        hidden(.character("p"), action: .editProduct, label: "product", help: "Go to the product in the form."),
        hidden(.character("l"), action: .editLicense, label: "license", help: "Go to the license in the form."),
        hidden(.character("h"), action: .editDevice, label: "device", help: "Go to the device in the form."),
        hidden(
            .character("a"), action: .activateDevice, label: "activate", help: "Activate the device on the license."),
        hidden(
            .character("s"), action: .check, label: "ask server", help: "Ask the server about it; that takes a seat."),
        hidden(.character("v"), action: .note, label: "settle", help: "Settle an unknown outcome by hand."),
        hidden(.character("n"), action: .nextProblem, label: "next", help: "Go to the next problem."),
        hidden(.character("o"), action: .goToBorrows, label: "borrows", help: "Go to the active borrows."),
        Binding(
            .character("d"), .enter, action: .problemDetails, label: "details", help: "Show all that is known of it."),
        Binding(.escape, .character("x"), action: .closeProblem, label: "close", help: "Close this problem."),
    ]

    private static let panes: [Binding<Action>] = [
        Binding(.tab, action: .nextPane, label: "next pane", help: "Go to the next part of the desk."),
        hidden(.character("!"), action: .goToProblem, label: "problem", help: "Go to the open problem."),
        hidden(.control("x"), action: .stopWaiting, label: "stop", help: "Stop waiting for the server's answer."),
        hidden(
            .character("g"), .function(2), action: .guide, label: "guide", help: "Show what the demo offers to try."),
        Binding(.character("?"), .function(1), action: .help, label: "help", help: "Show the keys of this place."),
        Binding(.character("q"), action: .quit, label: "quit", help: "Leave the program; borrows stay borrowed."),
    ]

    // MARK: What lies over the desk

    private static let calendar: [Binding<Action>] = [
        Binding(.enter, action: .accept, label: "take it", help: "Take this day and time."),
        Binding(.left, .right, .up, .down, action: .move, label: "day, week", help: "Move by a day or a week."),
        Binding(.pageUp, .pageDown, action: .move, label: "month", help: "Move by a month."),
        hidden(.home, .end, action: .move, label: "week's ends", help: "Go to the first or last day of the week."),
        hidden(.character("t"), action: .move, label: "today", help: "Go to today."),
        Binding(.character("m"), action: .move, label: "max", help: "Borrow as long as the license allows."),
        Binding(.escape, action: .close, label: "back", help: "Leave the end as it was."),
    ]

    private static let choosing: [Binding<Action>] = [
        Binding(.enter, action: .accept, label: "take it", help: "Take the chosen row."),
        Binding(.up, .down, .pageUp, .pageDown, action: .move, label: "choose", help: "Move in the list."),
        Binding(.escape, action: .close, label: "back", help: "Change nothing and go back."),
    ]

    private static let keep = Binding<Action>(
        .escape, .character("n"), action: .close, label: "keep", help: "Change nothing and go back.")
    private static let take = Binding<Action>(.enter, action: .accept, label: "note it", help: "Write the note down.")
    private static let leave = Binding<Action>(
        .escape, action: .close, label: "back", help: "Change nothing and go back.")
    private static let quitNow = Binding<Action>(
        .enter, .character("y"), .character("q"), .control("c"), action: .quitNow, label: "quit",
        help: "Leave the program.")
    private static let copy = Binding<Action>(
        .character("y"), action: .copyDetails, label: "copy", help: "Send the details to the terminal's clipboard.")
    private static let back = Binding<Action>(
        .escape, .enter, .character("q"), .character("?"), action: .close, label: "back", help: "Go back.")
    private static let scroll = Binding<Action>(
        .up, .down, .pageUp, .pageDown, .home, .end, action: .scroll, label: "scroll", help: "Move in the text.")

    /// A yes to what was not asked for by a key: only the letter says it, for Enter may have been meant for something else.
    private static func yes(_ label: String, _ help: String) -> Binding<Action> {
        Binding(.character("y"), action: .accept, label: label, help: help)
    }

    private static func confirm(_ label: String, _ help: String) -> Binding<Action> {
        Binding(.enter, .character("y"), action: .accept, label: label, help: help)
    }

    // MARK: Everywhere

    private static let always: [Binding<Action>] = [
        hidden(.control("c"), action: .quit, label: "quit", help: "Leave the program; borrows stay borrowed."),
        hidden(.control("z"), action: .suspend, label: "suspend", help: "Go to the shell; `fg` comes back."),
        hidden(.control("l"), action: .repaint, label: "repaint", help: "Paint the screen anew."),
    ]

    /// A binding that the help screen alone shows.
    private static func hidden(
        _ keys: Key..., action: Action, label: String, help: String
    ) -> Binding<Action> {
        Binding(keys, action: action, label: label, help: help, inFooter: false)
    }
}
