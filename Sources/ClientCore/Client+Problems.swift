public import FoundationEssentials
public import Licensing

extension Client.State {
    /// Adds what this client knows to what the call knew, so that the causes can be told apart.
    func enriched(_ problem: Problem, _ borrow: Borrow) -> Problem {
        var problem = problem
        let known = borrow.subject.feature == nil ? license(of: borrow) : nil
        problem.facts.server = problem.facts.server ?? session.server
        problem.facts.clockOffset = problem.facts.clockOffset ?? clockOffset
        problem.facts.maxBorrowHours =
            problem.facts.maxBorrowHours ?? borrow.grant?.maxBorrowHours ?? known?.maxBorrowHours
            ?? grantedLimit(of: borrow)
        if case .borrow = borrow.operation.kind, let grant = borrow.grant, !grant.isWithdrawn {
            problem.facts.borrowedUntil = problem.facts.borrowedUntil ?? grant.end
        }
        problem.facts.licenseValidUntil = problem.facts.licenseValidUntil ?? known?.validUntil
        problem.facts.seats = problem.facts.seats ?? known?.seats
        let other = book.newestGranted(of: LicenseKey(borrow.subject)) {
            $0.subject.hardwareID != borrow.subject.hardwareID
        }
        // What was granted to this very device was not borrowed as another one.
        let granted = borrow.grant == nil ? other : borrow
        problem.facts.knownHardwareID = problem.facts.knownHardwareID ?? granted?.subject.hardwareID
        return problem
    }

    /// A problem as it is told: where no device is on a license any more, and the last that is known to have been done about it is
    /// that this one was taken off, it is told that way.
    func told(_ problem: Problem, _ borrow: Borrow) -> Problem {
        guard problem.code == .licenseNotActive else { return problem }
        let done = book.borrows(onActivationOf: borrow).filter {
            $0.operation.phase == .confirmed && LedgerRules.mayShareLicense($0, with: borrow)
        }
        let last = done.max { $0.operation.startedAt < $1.operation.startedAt }
        var told = problem
        told.facts.wasTakenOff = last?.operation.kind == .deactivate
        return told
    }

    /// A borrow that is in the way, with what a command about it has to name: it goes to where the borrow was made.
    func reachable(_ obstacle: ProblemFacts.Obstacle) -> ProblemFacts.Obstacle {
        guard let borrow = borrow(obstacle.borrow), isElsewhere(borrow) else { return obstacle }
        return session.obstacle(elsewhere: borrow)
    }

    private func license(of borrow: Borrow) -> License? {
        guard let list = licenses, list.product == borrow.subject.product,
            borrow.subject.license.isSame(as: .user(list.user))
        else { return nil }
        return list.licenses.first { $0.id == borrow.subject.licenseID }
            ?? (list.licenses.count == 1 ? list.licenses[0] : nil)
    }
}

extension Client.Session {
    /// A borrow that was made elsewhere, with what a command about it has to name.
    fileprivate func obstacle(elsewhere borrow: Borrow) -> ProblemFacts.Obstacle {
        let profiles = profiles(for: borrow)
        if profiles.count == 1 { return .init(borrow, profile: profiles[0]) }
        return .init(borrow, server: borrow.subject.isOf(server: server) ? nil : borrow.subject.server)
    }
}

extension Problem {

    /// The program ended, or slept for too long, before the request was sent.
    static func notSent(_ facts: ProblemFacts, at: Date) -> Problem {
        Problem(
            .operationNotSent, message: "The program ended, or slept, before the request was sent.", time: at,
            effect: .none,
            facts: facts)
    }

    /// Nobody wanted to wait any longer for what was sent before it.
    ///
    /// - Parameters:
    ///   - borrow: what it is about.
    ///   - end: until when it was to wait.
    ///   - at: the time.
    static func cancelledUnsent(_ borrow: Borrow, waitingUntil end: Date, at: Date) -> Problem {
        var facts = ProblemFacts(borrow)
        facts.waitedUntil = end
        return Problem(
            .operationNotSent, message: "It was cancelled before it was sent.", time: at, effect: .none, facts: facts)
    }

    /// A borrow has gone from the ledger, or its license is one that only single sign-on opens.
    static func unnamed(_ id: OperationID, at: Date) -> Problem {
        let message = "Borrow \(id) can be named to the server no longer."
        return Problem(.borrowNotFound, message: message, time: at, effect: .none)
    }

    /// A borrow is over: it cannot be extended.
    public static func over(_ borrow: Borrow, at: Date) -> Problem {
        let message = "Borrow \(borrow.id) is over: there is nothing to extend. Borrow it again."
        return Problem(.borrowNotFound, message: message, time: at, effect: .none, facts: ProblemFacts(borrow))
    }

    /// What signs in is missing, or opens another license than the borrow's.
    public static func notItsSignIn(_ borrow: Borrow, at: Date) -> Problem {
        let license = borrow.subject.license.label
        let (name, message) =
            switch borrow.subject.license {
            case .key:
                ("license key", "This is not the license key that the borrow was made with: that one is \(license).")
            case .user: ("password", "The password of \(license) is needed.")
            case .customerAccount: ("code", "A code or a token of the sign-in page of \(license) is needed.")
            }
        var facts = ProblemFacts(borrow)
        facts.name = name
        return Problem(.inputInvalid, message: message, time: at, effect: .none, facts: facts)
    }

    /// A borrow was made elsewhere than where requests go.
    static func otherAccount(_ borrow: Borrow, _ session: Client.Session, at: Date) -> Problem {
        var here = [session.server, session.account.authorization]
        if borrow.subject.isOf(server: session.server), borrow.account.authorization == session.account.authorization {
            here = ["another \(session.account.authorization ?? "one") of it"]
        }
        var message =
            "It was made with \(borrow.madeWith); "
            + "this program works with \(here.compactMap(\.self).joined(separator: ", "))."
        var facts = ProblemFacts(borrow)
        let profiles = session.profiles(for: borrow)
        facts.obstacles = [session.obstacle(elsewhere: borrow)]
        if profiles.count > 1 {
            message += " It may be one of the profiles \(profiles.inQuotes)."
        } else {
            facts.name = profiles.first
        }
        return Problem(.otherAccount, message: message, time: at, effect: .none, facts: facts)
    }

    /// A borrow's account is not chosen, and the configuration does not tell which of the profiles that have it is meant.
    public static func accountNotChosen(_ borrow: Borrow, profiles: [String], at: Date) -> Problem {
        let of =
            profiles.isEmpty
            ? "No profile of the configuration can be used that has that account, and none is chosen."
            : "The profiles \(profiles.inQuotes) have that account: choose one by --profile."
        return Problem(
            .otherAccount, message: "It was made with \(borrow.madeWith). \(of)", time: at, effect: .none,
            facts: ProblemFacts(borrow))
    }

    /// What came of an operation is known, and the ledger would not take it: for now, or because others have settled it.
    static func outcomeNotWritten(_ outcome: Client.Underway.Unwritten, _ problem: Problem, at: Date) -> Problem {
        let borrow = outcome.borrow
        let (said, effect): (String, ServerEffect) =
            switch outcome.ending {
            case .failed(let failure) where failure.effect == .none:
                ("nothing happened at the server (\(failure.code.rawValue))", .none)
            case .failed(let failure): ("no response to rely on (\(failure.code.rawValue))", failure.effect)
            case .withdrawn, .kept: ("nothing was sent", .none)
            case .succeeded(.borrowed):
                ("the server said yes" + (borrow.grant.map { ", until \(UTC.format($0.end))" } ?? ""), .done)
            case .succeeded: ("the server said yes", .done)
            }
        var facts = ProblemFacts(borrow)
        facts.path = problem.facts.path
        let code: ProblemCode = problem.code == .ledgerStepRefused ? .outcomeOvertaken : .outcomeNotWritten
        return Problem(code, message: "\(said), then: \(problem.message)", time: at, effect: effect, facts: facts)
    }
}

extension Borrow {
    /// The server and the account that it was made with, as a person knows them.
    fileprivate var madeWith: String {
        let words = [subject.server, account.authorization, account.profile.map { "profile \($0.inQuotes)" }]
        return words.compactMap(\.self).joined(separator: ", ")
    }
}
