/// The ledger, and the files that are made from it.
extension ProblemCatalogue {
    static let ledger: [CatalogueEntry] = [
        CatalogueEntry(
            .ledgerUnreadable, "The ledger, Berth's own record of borrows, cannot be read.",
            likely: ["it belongs to another login user", "it is no regular file, or the disk failed"],
            youCan: [
                Remedy("check its owner and mode, and what is beside it", typing: "ls -l FILE*"),
                Remedy("have the disk checked if reading it fails"),
            ],
            who: [.you, .systemAdministrator], retry: .afterChange, exit: .ledger,
            sharpen: file("The ledger", "cannot be read.")),
        CatalogueEntry(
            .ledgerUnwritable, "The ledger, Berth's own record of borrows, cannot be written.",
            likely: ["the disk is full or read-only", "the file belongs to another login user"],
            youCan: [
                Remedy("check the space left", typing: "df -h FILE"),
                Remedy("check its owner and mode", typing: "ls -l FILE"),
                Remedy("retry", .retry),
            ],
            who: [.you, .systemAdministrator], retry: .afterChange, exit: .ledger,
            sharpen: { explanation, problem in
                file("The ledger", "cannot be written.")(&explanation, problem)
                if problem.facts.owner != nil {
                    explanation.remedies = [Remedy("have its owner do it, or the administrator of this host")]
                }
                guard let folder = problem.facts.folder?.shellQuoted else { return }
                explanation.remedies = [
                    Remedy("check the space left", typing: "df -h \(folder)"),
                    Remedy("check whose the folder is, and its mode", typing: "ls -ld \(folder)"),
                    Remedy("keep the ledger in another place: --ledger FILE, or the setting ledger"),
                    Remedy("retry", .retry),
                ]
            }),
        CatalogueEntry(
            .ledgerTooNew, "The ledger was written by a newer Berth, and this one leaves it alone.",
            likely: ["a newer version was used before, on this host or a shared home directory"],
            youCan: [Remedy("install that version here too"), Remedy("point this one at a ledger of its own")],
            who: [.you, .systemAdministrator], retry: .afterChange, exit: .ledger),
        CatalogueEntry(
            .ledgerStepRefused, "The ledger holds something newer about this borrow, so the step was not written.",
            likely: ["another desk or command worked on the same borrow at the same moment"],
            youCan: [Remedy("look at the borrow again", typing: "berth status --all"), Remedy("retry", .retry)],
            who: [.you, .developers], retry: .now, exit: .ledger),
        CatalogueEntry(
            .ledgerLocked, "Another process holds the ledger's lock and does not let go.",
            likely: ["a process was stopped while it wrote (Ctrl-Z, kill -STOP)", "a slow disk keeps it busy"],
            youCan: [
                Remedy("see who has the file open", typing: "fuser -v FILE"),
                Remedy("let a stopped process go on", typing: "kill -CONT PID"), Remedy("retry", .retry),
            ],
            who: [.you, .systemAdministrator], retry: .later, exit: .ledger,
            sharpen: { explanation, problem in
                file("The ledger", "is locked by another process.")(&explanation, problem)
                guard let process = problem.facts.process else { return }
                explanation.remedies = [
                    Remedy("look at it", typing: "ps -fp \(process)"),
                    Remedy("let it go on, if it was stopped", typing: "kill -CONT \(process)"), Remedy("retry", .retry),
                ]
            }),
        CatalogueEntry(
            .ledgerReplaced, "The ledger's file was removed or replaced while it was open, so nothing is written.",
            likely: ["somebody moved or deleted it, or put a backup in its place"],
            youCan: [
                Remedy("if it was moved away, put it back, then start berth again"),
                Remedy("start berth again: it uses the file that is there then"),
            ],
            who: [.you, .systemAdministrator], retry: .afterChange, exit: .ledger,
            sharpen: file("The ledger", "was removed or replaced while it was open.")),
        CatalogueEntry(
            .ledgerCorrupt, "The ledger is damaged: a part of its file is not what was written.",
            likely: ["the disk or the file system lost data", "another program wrote to the file"],
            youCan: [
                Remedy("copy FILE aside first, as it is"),
                Remedy("put the latest backup in its place (the command ledger backup makes them)"),
            ],
            who: [.systemAdministrator, .you], retry: .afterChange, exit: .ledger,
            sharpen: file("The ledger", "is damaged.")),
        CatalogueEntry(
            .ledgerAltered, "The audit trail is not as it was written: lines were changed or removed.",
            likely: ["somebody edited the file with another program", "a part of it was put back from a backup"],
            youCan: [
                Remedy("copy FILE aside first, as evidence"),
                Remedy("compare it with the latest export or backup"),
                Remedy("tell whoever audits the borrows"),
            ],
            who: [.systemAdministrator, .you], retry: .no, exit: .ledger,
            sharpen: { explanation, problem in
                file("The audit trail of", "is not as it was written.")(&explanation, problem)
            }),
        CatalogueEntry(
            .ledgerMissing, "There is no ledger in that place.",
            likely: ["nothing was borrowed yet, and the first borrow makes it", "its path is mistyped"],
            youCan: [Remedy("name the file", typing: "--ledger FILE")],
            who: [.you], retry: .afterChange, exit: .ledger,
            sharpen: { explanation, problem in
                guard let path = problem.facts.path else { return }
                explanation.whatHappened = "There is no ledger \(path)."
                guard let name = problem.facts.name else { return }
                explanation.likelyCauses.reverse()
                guard name != ProblemFacts.copiedLedger else {
                    explanation.likelyCauses.removeLast()
                    explanation.remedies = [.copyOfLedger]
                    return
                }
                explanation.remedies = [
                    Remedy("name one that is there in \(name)"),
                    Remedy("leave \(name) away for the one that is used otherwise"),
                ]
            }),
        CatalogueEntry(
            .ledgerForeign, "The file is no ledger that this Berth can use, and was left as it is.",
            likely: ["another program wrote it, and the path is mistyped"],
            youCan: [Remedy("name another file: --ledger OTHER, or the setting ledger")],
            who: [.you], retry: .afterChange, exit: .ledger,
            sharpen: { explanation, problem in
                file("The file", "is no ledger that this Berth can use.")(&explanation, problem)
                if problem.facts.name == ProblemFacts.copiedLedger { explanation.remedies = [.copyOfLedger] }
            }),
        CatalogueEntry(
            .ledgerUnsafe, "The ledger is in a place where it is not safe, so it was not opened.",
            likely: [
                "somebody else may change a directory on the way to it",
                "it is on a file system of other hosts, such as NFS, where locks do not hold",
            ],
            youCan: [
                Remedy("put it on a local disk, in a directory of your own (chmod 700)"),
                Remedy("to share it, give its directory to a group alone", typing: "chgrp GROUP DIR && chmod 3770 DIR"),
            ],
            who: [.you, .systemAdministrator], retry: .afterChange, exit: .ledger,
            sharpen: { explanation, problem in
                file("The ledger", "is in a place where it is not safe.")(&explanation, problem)
                guard let owner = problem.facts.owner else { return }
                explanation.remedies = [
                    Remedy("work there as the one whose place it is", typing: "sudo -u \(owner.shellQuoted) berth"),
                    Remedy("to read it alone, as root too", typing: "berth status"),
                ]
            }),
        CatalogueEntry(
            .ledgerUnwatched, "What others write to the ledger cannot be noticed.",
            likely: ["the system has no more watches to give (fs.inotify.max_user_instances)"],
            youCan: [
                Remedy("end programs that watch many files"),
                Remedy("raise the limit", typing: "sysctl fs.inotify.max_user_instances=512"),
            ],
            who: [.systemAdministrator, .you], retry: .later, exit: .ledger,
            sharpen: file("Changes by others to", "cannot be noticed.")),
    ]

    static let files: [CatalogueEntry] = [
        CatalogueEntry(
            .fileUnwritable, "A file cannot be written.",
            likely: ["it exists already, and is never overwritten", "the disk is full or read-only"],
            youCan: [Remedy("choose another name or place")],
            who: [.you, .systemAdministrator], retry: .afterChange, exit: .failure,
            sharpen: { explanation, problem in
                file("The file", "cannot be written.")(&explanation, problem)
                switch problem.facts.name {
                // What is to be configured is not used before it is there.
                case "--config"?:
                    explanation.remedies = [
                        Remedy("name another file for it", typing: "berth config init --config FILE")
                    ]
                case let flag? where flag.hasPrefix("--"):
                    explanation.remedies = [Remedy("name another file", typing: "\(flag) FILE")]
                case let folder? where folder.hasPrefix("XDG_"):
                    explanation.remedies = [Remedy("name another folder in the variable \(folder)")]
                case let setting?:
                    let source = source(of: setting) ?? "setting"
                    explanation.remedies = [Remedy("name another file in the \(source) \(setting)")]
                case nil: break
                }
            }),
        CatalogueEntry(
            .outputUnwritable, "What was asked for is done, and the output that tells of it cannot be written.",
            likely: ["what it goes to is full, or has been closed"],
            youCan: [
                Remedy("send it elsewhere"), Remedy("see how it stands now", typing: "berth status"),
                Remedy("see what was done", typing: "berth history"),
            ],
            who: [.you], retry: .afterChange, exit: .untold,
            sharpen: { explanation, problem in
                if !problem.message.isEmpty { explanation.likelyCauses = ["as the message says: \(problem.message)"] }
            }),
    ]

    /// Names the file, passes on the system's words, and puts the path into the commands to try.
    static func file(_ subject: String, _ predicate: String) -> CatalogueEntry.Sharpening {
        { explanation, problem in
            if let path = problem.facts.path {
                explanation.whatHappened = "\(subject) \(path) \(predicate)"
                explanation.remedies = explanation.remedies.map { $0.naming(path) }
            }
            // A cause reads on after other words, so it does without the full stop that a message ends with.
            let words = problem.message.hasSuffix(".") ? String(problem.message.dropLast()) : problem.message
            if !words.isEmpty { explanation.likelyCauses = ["as the message says: \(words)"] }
        }
    }
}

extension Remedy {
    fileprivate static let copyOfLedger = Remedy(
        "name the ledger that is to be copied, and then where to", typing: "berth ledger copy FROM TO")
}
