internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing

struct SeatsCommand: SendingVerb {
    static let configuration = CommandConfiguration(
        commandName: "seats",
        abstract: "Tell how many seats of a license are free, which takes one where the device holds none.",
        discussion: """
            The License API tells seats with a check, and a check takes a seat for the device where it holds none: for a while, \
            until a release or the license's floating time-out. So this asks first, and wants --yes where nobody can be asked. \
            A device with a borrow takes no further seat. Afterwards it offers to give the seat back; --release-after does so \
            unasked. A licensed application that runs on this device without a borrow may hold the seat that is given back.

            The license is one that the ledger knows: from a borrow, or from `berth activate`. Its features are listed too. \
            A user's licenses and their seats, as of the last check, come from `berth licenses`, which takes none.

            Examples:
              berth seats CAD-PRO
              berth seats CAD-PRO --yes --release-after --json
              berth seats RENDER --feature GPU --yes
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var account: AccountOptions
    @OptionGroup var subject: BorrowOptions

    @Flag(help: "Take the seat without being asked.")
    var yes = false

    @Flag(help: "Give the seat that was taken back.")
    var releaseAfter = false

    @OptionGroup var sending: SendingOptions

    var json: Bool { sending.json }
    var sends: Bool { true }

    mutating func perform() async throws -> ExitCode {
        let subject = subject
        let found = try await BorrowAtHand.find(connection, account, sending) { choice throws(Problem) in
            try choice.newest(subject)
        }
        let (chosen, headless, moment) = (found.borrow, found.headless, Moment(host: Date()))
        if !sending.dryRun { try confirm(chosen, at: moment) }
        let key = try await found.key(account)
        let ending = await headless.perform(.check(chosen.id), key: key)
        if sending.dryRun {
            let last = releaseAfter ? await headless.perform(.release(chosen.id), key: key) : ending
            return try last.report(sending)
        }
        let result = try ending.success()
        guard let (borrow, lines) = Self.read(result) else { return try ending.report(sending) }
        var outcome = JSONShapes.Outcome(result, at: Moment(host: Date()))
        // The seat is there, whatever happens to the output.
        let taken = borrow.checkTookSeat ? borrow.seatTaken : nil
        if !json { try Report.done(taken) { try Report.lines(lines) } }
        if borrow.checkTookSeat, try givesBack() {
            let released = try await headless.perform(.release(borrow.id), key: key).success()
            guard case .released(let row) = released else { return try ending.report(sending) }
            outcome.seat = "released"
            outcome.borrow = .init(row, at: Moment(host: Date()))
            if !json, !sending.quiet { try Report.done("Gave the seat back.") }
        } else if let taken, !json {
            Report.note(taken)
        }
        if json { try Report.done(outcome.seat == "taken" ? taken : nil) { try Report.json(outcome) } }
        return .success
    }

    /// Says that a seat is taken, and asks a person at the terminal; elsewhere a flag has to say so.
    private func confirm(_ borrow: Borrow, at moment: Moment) throws(Problem) {
        if let end = borrow.sureEnd(at: moment) {
            if !sending.quiet {
                Report.note("\(borrow.title) is borrowed until \(UTC.format(end)): no further seat is taken")
            }
            return
        }
        let words =
            "A check takes a seat of \(borrow.title) for the device \(borrow.subject.hardwareID.short) where it holds none, "
            + "until a release or the license's time-out."
        guard !yes else {
            if !sending.quiet { Report.note(words) }
            return
        }
        guard Prompt.isPossible else { throw .usage("\(words) To take it, add --yes.", name: "--yes") }
        guard Prompt.isConfirmed("\(words) Take it?") else {
            throw Problem(
                .operationNotSent, message: "The server was not asked, and no seat was taken.", time: moment.host,
                effect: .none)
        }
    }

    /// Whether the seat is to be given back: as the flag says, or as a person at the terminal does.
    private func givesBack() throws -> Bool {
        if releaseAfter { return true }
        guard !json, !sending.quiet, Prompt.isPossible else { return false }
        return Prompt.isConfirmed("The check took a seat. Give it back?")
    }

    /// The borrow as it stands after a check, and what the check told for people.
    private static func read(_ result: Client.Outcome.Result) -> (Borrow, [String])? {
        switch result {
        case .checked(let borrow, let license):
            let features = license.features.isEmpty ? [] : [""] + LicenseTables.lines(license.features)
            return (borrow, ["\(borrow.title): \(LicenseTables.seats(license.seats))."] + features)
        case .checkedFeature(let borrow, let feature):
            let seats = feature.seats == nil ? feature.seatsWords : LicenseTables.seats(feature.seats)
            return (borrow, ["\(borrow.title): \(seats)."])
        default: return nil
        }
    }
}

extension Borrow {
    /// That a check took a seat, and how to give it back.
    fileprivate var seatTaken: String { "the check took a seat; give it back with: berth release \(id)" }
}
