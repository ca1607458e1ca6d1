internal import ClientCore
internal import FoundationEssentials
internal import Ledger
internal import Licensing
internal import TerminalUI

/// The sentences on the screen that no exception speaks: those are in the catalogue.
enum Strings {
    static let noBorrows = "Nothing is borrowed."
    static let loadingLedger = "Reading the ledger…"
    static func readingLedger(_ title: String, _ progress: LedgerProgress) -> String {
        "\(title), reading \(thousands(progress.read)) of \(thousands(progress.total))"
    }
    /// `12,000`
    private static func thousands(_ number: Int) -> String {
        number < 1000 ? String(number) : thousands(number / 1000) + "," + String(String(number + 1000).suffix(3))
    }
    static let noDevice = "no id found: type one"

    static let alreadyReturned = "This one has been returned already."
    static let alreadyEnded = "This one has ended; its seat is free."
    static let stillHeld = "Only a borrow that has ended can be taken off the list; return it first."
    static let nothingUnderway = "Nothing is under way."
    static let stoppedAsking = "Stopped: the server’s answer is not waited for any more."
    static let cannotBeStopped = "What is under way cannot be stopped now; it is over soon."
    static func returnsNotBegun(_ count: Int) -> String {
        count == 1
            ? "1 return has not begun; it stays borrowed." : "\(count) returns have not begun; they stay borrowed."
    }
    static let cannotCheckBySignOn =
        "The server cannot be asked about a borrow by single sign-on: a check wants a license key or a user."
    static let signOnEndsByItself = "A borrow by single sign-on cannot be returned: it ends by itself."
    static let signOnIsOneWay =
        "A borrow by SSO can be neither returned nor checked: it ends by itself."
    static let isOver = "It is over: borrow it again."
    static let stillRuns = "It still runs: extend it instead."
    /// - Parameters:
    ///   - isOfSeat: whether a borrow or a return is in doubt, which the desk repeats.
    ///   - way: the key that repeats it, or asks the server.
    static func isInDoubt(isOfSeat: Bool, _ way: String?, _ note: String?) -> String {
        func by(_ key: String?) -> String { key.map { " (\($0))" } ?? "" }
        let first = isOfSeat ? "repeat it" : "ask the server"
        return "Its outcome is unknown: \(first)\(by(way)), or settle it by hand\(by(note))."
    }
    static func filledInAgain(_ other: String?) -> String {
        "Filled in as it was borrowed\(other.map { ", for \($0) this time" } ?? ""). Still wanted: the end, and what signs in."
    }
    static let outcomeIsKnown = "Nothing to settle: the outcome is known."
    static let notInTheList = "It is not in the list: no borrow was recorded."
    static let nothingToCorrect = "This problem is about a request that has no such field."
    /// Why nothing of what is marked is returned.
    static func nothingToReturn(_ left: [String], _ key: String?) -> String {
        (["Nothing of what is marked can be returned at once."] + left
            + (key.map { ["\($0) takes the marks away."] } ?? []))
            .joined(separator: " ")
    }
    /// Why none of those that a question is about can be returned any more.
    static func nothingLeftToReturn(_ left: [String]) -> String {
        (["nothing of what is marked can be returned any more."] + left).joined(separator: " ")
    }
    static let noneToReturnNow = "None of what is marked can be returned now."
    /// - Parameter reason: what is under way.
    static func waits(_ reason: String) -> String { "\(reason) This waits until that is over." }
    /// What was marked and has come to be over by others, or by itself.
    static func marksGone(_ name: String?, of count: Int) -> String {
        count == 1
            ? "A mark is gone: \(name ?? "its borrow") has been returned, or has ended, meanwhile."
            : "\(count) marks are gone: what they were on has been returned, or has ended, meanwhile."
    }
    /// - Parameter source: where the key was taken from as it was used last; nil where it was typed.
    static func keyWanted(_ source: SecretSource?) -> String {
        let place: String? =
            switch source {
            case .environment(let name): "the variable \(name)"
            case .file(let path): "the file \(path)"
            case .prompt, nil: nil
            }
        return place.map { "The license key came from \($0), which does not hold it here; type it" }
            ?? "The license key is not kept; type it again"
    }
    static let notInTheListAnyMore = "This one is not in the list any more."
    /// - Parameter reason: why what it asks for cannot be done any more.
    static func closed(_ reason: String) -> String { "The question has closed: \(reason)" }
    /// The same while it stays open, since somebody types in it.
    static func over(_ reason: String, _ key: String?) -> String {
        "Too late: \(reason) Nothing is sent any more." + (key.map { " \($0) closes this." } ?? "")
    }
    static let closedAsGone = "its borrow is not in the list any more."
    static let questionSettled = "what it asked about has been settled meanwhile."
    static let noReceiptKept = "No receipt of it is kept."
    static func ordered(by order: BorrowList.Order) -> String { "Ordered by \(order)." }
    static let nothingMarked = "Nothing is marked."
    static func rowsAreMarked(_ key: String?) -> String {
        "Rows are marked: that is done with one row." + (key.map { " \($0) takes the marks away." } ?? "")
    }
    /// What is in doubt is neither a borrow nor a return.
    static func repeatedByCommand(_ borrow: Borrow, _ commands: OwnFlags) -> String {
        "What is in doubt is no borrow: repeat it by `\(commands.line(["settle", borrow.id.rawValue, "--repeat"]))`, "
            + "or settle it by hand."
    }
    static let nothingToRepeat = "Its outcome is known: extend it instead."
    static let nothingToRepeatOver = "Its outcome is known, and it is over: borrow it again."
    static let underwayHere = "An operation on it is under way."
    static func waitsForReturn(_ key: String?) -> String {
        "It waits for its return with others." + (key.map { " \($0) stops them." } ?? "")
    }
    static let underwayElsewhere = "Somebody's operation on it is under way."
    static let copied = "Sent to the terminal's clipboard."
    static let nothingToActivate = "Only after a refused borrow can the device be activated here."
    static let activationRefused = "The activation has a problem of its own, which says what to do."
    static let noOtherProblem = "There is no other problem."
    static let looksLikeKey = "This looks like a license key; type it into Key."
    static let productIsLicenseKey = "This looks like a license key, not a product short code."
    static let noteNeedsReason = "Say why, in a few words."
    static let notWatched = "What others do on this ledger does not show by itself: start Berth again to see it."
    static let noProblem = "No problem is open."
    static let doesNotHelp = "That would not help with this problem."
    static let sentAlready = "That borrow has been sent; Berth waits for the response."
    static let enterCameTwice = "Enter came twice at once; press it again to go on."
    static let cameBeforeThis = "That key was pressed before this came up; press it again."
    /// The same of a key that does nothing here.
    static let cameBefore = "That key was pressed before this came up, where it does nothing."
    /// - Parameters:
    ///   - key: the key that does say yes.
    ///   - yes: what that does.
    static func enterIsNoAnswer(_ key: String, _ yes: String) -> String {
        "Enter does not answer this: \(key) does (\(yes))."
    }
    static let needsCredentials = "Fill in product, user and password first: the list is that user's."
    static let keyHasOneLicense = "A license key names one license; no license id is needed."

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
    /// - Parameter place: where somebody types meanwhile.
    static func questionWaits(_ key: String?, in place: String) -> String {
        "A question waits for your answer" + (key.map { ": \($0) leaves the \(place)." } ?? ".")
    }
    static func unreadLedger(_ problem: String?, _ retry: String?) -> String {
        let steps = [problem.map { "\($0) goes to the problem" }, retry.map { "\($0) reads it again" }]
            .compactMap(\.self)
        return "The ledger could not be read." + (steps.isEmpty ? "" : " \(steps.joined(separator: ", ")).")
    }
    static func choiceMoved(_ name: String, _ key: String?, isReturn: Bool) -> String {
        "The choice has moved to \(name)"
            + (key.map { ": \($0) again \(isReturn ? "returns it" : "takes it off the list")." } ?? ".")
    }
    static func typeTheWord(_ word: String, _ key: String?) -> String {
        "Type \(word) to do it" + (key.map { ", or leave by \($0)." } ?? ".")
    }

    static func clockIsOff(_ offset: TimeInterval) -> String {
        "This clock is \(DurationText.short(offset)) \(offset > 0 ? "slow" : "fast"): see timedatectl status. Countdowns go by the server's clock."
    }
    static func notOnDisk(_ name: String) -> String {
        "The server's response about \(name) is not on disk yet; it is written as soon as the disk allows."
    }
    static func notWrittenAtEnd(_ name: String, _ command: String) -> String {
        "\(name): what came of it is not on disk; the ledger knows that it was sent. See how it stands: \(command)"
    }
    static func ledgerIsBusy(_ holder: String) -> String { "Waiting for the ledger: \(holder)" }
    static func answerOneOf(_ choices: [String]) -> String { "Answer \(choices.joined(separator: " or "))." }
    static func typeTheWord(_ word: String) -> String { "Type \(word) to do it." }
    static let setupLosesTyped = "Not written yet: once more leaves."
    static func setupWaits(_ seconds: Int) -> String { "Asking the server, \(seconds) s · ^X stops waiting" }
    static func replacing(_ files: Int) -> String {
        files == 1 ? "This file is there already. Replace it?" : "These files are there already. Replace them?"
    }
    static func setVariables(_ names: [String]) -> String {
        "Set \(names.joined(separator: " and ")) in the environment that starts Berth, and start it again."
    }
    static func cut(_ limit: Int) -> String { "At most \(limit) characters fit here; the rest was left out." }
    static let secretForgotten = "What was typed is forgotten; type or paste it anew."
    static func reasonHoldsKey(_ key: String?) -> String {
        "This looks like a license key, which the history must not keep."
            + (key.map { " " + noKey("\($0) once more") } ?? "")
    }
    /// - Parameter what: what is done again where what looks like a license key is a name.
    static func noKey(_ what: String) -> String { "If it is none, \(what) keeps it." }
    static let typeAnew = "forgotten: type or paste it anew"
    static let typingReplaces = "What you type takes its place."
    static let takesNoText = "Nothing can be typed here; the arrows go to another field."
    static let quitSmall = "Something is under way or typed: once more quits. "
    static func tooSmall(_ wanted: Size, _ size: Size, _ quit: String?) -> String {
        "Berth needs \(wanted.columns)x\(wanted.rows) cells; here are \(size.columns)x\(size.rows)."
            + (quit.map { " Until then no key acts; \($0) quits." } ?? "")
    }
    static func sent(_ seconds: Int, _ key: String?) -> String {
        "Waiting for the server, \(seconds) s" + (key.map { " · \($0) stops waiting" } ?? "")
    }
    static func settling(_ end: String, _ key: String?) -> String {
        "Will be sent at \(end), once the request before is surely over"
            + (key.map { " · \($0) drops it" } ?? "")
    }
    static func nothingHeld(_ part: String, _ key: String?) -> String {
        "\(part): nothing any more." + (key.map { " \($0) shows all rows." } ?? "")
    }
    static func nothingFoundYet(_ text: String) -> String {
        "No row read so far matches \"\(KeyShape.hidden(text))\"."
    }
    static func nothingFound(_ text: String, of count: Int, _ key: String?) -> String {
        let all = count == 1 ? "the one borrow does not match" : "none of the \(count) borrows matches"
        return "Searched for \"\(KeyShape.hidden(text))\": \(all)." + (key.map { " \($0) ends the search." } ?? "")
    }
    static func nothingToChoose(_ text: String) -> String {
        text.isEmpty ? "Nothing to choose from yet." : "Nothing matches \"\(KeyShape.hidden(text))\"."
    }
    /// What goes to another account is done by a desk of that, or by a command, which goes there by itself.
    static func isElsewhere(_ borrow: Borrow, _ desk: Desk, to action: App.Action? = nil) -> String {
        let profiles = desk.client.session.profiles(for: borrow)
        let command = profiles.isEmpty ? nil : action.flatMap { $0.command(for: borrow, desk.settings.commands) }
        return "It was made with \(borrow.madeWith): \(opening(profiles, desk))"
            + (command.map { ", or run `\($0)`" } ?? "") + "."
    }
    /// What stands in place of a command where there is no room for it.
    static func commandIsIn(_ help: String?) -> String { help.map { "a command (\($0) shows it)" } ?? "a command" }
    /// The same of several.
    static func areElsewhere(_ borrows: [Borrow], _ desk: Desk) -> String {
        let names = Set(borrows.map(\.madeWith)).sorted().joined(separator: "; ")
        let profiles = Set(borrows.flatMap { desk.client.session.profiles(for: $0) }).sorted()
        return "They were made with \(names): \(opening(profiles, desk))."
    }
    /// Of all rows that could be returned these were left out.
    static func notMarked(_ others: [Borrow], _ desk: Desk) -> String {
        others.count == 1
            ? "Not marked: 1 row. " + isElsewhere(others[0], desk)
            : "Not marked: \(others.count) rows. " + areElsewhere(others, desk)
    }
    private static func opening(_ profiles: [String], _ desk: Desk) -> String {
        let commands = profiles.map { desk.settings.commands.complete("berth --profile \($0.shellQuoted)") }
        return commands.isEmpty
            ? "start Berth with that" : "open " + commands.map { "`\($0)`" }.joined(separator: " or ")
    }
    static func endedMeanwhile(_ name: String) -> String {
        "\(name) has ended meanwhile, and its seat is free."
    }
    static func returnedMeanwhile(_ name: String) -> String {
        "\(name) has been returned meanwhile."
    }
    static func borrowedMeanwhile(_ name: String) -> String {
        "\(name) has been borrowed meanwhile."
    }
    static func movedOnMeanwhile(_ name: String) -> String {
        "something else has been done about \(name) meanwhile."
    }
    static func doubtfulAnew(_ name: String) -> String {
        "something else has been tried on \(name) meanwhile, of unknown outcome, too."
    }
    static func knownMeanwhile(_ name: String) -> String {
        "the outcome of \(name) is known now."
    }
    static func configurationRead(_ changed: [String], later: [String]) -> String {
        let what = changed.isEmpty ? "." : ": \(changed.joined(separator: ", "))."
        guard let last = later.last else { return "The configuration was read anew\(what)" }
        let names = later.count == 1 ? last : later.dropLast().joined(separator: ", ") + " and " + last
        return "The configuration was read anew\(what) From the next start on: \(names)."
    }
    static func configurationRefused(_ problem: Problem) -> String {
        "The configuration cannot be used; what held before goes on. \(problem.message)"
    }
    static func signInDiffers(_ signIn: BorrowForm.SignIn, _ product: String) -> String {
        let way = signIn == .licenseKey ? "license key" : "user and password"
        return "Licenses of \(product) are used by \(way): choose that here."
    }
    static func signInTurned(_ signIn: BorrowForm.SignIn, _ product: String) -> String {
        switch signIn {
        case .licenseKey: "Licenses of \(product) are used by license key: that is asked for now."
        case .user: "Licenses of \(product) are used by user and password: those are asked for now."
        case .singleSignOn: "Licenses of \(product) are used by single sign-on."
        }
    }
}

extension Borrow {
    /// The account that it was made with, as sentences name it.
    fileprivate var madeWith: String {
        account.profile.map { "profile \($0.inQuotes), \(subject.server)" } ?? subject.server
    }
}

extension App.Action {
    /// The command that does it with a borrow, by the borrow's own account; nil where none does.
    fileprivate func command(for borrow: Borrow, _ commands: OwnFlags) -> String? {
        let id = borrow.id.rawValue
        return switch self {
        case .release, .mark: commands.lineElsewhere(["release", id])
        case .extend: commands.lineElsewhere(["extend", id, "--max"])
        case .repeatBorrow: commands.lineElsewhere(["settle", id, "--repeat"])
        case .check: commands.lineElsewhere(["seats", id])
        default: nil
        }
    }
}
