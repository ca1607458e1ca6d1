/// The program itself: its input, terminal, sandbox and operations, and its configuration.
extension ProblemCatalogue {
    static let program: [CatalogueEntry] = configurationEntries + surfaceEntries + operationEntries

    private static let surfaceEntries: [CatalogueEntry] = [
        CatalogueEntry(
            .inputInvalid, "A value that was entered cannot be used.",
            likely: ["it is mistyped"],
            youCan: [Remedy("correct it")],
            who: [.you], retry: .afterChange, exit: .usage,
            sharpen: { wording, problem in
                if let name = problem.facts.name { wording.whatHappened = "The value of \(name) cannot be used." }
                guard problem.isSaid else { return }
                // What is wrong is said: the value may as well be missing, one of several, or one that has to be confirmed.
                wording.whatHappened = problem.message
                wording.likelyCauses = []
                wording.remedies = [Remedy("put that right, and then do it again")]
            }),
        CatalogueEntry(
            .secretMissing, "A secret is needed, and there is no terminal to ask for it at.",
            likely: ["this is a script, a job or a connection without a terminal, and no place of the secret is named"],
            youCan: [
                Remedy("name a file that holds it and is yours alone (chmod 600)"),
                Remedy("run it in a terminal, which asks for it", typing: "ssh -t HOST berth"),
            ],
            who: [.you], retry: .afterChange, exit: .usage,
            sharpen: { wording, problem in
                if problem.isSaid { wording.whatHappened = problem.message }
                guard let flag = problem.facts.name else { return }
                wording.remedies[0] = Remedy(
                    "name a file that holds it and is yours alone (chmod 600)", typing: "\(flag) FILE")
            }),
        CatalogueEntry(
            .terminalUnknown, "This host does not know the kind of terminal that you use (TERM).",
            likely: ["its description is not installed on this host (package ncurses-term)"],
            youCan: [
                Remedy("try a common kind", typing: "TERM=xterm-256color berth"),
                Remedy("use the commands, such as borrow and status", typing: "berth --help"),
            ],
            who: [.you, .systemAdministrator], retry: .afterChange, exit: .terminal,
            sharpen: { wording, problem in
                guard let name = problem.facts.name, !name.isEmpty else { return }
                wording.whatHappened = "This host does not know the kind of terminal \(name) (TERM)."
            }),
        CatalogueEntry(
            .terminalNotATerminal, "The full screen needs a terminal, and there is none.",
            likely: ["it runs in a pipe, in cron or by ssh without a terminal"],
            youCan: [
                Remedy("over SSH, ask for a terminal", typing: "ssh -t HOST berth"),
                Remedy("add --plain, which asks line by line", typing: "berth --plain"),
                Remedy("in scripts, use the commands, such as borrow, status and release", typing: "berth --help"),
            ],
            who: [.you], retry: .afterChange, exit: .terminal),
        CatalogueEntry(
            .sandboxPortTaken, "The sandbox cannot listen on its port: something else does.",
            likely: ["a sandbox is running already"],
            youCan: [
                Remedy("use the one that is running, or stop it"),
                Remedy("choose another port, or 0 for any that is free", typing: "berth sandbox --port 0"),
            ],
            who: [.you], retry: .afterChange, exit: .failure),
        CatalogueEntry(
            .sandboxStateInUse, "Another sandbox or demo keeps its seats in this file.",
            likely: ["a demo or a sandbox is running already"],
            youCan: [
                Remedy("end the one that is running"),
                Remedy("keep the seats elsewhere: --state FILE, or for a demo another XDG_STATE_HOME"),
            ],
            who: [.you], retry: .afterChange, exit: .failure,
            sharpen: { wording, problem in
                guard let process = problem.facts.process else { return }
                wording.whatHappened = "Another sandbox or demo (process \(process)) keeps its seats in this file."
            }),
        CatalogueEntry(
            .watchInUse, "Another watch is at work, and remembers in this file.",
            likely: ["a service or a timer runs it already"],
            youCan: [
                Remedy("leave it to the one that runs, or end that"),
                Remedy("give this one a file of its own: --state FILE"),
            ],
            who: [.you], retry: .afterChange, exit: .failure,
            sharpen: { wording, problem in
                guard let process = problem.facts.process else { return }
                wording.whatHappened = "Another watch (process \(process)) is at work, and remembers in this file."
            }),
    ]

    private static let operationEntries: [CatalogueEntry] = [
        CatalogueEntry(
            .operationInterrupted, "The program ended before the response was written down.",
            likely: ["the host was restarted, or the process was killed"],
            youCan: [],
            who: [.you], retry: .now, exit: .notReached, usual: .possible),
        CatalogueEntry(
            .operationNotSent, "The program ended before the request had left.",
            likely: ["the host was restarted, the process was killed, or the time was over that it was given"],
            youCan: [Remedy("do it again, if it is still wanted", .retry)],
            who: [.you], retry: .now, exit: .notReached,
            sharpen: { wording, problem in
                guard problem.isSaid else { return }
                wording.whatHappened = problem.message
                // What it waited for as its time was over is known to whoever waited.
                wording.likelyCauses =
                    problem.facts.name.map { ["what \($0) says is slow, or waits for somebody"] } ?? []
                problem.facts.waitedUntil.map { UnheardRequest.sharpen(&wording, problem, until: $0) }
            }),
        CatalogueEntry(
            .outcomeNotWritten, "The server has responded, and that could not be written down.",
            likely: ["the disk is full or read-only"],
            youCan: [
                .keepOpen, Remedy("see that the ledger is in its place", typing: "ls -l FILE"),
                Remedy("check the space left", typing: "df -h FILE"),
            ],
            who: [.you, .systemAdministrator], retry: .afterChange, exit: .ledger, usual: .done,
            sharpen: { wording, problem in
                if let path = problem.facts.path {
                    wording.remedies = wording.remedies.map { $0.naming(path) }
                }
                if !problem.message.isEmpty { wording.likelyCauses = ["as it was: \(problem.sentence)"] }
            }),
        CatalogueEntry(
            .outcomeOvertaken, "The server has responded, and somebody had settled this borrow before that.",
            likely: ["this program was stopped, or its host slept, for so long that others took it for dead"],
            youCan: [
                Remedy("look at how the borrow stands now", typing: "berth status --all"),
                Remedy(
                    "where the list lacks what the server has granted, borrow it again: that is the same seat, and is listed"
                ),
            ],
            who: [.you], retry: .afterChange, exit: .ledger, usual: .done,
            sharpen: { wording, problem in
                if !problem.message.isEmpty { wording.likelyCauses.append("as it was: \(problem.sentence)") }
            }),
        CatalogueEntry(
            .operationInProgress, "Another operation on this license and device is not settled yet.",
            likely: [
                "it still runs, perhaps in another session", "its outcome is not known, and nobody has settled it",
            ],
            youCan: [
                Remedy("wait until it is done, then retry", .retry),
                Remedy("settle first what is in doubt: repeat it, check it, or note why it is settled"),
            ],
            who: [.you], retry: .later, exit: .inProgress,
            sharpen: { wording, problem in
                // Who is at work on it is known, and that they still are.
                guard problem.facts.process != nil, problem.isSaid else { return }
                wording.whatHappened = problem.message
                wording.likelyCauses = ["another desk or command has asked the server, and waits for its response"]
                wording.remedies = [
                    Remedy("wait until it is done, or until its lease is over, then retry", .retry),
                    Remedy("see how it stands", typing: "berth status"),
                ]
            }),
        CatalogueEntry(
            .operationOvertaken, "Somebody else worked on this license and device a moment ago.",
            likely: ["another desk or command worked on the same license and device"],
            youCan: [
                Remedy("look at how it stands now", typing: "berth status"),
                Remedy("do it again, if it is still wanted", .retry),
            ],
            who: [.you], retry: .now, exit: .overtaken),
        CatalogueEntry(
            .seatInQuestion, "A release on this device that named no license may have been of this one.",
            likely: ["its license's number was not known, as of a borrow whose response was lost"],
            youCan: [],
            who: [.you], retry: .now, exit: .notReached, usual: .possible),
        CatalogueEntry(
            .borrowInDoubt, "It is not known whether this license is borrowed for this device already.",
            likely: ["an earlier operation brought no response to rely on, and nobody has settled it"],
            youCan: [Remedy("see why it is in doubt, and settle it", typing: "berth settle")],
            who: [.you], retry: .now, exit: .notReached, usual: .possible,
            sharpen: { wording, problem in
                if !problem.message.isEmpty { wording.likelyCauses = ["as it was: \(problem.sentence)"] }
                if let borrow = problem.facts.obstacles.first?.words {
                    wording.remedies = [
                        Remedy("see why it is in doubt", typing: "berth status"),
                        Remedy("repeat what is in doubt", typing: "berth settle \(borrow) --repeat"),
                    ]
                }
            }),
        CatalogueEntry(
            .deviceHoldsSeat, "This device holds a seat of the license, or may, which a deactivation would take away.",
            likely: [
                "it is borrowed", "an earlier operation brought no response to rely on, and nobody has settled it",
            ],
            youCan: [
                Remedy("return what is borrowed first", typing: "berth release BORROW"), Remedy("then retry", .retry),
            ],
            who: [.you], retry: .afterChange, exit: .deviceRefused, sharpen: DeviceHoldsSeat.sharpen),
        CatalogueEntry(
            .borrowNotFound, "The ledger holds no borrow of that description.",
            likely: [
                "it is over, or was taken off the list", "it was made by another login user or host",
                "its name or number is mistyped",
            ],
            youCan: [Remedy("look at the borrows that there are", typing: "berth status")],
            who: [.you], retry: .afterChange, exit: .failure,
            sharpen: { wording, problem in
                if problem.isSaid { wording.whatHappened = problem.message }
                // It is known which borrow is meant: it is not as it has to be for what was asked.
                if problem.facts.product != nil { wording.likelyCauses = ["it has come to stand otherwise meanwhile"] }
            }),
        CatalogueEntry(
            .otherAccount, "The borrow was made on another server, or with another account, than is configured.",
            likely: ["another profile, server or key is chosen", "the configuration was changed since"],
            youCan: [Remedy("use the profile, or the server and keys, that it was made with")],
            who: [.you], retry: .afterChange, exit: .configuration,
            sharpen: { wording, problem in
                if problem.isSaid { wording.whatHappened = problem.message }
                if let profile = problem.facts.name {
                    wording.remedies = [
                        Remedy("use the profile that it was made with", typing: "--profile \(profile.shellQuoted)"),
                        Remedy("open the desk with that", typing: "berth --profile \(profile.shellQuoted)"),
                    ]
                } else if let server = problem.facts.obstacles.first?.server {
                    wording.remedies = [
                        Remedy("name the server that it was made on", typing: "--server \(server.shellQuoted)"),
                        Remedy("open the desk with that", typing: "berth --server \(server.shellQuoted)"),
                    ]
                }
            }),
    ]
}
