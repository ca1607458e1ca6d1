internal import Foundation
internal import Licensing
internal import TerminalUI

/// The sentences on the screen that no exception speaks: those are in the catalogue.
enum Strings {
    static let noBorrows = "Nothing is borrowed."
    static let loadingLedger = "Reading the ledger…"
    static let noDevice = "no id found: type one"

    static let alreadyReturned = "This one has been returned already."
    static let alreadyEnded = "This one has ended; its seat is free."
    static let stillHeld = "Only a borrow that has ended can be taken off the list; return it first."
    static let nothingUnderway = "Nothing is under way."
    static let cannotCheckBySignOn =
        "The server takes no question about a single sign-on borrow: it asks for a key or a user."
    static let signOnEndsByItself = "The server takes no return of a single sign-on borrow; it ends by itself."
    static let signOnIsOneWay =
        "A borrow by SSO cannot be returned, nor asked about: it ends by itself."
    static let isOver = "It is over: borrow it again."
    static let stillRuns = "It is not over: extend it instead."
    static let filledInAgain = "Filled in as it was borrowed: say until when, and what signs in."
    static let outcomeIsKnown = "Nothing to settle: the outcome is known."
    static let notInTheList = "This one is not in the list: nothing was written of it."
    static let nothingToCorrect = "What this problem is about has no such field."
    static let notInTheListAnyMore = "This one is not in the list any more."
    static let nothingMarked = "Nothing is marked."
    static let nothingToRepeat = "Its outcome is known: extend it instead."
    static let underwayHere = "An operation on it is under way."
    static let underwayElsewhere = "Somebody's operation on it is under way."
    static let copied = "Sent to the terminal's clipboard."
    static let nothingToActivate = "Only a borrow that was refused can be followed by an activation."
    static let noOtherProblem = "There is no other problem."
    static let productLooksLikeKey = "This looks like a license key; it belongs into Key."
    static let productIsLicenseKey = "This looks like a license key, and no product is called so."
    static let noteNeedsReason = "Say why, in a few words."
    static let notWatched = "What others do on this ledger is not shown by itself: start again to see it."
    static let noProblem = "No problem is open."
    static let doesNotHelp = "That would not help with this problem."
    static let sentAlready = "That borrow has been sent; its response is awaited."
    static let enterCameTwice = "Enter came twice at once; press it again to go on."
    static let cameBeforeThis = "That key came before this did; press it again."
    static let needsCredentials = "Fill in product, user and password first: the list is that user's."
    static let keyHasOneLicense = "A license key names one license; the number is not needed."

    // Each of these names the key that does it, where one does.

    static func demoWelcome(_ key: String?) -> String {
        "A License API runs on this host for you to try." + (key.map { " \($0) opens the guide." } ?? "")
    }
    static func filledIn(_ key: String?) -> String {
        "Filled in from the guide" + (key.map { ": \($0) borrows." } ?? ".")
    }
    static func activated(_ key: String?) -> String {
        "The device is activated." + (key.map { " \($0) borrows." } ?? "")
    }
    static func questionWaits(_ key: String?) -> String {
        "A question waits for your answer" + (key.map { ": \($0) leaves the form." } ?? ".")
    }
    static func unreadLedger(_ problem: String?, _ retry: String?) -> String {
        let steps = [problem.map { "\($0) goes to the problem" }, retry.map { "\($0) reads it again" }]
            .compactMap(\.self)
        return "The ledger could not be read." + (steps.isEmpty ? "" : " \(steps.joined(separator: ", ")).")
    }
    static func typeTheWord(_ word: String, _ key: String?) -> String {
        "Type \(word) to do it" + (key.map { ", or leave by \($0)." } ?? ".")
    }

    static func clockIsOff(_ offset: TimeInterval) -> String {
        "This clock is \(DurationText.short(offset)) \(offset > 0 ? "slow" : "fast"): see timedatectl status. Times count by the server's."
    }
    static func notOnDisk(_ name: String) -> String {
        "What the server said of \(name) is not on disk yet; it is written as soon as the disk takes it."
    }
    static func ledgerIsBusy(_ holder: String) -> String { "Waiting for the ledger: \(holder)" }
    static func answerOneOf(_ choices: [String]) -> String { "Answer \(choices.joined(separator: " or "))." }
    static func typeTheWord(_ word: String) -> String { "Type \(word) to do it." }
    static let setupLosesTyped = "What you typed is not written yet: once more leaves."
    static func setupWaits(_ seconds: Int) -> String { "Asking the server, \(seconds) s · ^X stops waiting" }
    static func wouldReplace(_ paths: [String]) -> String {
        "\(paths.joined(separator: ", ")) \(paths.count == 1 ? "is" : "are") there already. Replace \(paths.count == 1 ? "it" : "them")?"
    }
    static func setVariables(_ names: [String]) -> String {
        "Set \(names.joined(separator: " and ")) in the environment that starts Berth, and start it again."
    }
    static func cut(_ limit: Int) -> String { "This takes \(limit) characters; what came after them is left out." }
    static let takesNoText = "This takes no text; the arrows go to a field that does."
    static let quitSmall = " Something is under way or typed: once more quits."
    static func tooSmall(_ wanted: Size, _ size: Size, _ quit: String?) -> String {
        "Berth needs \(wanted.columns)x\(wanted.rows) cells; here are \(size.columns)x\(size.rows)."
            + (quit.map { " Until then no key acts; \($0) quits." } ?? "")
    }
    static func sent(_ seconds: Int, _ key: String?) -> String {
        "Waiting for the server, \(seconds) s" + (key.map { " · \($0) stops waiting" } ?? "")
    }
    static func nothingFound(_ text: String) -> String { "No row holds \"\(text)\"; Esc shows all." }
    static func nothingToChoose(_ text: String) -> String {
        text.isEmpty ? "Nothing to choose from yet." : "Nothing holds \"\(text)\"."
    }
    static func isElsewhere(_ borrow: Borrow) -> String {
        let account = [borrow.subject.server, borrow.account.profile.map { "profile \($0)" }].compactMap(\.self)
        return "It was made with \(account.joined(separator: ", ")); start Berth with that."
    }
    static func shortens(_ length: String, _ key: String?) -> String {
        "That ends \(length) earlier than it does now." + (key.map { " \($0) again shortens it." } ?? "")
    }
    static func signInTurned(_ signIn: BorrowForm.SignIn, _ product: String) -> String {
        switch signIn {
        case .licenseKey: "Licenses of \(product) open by key: the form asks for that now."
        case .user: "Licenses of \(product) open by user and password: the form asks for those now."
        case .singleSignOn: "Licenses of \(product) open by single sign-on."
        }
    }
}
