internal import ClientCore
internal import Licensing
public import TerminalUI

extension App {
    /// Something that a key can do at the desk.
    public enum Action: Hashable, Sendable {
        case nextField, previousField, openField, borrow, turn, toggle, leaveForm, stopWaiting
        case goToForm, goToProblem, nextPane
        case returnBorrow, extend, borrowDetails, forget, markSeen
        case retry, editProduct, editSignIn, editLicense, editDevice, editEnd, useMaximum, activateDevice, goToBorrows
        case problemDetails, closeProblem
        case close, accept, guide, help, quit, quitNow, suspend, repaint, copyDetails
    }

    /// Where keys go: the topmost overlay, or the part of the desk that has the focus.
    public enum Place: Hashable, Sendable, CaseIterable {
        case text, opening, turning, toggle, button
        case borrows, problem
        case calendar, choice, confirmReturn, confirmQuit, confirmActivation, details, help, guide

        /// What a person calls it.
        public var name: String {
            switch self {
            case .text, .opening, .turning, .toggle, .button: "Borrow form"
            case .borrows: "Active borrows"
            case .problem: "Problem"
            case .calendar: "Calendar"
            case .choice: "List"
            case .confirmReturn: "Return a borrow"
            case .confirmQuit: "Quit"
            case .confirmActivation: "Activate this device"
            case .details: "Details"
            case .help: "Help"
            case .guide: "Demo guide"
            }
        }
    }

    /// What the keys do in a place.
    public static func bindings(in place: Place) -> [Binding<Action>] {
        switch place {
        case .text: form + [borrowByEnter] + always
        case .opening: form + [open] + always
        case .turning: form + [turn, borrowByEnter] + always
        case .toggle: form + [toggle, borrowByEnter] + always
        case .button: form + [pressButton] + always
        case .borrows: borrows + panes + always
        case .problem: problem + panes + always
        case .calendar: calendar + always
        case .choice: choosing + always
        case .confirmReturn:
            [
                Binding(.enter, .character("y"), action: .accept, label: "return it", help: "Give the seat back now."),
                keep,
            ] + always
        case .confirmQuit:
            [
                Binding(
                    .enter, .character("y"), .character("q"), action: .quitNow, label: "quit",
                    help: "Leave the program."),
                keep,
            ] + always
        case .confirmActivation:
            [
                Binding(
                    .enter, .character("y"), action: .accept, label: "activate",
                    help: "Bind this device to the license."),
                keep,
            ] + always
        case .details:
            [
                Binding(
                    .character("y"), action: .copyDetails, label: "copy",
                    help: "Send the details to the terminal's clipboard."),
                Binding(.escape, .enter, .character("q"), action: .close, label: "back", help: "Go back."),
            ] + always
        case .help:
            [
                Binding(
                    .escape, .enter, .character("q"), .character("?"), action: .close, label: "back", help: "Go back.")
            ] + always
        case .guide: choosing + always
        }
    }

    private static let form: [Binding<Action>] = [
        Binding(.tab, .down, action: .nextField, label: "next", help: "Go to the next field."),
        Binding(
            .backTab, .up, action: .previousField, label: "previous", help: "Go to the field before.", inFooter: false),
        Binding(
            .control("x"), action: .stopWaiting, label: "stop waiting", help: "Stop waiting for the server's answer.",
            inFooter: false),
        Binding(.escape, action: .leaveForm, label: "borrows", help: "Go to the active borrows; what you typed stays."),
        Binding(.function(1), action: .help, label: "help", help: "Show the keys of this place."),
        Binding(
            .function(2), action: .guide, label: "guide", help: "Show what the demo offers to try.", inFooter: false),
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
    private static let keep = Binding<Action>(
        .escape, .character("n"), action: .close, label: "keep", help: "Change nothing and go back.")

    private static let borrows: [Binding<Action>] = [
        Binding(.character("r"), action: .returnBorrow, label: "return", help: "Give the chosen borrow back early."),
        Binding(
            .character("e"), action: .extend, label: "extend", help: "Borrow the chosen license again, to a new end."),
        Binding(
            .enter, .character("d"), action: .borrowDetails, label: "details",
            help: "Show all that is known of the chosen borrow."),
        Binding(
            .character("v"), action: .markSeen, label: "seen", help: "Take note of an unknown outcome and stop asking.",
            inFooter: false),
        Binding(
            .character("x"), action: .forget, label: "forget", help: "Take an ended borrow off the list.",
            inFooter: false),
        Binding(.character("b"), .escape, action: .goToForm, label: "borrow", help: "Go to the borrow form."),
    ]

    private static let problem: [Binding<Action>] = [
        Binding(.character("R"), action: .retry, label: "retry", help: "Send the same request again."),
        Binding(.character("u"), action: .editEnd, label: "end", help: "Go to the end in the form.", inFooter: false),
        Binding(
            .character("m"), action: .useMaximum, label: "maximum", help: "Borrow as long as the license allows.",
            inFooter: false),
        Binding(
            .character("k"), action: .editSignIn, label: "sign-in", help: "Go to the key or the user in the form.",
            inFooter: false),
        Binding(
            .character("p"), action: .editProduct, label: "product", help: "Go to the product in the form.",
            inFooter: false),
        Binding(
            .character("l"), action: .editLicense, label: "license", help: "Go to the license in the form.",
            inFooter: false),
        Binding(
            .character("h"), action: .editDevice, label: "device", help: "Go to the device in the form.",
            inFooter: false),
        Binding(
            .character("a"), action: .activateDevice, label: "activate", help: "Activate the device on the license.",
            inFooter: false),
        Binding(
            .character("o"), action: .goToBorrows, label: "borrows", help: "Go to the active borrows.", inFooter: false),
        Binding(.character("d"), .enter, action: .problemDetails, label: "details", help: "Show the raw answer."),
        Binding(.escape, .character("x"), action: .closeProblem, label: "close", help: "Close this problem."),
    ]

    private static let panes: [Binding<Action>] = [
        Binding(.tab, action: .nextPane, label: "next pane", help: "Go to the next part of the desk."),
        Binding(
            .character("!"), action: .goToProblem, label: "problem", help: "Go to the open problem.", inFooter: false),
        Binding(
            .character("g"), .function(2), action: .guide, label: "guide", help: "Show what the demo offers to try.",
            inFooter: false),
        Binding(.character("?"), .function(1), action: .help, label: "help", help: "Show the keys of this place."),
        Binding(.character("q"), action: .quit, label: "quit", help: "Leave the program; borrows stay borrowed."),
    ]

    private static let calendar: [Binding<Action>] = [
        Binding(.enter, action: .accept, label: "take it", help: "Take this day and time."),
        Binding(.left, .right, .up, .down, action: .nextField, label: "day, week", help: "Move by a day or a week."),
        Binding(.pageUp, .pageDown, action: .nextField, label: "month", help: "Move by a month."),
        Binding(
            .home, .end, action: .nextField, label: "week's ends", help: "Go to the first or last day of the week.",
            inFooter: false),
        Binding(.character("t"), action: .nextField, label: "today", help: "Go to today.", inFooter: false),
        Binding(.character("m"), action: .nextField, label: "max", help: "Borrow as long as the license allows."),
        Binding(.escape, action: .close, label: "back", help: "Leave the end as it was."),
    ]

    private static let choosing: [Binding<Action>] = [
        Binding(.enter, action: .accept, label: "take it", help: "Take the chosen row."),
        Binding(.up, .down, .pageUp, .pageDown, action: .nextField, label: "choose", help: "Move in the list."),
        Binding(.escape, action: .close, label: "back", help: "Change nothing and go back."),
    ]

    private static let always: [Binding<Action>] = [
        Binding(
            .control("c"), action: .quit, label: "quit", help: "Leave the program; borrows stay borrowed.",
            inFooter: false),
        Binding(
            .control("z"), action: .suspend, label: "suspend", help: "Go to the shell; `fg` comes back.",
            inFooter: false),
        Binding(.control("l"), action: .repaint, label: "repaint", help: "Paint the screen anew.", inFooter: false),
    ]
}

extension App.State {
    /// Where keys go.
    public var place: App.Place {
        switch overlays.last {
        case .calendar: .calendar
        case .choice: .choice
        case .confirmReturn: .confirmReturn
        case .confirmQuit: .confirmQuit
        case .confirmActivation: .confirmActivation
        case .borrowDetails, .problemDetails: .details
        case .help: .help
        case .guide: .guide
        case nil: placeWithoutOverlay
        }
    }

    /// Where keys went before the topmost overlay was opened: what the help screen is about.
    var placeBelow: App.Place {
        var below = self
        below.overlays = overlays.dropLast()
        return below.place
    }

    private var placeWithoutOverlay: App.Place {
        switch focus {
        case .borrows: .borrows
        case .problem: client.problems.isEmpty ? .borrows : .problem
        case .form:
            switch form.focus {
            case .signIn, .proofKind: .turning
            case .maximum: .toggle
            case .submit: .button
            case let field where field.opens: .opening
            default: .text
            }
        }
    }

    /// Why an action cannot be done now; nil where it can.
    public func disabledReason(_ action: App.Action) -> String? {
        switch action {
        case .returnBorrow:
            switch selectedBorrow?.status(at: serverNow) {
            case nil: Strings.cannotReturnNothing
            case .returned?: Strings.alreadyReturned
            case .ended?: Strings.alreadyEnded
            case .active?, .pending?, .unknown?, .refused?: nil
            }
        case .extend, .borrowDetails: selectedBorrow == nil ? Strings.noBorrows : nil
        case .forget:
            switch selectedBorrow?.status(at: serverNow) {
            case nil: Strings.noBorrows
            case .ended?, .returned?, .refused?: nil
            case .active?, .pending?, .unknown?: Strings.stillHeld
            }
        case .markSeen: selectedBorrow?.doubt == nil ? "This one's outcome is known." : nil
        case .stopWaiting: client.underway.isEmpty ? Strings.nothingUnderway : nil
        case .goToProblem, .problemDetails, .closeProblem: client.problems.isEmpty ? Strings.noProblem : nil
        case .retry: lastAttempt == nil ? Strings.nothingToRetry : nil
        case .guide: settings.isDemo ? nil : "The guide belongs to the demo."
        default: nil
        }
    }
}
