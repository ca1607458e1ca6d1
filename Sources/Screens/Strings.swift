internal import Foundation
internal import Licensing

/// The sentences on the screen that no exception speaks: those are in the catalogue.
enum Strings {
    static let demoWelcome = "A License API runs on this host for you to try. F2 opens the guide."
    static let limitUnknown = "limit not known yet"
    static let noBorrows = "No borrows on this ledger yet."
    static let loadingLedger = "Reading the ledger…"
    static let noDevice = "no id found: type one"

    static let cannotReturnNothing = "There is no borrow to return."
    static let alreadyReturned = "This one has been returned already."
    static let alreadyEnded = "This one has ended; its seat is free."
    static let stillHeld = "Only a borrow that has ended can be taken off the list; return it first."
    static let nothingUnderway = "Nothing is under way."
    static let nothingToRetry = "There is nothing to try again."
    static let cannotLookBySignOn = "A license of single sign-on cannot be named to the server without its user."
    static let outcomeIsKnown = "This one's outcome is known."
    static let guideIsForTheDemo = "The guide belongs to the demo."
    static let noProblem = "No problem is open."
    static let needsCredentials = "Fill in product, user and password first: the list is that user's."
    static let keyHasOneLicense = "A license key names one license; the number is not needed."

    static func clockIsOff(_ offset: TimeInterval) -> String {
        "This clock is \(DurationText.short(offset)) \(offset > 0 ? "slow" : "fast"): see timedatectl status. Times count by the server's."
    }
    static func tooSmall(_ columns: Int, _ rows: Int) -> String { "Berth needs \(columns)x\(rows) cells" }
    static func sent(_ seconds: Int) -> String { "Waiting for the server, \(seconds) s · ^X stops waiting" }
}
