internal import Foundation
internal import Licensing

/// The sentences on the screen that no exception speaks: those are in the catalogue.
enum Strings {
    static let demoWelcome = "A License API runs on this host for you to try. F2 opens the guide."
    static let limitUnknown = "limit not known yet"
    static let noBorrows = "Nothing is borrowed."
    static let loadingLedger = "Reading the ledger…"
    static let noDevice = "no id found: type one"

    static let cannotReturnNothing = "There is no borrow to return."
    static let alreadyReturned = "This one has been returned already."
    static let alreadyEnded = "This one has ended; its seat is free."
    static let stillHeld = "Only a borrow that has ended can be taken off the list; return it first."
    static let nothingUnderway = "Nothing is under way."
    static let cannotCheckBySignOn =
        "The server takes no question about a single sign-on borrow: it asks for a key or a user."
    static let signOnEndsByItself = "The server takes no return of a single sign-on borrow; it ends by itself."
    static let outcomeIsKnown = "Nothing to settle: the outcome is known."
    static let notInTheList = "This one is not in the list: nothing was written of it."
    static let nothingToCorrect = "What this problem is about has no such field."
    static let nothingToActivate = "Only a borrow that was refused can be followed by an activation."
    static let noOtherProblem = "There is no other problem."
    static let productLooksLikeKey = "This looks like a license key; it belongs into Key."
    static let noteNeedsReason = "Say why, in a few words."
    static let questionWaits = "A question waits for your answer: Esc leaves the form."
    static let unreadLedger = "The ledger could not be read. ! goes to the problem, R reads it again."
    static let notWatched = "What others do on this ledger is not shown by itself: start again to see it."
    static let guideIsForTheDemo = "The guide belongs to the demo."
    static let noProblem = "No problem is open."
    static let needsCredentials = "Fill in product, user and password first: the list is that user's."
    static let keyHasOneLicense = "A license key names one license; the number is not needed."

    static func clockIsOff(_ offset: TimeInterval) -> String {
        "This clock is \(DurationText.short(offset)) \(offset > 0 ? "slow" : "fast"): see timedatectl status. Times count by the server's."
    }
    static func notOnDisk(_ name: String) -> String {
        "What the server said of \(name) is not on disk yet; it is written as soon as the disk takes it."
    }
    static func ledgerIsBusy(_ holder: String) -> String { "Waiting for the ledger: \(holder)" }
    static func cut(_ limit: Int) -> String { "This takes \(limit) characters; what came after them is left out." }
    static func tooSmall(_ columns: Int, _ rows: Int) -> String { "Berth needs \(columns)x\(rows) cells" }
    static func sent(_ seconds: Int) -> String { "Waiting for the server, \(seconds) s · ^X stops waiting" }
}
