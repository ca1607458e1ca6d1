internal import TerminalUI

extension App {
    /// Something that a key can do at the desk. Its raw value is its name in a configuration that binds other keys to it.
    public enum Action: String, Hashable, Sendable, CaseIterable {
        // Everywhere
        case help, quit, suspend, repaint
        case commands
        case interrupt
        case stopWaiting = "stop-waiting"

        // From one part of the desk to another
        case nextPane = "next-pane"
        case list
        case new
        case problem
        case guide

        // In the form
        case nextField = "next-field"
        case previousField = "previous-field"
        case goOn = "go-on"
        case choose
        case turn
        case borrow
        case leaveForm = "leave-form"

        // On a borrow
        case release = "return"
        case extend
        case repeatBorrow = "repeat"
        case check = "ask-server"
        case note = "settle"
        case borrowAgain = "borrow-again"
        case forget
        case details

        // In the list
        case find, sort, mark, timeline
        case holdings = "who-holds-what"
        case markAll = "mark-all"
        case unmarkAll = "unmark-all"
        case clear

        // On a problem
        case retry
        case editProduct = "correct-product"
        case editSignIn = "correct-sign-in"
        case editLicense = "correct-license"
        case editFeature = "correct-feature"
        case editDevice = "correct-device"
        case editEnd = "correct-end"
        case useMaximum = "use-maximum"
        case activateDevice = "activate"
        case nextProblem = "next-problem"
        case closeProblem = "close-problem"
        case closeAllProblems = "close-all-problems"

        // In what lies over the desk
        case accept
        case close
        case move
        case scroll
        case calendar
        case maximum
        case whose
        case copy
        case copyCommand = "copy-command"
        case receipt
        case save
    }
}

extension App {
    /// The keys that mean the same wherever they are pressed.
    static let always: [Binding<Action>] = [
        .hidden(.control("c"), does: .interrupt, "quit", "Leave the program; borrows stay borrowed."),
        .hidden(.alt("x"), does: .commands, "commands", "Find a command by its name."),
        .hidden(.control("x"), does: .stopWaiting, "stop", "Stop waiting for the server's response."),
        .hidden(.control("z"), does: .suspend, "suspend", "Go to the shell; `fg` comes back."),
        .hidden(.control("l"), does: .repaint, "redraw", "Redraw the screen."),
    ]

    /// The keys of every part of the desk in which letters are commands.
    static let panes: [Binding<Action>] = [
        .hidden(.tab, does: .nextPane, "next", "Go to the next part of the desk."),
        .hidden(.character("!"), does: .problem, "problem", "Go to the open problem."),
        .hidden(.character("g"), .function(2), does: .guide, "guide", "Show what the demo offers to try."),
        .hidden(.character(":"), does: .commands, "commands", "Find a command by its name."),
        .shown(.character("?"), .function(1), does: .help, "help", "Show the keys of this place."),
        .shown(.character("q"), does: .quit, "quit", "Leave the program; borrows stay borrowed."),
    ]
}
