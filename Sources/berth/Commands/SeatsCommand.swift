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
            Beside a borrow it takes no further seat; one that another ledger has released is none any more. Afterwards it offers to give the seat back; --release-after does so \
            unasked. A licensed application that runs on this device without a borrow may hold the seat that is given back. So \
            may a borrow of a feature that this ledger does not know, made on another host or in another ledger: the check of a \
            feature does not tell whether it is borrowed, and to give the seat back ends that borrow. Where that may be, \
            leave --release-after away.

            The license is one that the ledger knows, or is named by --product. Its features are listed too. \
            A user's licenses and their seats, as of the last check, come from `berth licenses`, which takes none.

            Examples:
              berth seats CAD-PRO
              berth seats CAD-PRO --yes --release-after --json
              berth seats RENDER --feature GPU --yes
              berth seats --product SIM-X --user ana@example.com --yes
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var target: TargetOptions

    @Option(help: ArgumentHelp("A feature of the license, which has seats of its own.", valueName: "code"))
    var feature: String?

    @Flag(help: "Take the seat without being asked.")
    var yes = false

    @Flag(help: "Give the seat that was taken back.")
    var releaseAfter = false

    @OptionGroup var sending: SendingOptions

    mutating func perform() async throws -> ExitCode {
        let (headless, request, key) = try await asked()
        let ending = await headless.perform(request, key: key)
        if sending.dryRun {
            guard releaseAfter, let row = ending.borrow else { return try ending.report(sending) }
            return try await headless.perform(.release(row), key: key).report(sending)
        }
        let result = try ending.success()
        guard let (borrow, lines) = Self.read(result) else { return try ending.report(sending) }
        var outcome = JSONShapes.Outcome(result, at: Moment(host: Date()))
        // The seat is there, and is given back, whatever happens to the output: nobody who does not read keeps it.
        var release: Headless.Ending?
        if borrow.checkTookSeat, releaseAfter { release = await headless.perform(.release(borrow.id), key: key) }
        var untold: (any Error)?
        if !json, !sending.quiet { do { try Report.lines(lines) } catch { untold = error } }
        if release == nil, borrow.checkTookSeat, isWantedBack(borrow.subject) {
            release = await headless.perform(.release(borrow.id), key: key)
        }
        var left = result.seat?.seatTaken
        if let release {
            let row = try row(release, after: result, ending)
            outcome.seat = "released"
            outcome.borrow = row.map { .init($0, at: Moment(host: Date())) }
            left = "Gave the seat back."
        }
        if json {
            try Report.done(left) { try Report.json(outcome) }
        } else if let untold {
            left.map(Report.note)
            throw untold
        } else if let left, !sending.quiet {
            if release == nil { Report.note(left) } else { try Report.done(left) }
        }
        return .success
    }

    /// The row of a seat that was given back.
    ///
    /// - Throws: why it could not be, after a check that took it.
    private func row(
        _ release: Headless.Ending, after check: Client.Outcome.Result, _ ending: Headless.Ending
    ) throws(CommandFailure) -> Borrow? {
        do throws(CommandFailure) {
            guard case .released(let row) = try release.success(before: "the seat was given back") else { return nil }
            return row
        } catch {
            throw error.after(check, ending)
        }
    }

    /// Whom is asked for what, once somebody wants the seat, and the license key of a borrow that is asked about.
    private func asked() async throws -> (Headless, Client.Request, Secret?) {
        let moment = Moment(host: Date())
        if let name = target.borrow {
            let feature = feature
            let found = try await BorrowAtHand.find(connection, target.account, sending) { choice throws(Problem) in
                try choice.newest(name, feature: feature)
            }
            let chosen = found.borrow
            if let end = chosen.sureEnd(at: moment) {
                tellHeld(chosen, until: end)
            } else {
                try confirm(chosen.title, chosen.subject, at: moment)
            }
            return (found.headless, .check(chosen.id), try await found.key(target.account))
        }
        let configuration = try connection.load()
        let workplace = try await Workplace.configured(configuration, sending)
        let headless = Headless(workplace)
        _ = try await headless.start()
        let (license, source) = try await target.license(feature: feature, configuration, in: workplace.ledger)
        let subject = BorrowSubject(
            license, try await workplace.reference(to: license.identification), server: workplace.session.server)
        if let (borrow, end) = await headless.state.sureHolder(of: subject, at: moment.host) {
            tellHeld(borrow, until: end)
        } else {
            try confirm(subject.title, subject, at: moment)
        }
        return (headless, .checkLicense(license, source: source), nil)
    }

    private func tellHeld(_ borrow: Borrow, until end: Date) {
        note(
            "\(borrow.title) is borrowed until \(UTC.format(end)), as far as this ledger knows: beside a borrow a check takes no "
                + "further seat")
    }

    /// Says that a seat is taken, and asks a person at the terminal; elsewhere a flag has to say so.
    private func confirm(_ title: String, _ subject: BorrowSubject, at moment: Moment) throws(Problem) {
        guard !sending.dryRun else { return }
        var words =
            "A check takes a seat of \(title) for the device \(subject.hardwareID.short) where it holds none, "
            + "until a release or the license's time-out."
        if releaseAfter, let caution = subject.cautionBeforeRelease {
            // What the seat is given back from may be somebody's borrow: that is no success to be quiet of.
            if yes { Report.note(caution) } else { words += " " + caution }
        }
        guard !yes else { return note(words) }
        guard Prompt.isPossible else { throw .usage("\(words) To take it, add --yes.", name: "--yes") }
        guard Prompt.isConfirmed("\(words) Take it?") else {
            throw Problem(
                .operationNotSent, message: "The server was not asked, and no seat was taken.", time: moment.host,
                effect: .none)
        }
    }

    private func note(_ words: String) { if !sending.quiet, !sending.dryRun { Report.note(words) } }

    /// Whether a person at the terminal wants the seat to be given back.
    private func isWantedBack(_ subject: BorrowSubject) -> Bool {
        guard !json, !sending.quiet, Prompt.isPossible else { return false }
        let words = ["The check took a seat.", subject.cautionBeforeRelease, "Give it back?"]
        return Prompt.isConfirmed(words.compactMap(\.self).joined(separator: " "))
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

extension Headless.Ending {
    /// The borrow that a request which a rehearsal did not send was about.
    fileprivate var borrow: OperationID? {
        if case .failed(let trouble)? = outcome?.result { trouble.borrow?.id } else { nil }
    }
}

extension BorrowSubject {
    /// What to know before a seat that a check took is given back: nothing in the response tells whether a feature is borrowed.
    fileprivate var cautionBeforeRelease: String? {
        guard let feature else { return nil }
        return "A check does not tell whether the device has borrowed \(feature) by another host or ledger: "
            + "giving the seat back ends such a borrow."
    }
}

extension Client.Outcome.Result {
    /// The row of the seat that a check took; nil where it took none.
    var seat: Borrow? {
        switch self {
        case .checked(let borrow, _), .checkedFeature(let borrow, _): borrow.checkTookSeat ? borrow : nil
        default: nil
        }
    }
}

extension Borrow {
    /// That a check took a seat, and how to give it back.
    var seatTaken: String {
        "the check took a seat; give it back with: \(OwnCommand.line(about: self, "release", id.rawValue))"
    }
}
