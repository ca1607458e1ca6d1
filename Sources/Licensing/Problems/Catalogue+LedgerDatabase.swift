/// A ledger in a database.
extension ProblemCatalogue {
    static let ledgerDatabase: [CatalogueEntry] = [
        CatalogueEntry(
            .ledgerUnreachable, "The ledger's database server cannot be reached.",
            likely: ["it is down, or being started again", "its address is mistyped", "a firewall is in the way"],
            youCan: [
                Remedy("ask the server itself", typing: "pg_isready -d FILE"),
                Remedy("retry once it is there", .retry),
            ],
            who: [.systemAdministrator, .networkAdministrator, .you], retry: .later, exit: .ledger,
            sharpen: file("The database of the ledger", "cannot be reached.")),
        CatalogueEntry(
            .ledgerDenied, "The ledger's database server does not let this user do that.",
            likely: [
                "the password is wrong or missing", "the user was not made a member of berth_operator",
                "only a member of berth_owner may prune, or copy a ledger into it",
            ],
            youCan: [
                Remedy("keep the password in ~/.pgpass (chmod 600), or name a service of libpq"),
                Remedy("have the user let in", typing: "GRANT berth_operator TO USER"),
            ],
            who: [.systemAdministrator, .you], retry: .afterChange, exit: .ledger,
            sharpen: file("The database of the ledger", "is closed to this user.")),
        CatalogueEntry(
            .ledgerCrowded, "The ledger's database server takes no more connections.",
            likely: ["every desk and command has one, and max_connections is reached"],
            youCan: [
                Remedy("end desks that nobody looks at"), Remedy("have max_connections raised"),
                Remedy("retry", .retry),
            ],
            who: [.systemAdministrator, .you], retry: .later, exit: .ledger,
            sharpen: file("The database of the ledger", "takes no more connections.")),
        CatalogueEntry(
            .ledgerUnsuited, "The ledger's database server cannot keep what is written for certain.",
            likely: [
                "it is a standby of another", "it is older than PostgreSQL 13",
                "fsync or synchronous_commit is off, so that commits can be lost",
            ],
            youCan: [Remedy("name the primary server"), Remedy("have the server set up as docs/teams.md says")],
            who: [.systemAdministrator, .you], retry: .afterChange, exit: .ledger,
            sharpen: file("The database of the ledger", "cannot keep what is written for certain.")),
        CatalogueEntry(
            .ledgerTooOld, "The ledger is of an earlier Berth, and this one leaves it alone.",
            likely: ["this host has a newer Berth than the one that began it"],
            youCan: [
                Remedy("use the version of Berth that wrote it"),
                Remedy("ask who runs its database, where it is in one"),
                Remedy("move an old file aside (what it held stays held at the server)"),
            ],
            who: [.you, .systemAdministrator], retry: .afterChange, exit: .ledger,
            sharpen: file("The ledger", "is of an earlier Berth, and was left as it is.")),
        CatalogueEntry(
            .ledgerLibraryMissing, "A ledger in a database needs libpq, PostgreSQL's library, which is not here.",
            likely: ["its package is not installed"],
            youCan: [
                Remedy("install it", typing: "sudo apt install libpq5"),
                Remedy("use a ledger in a file: --ledger PATH"),
            ],
            who: [.systemAdministrator, .you], retry: .afterChange, exit: .ledger),
        CatalogueEntry(
            .ledgerAddressInvalid, "The ledger's address is none that libpq understands.",
            likely: ["it is mistyped"],
            youCan: [
                Remedy("write it as in this example", typing: "postgresql://db.example.com/berth?sslmode=verify-full")
            ],
            who: [.you], retry: .afterChange, exit: .configuration),
        CatalogueEntry(
            .ledgerPasswordExposed, "A password stands in the ledger's address, where others can read it.",
            likely: ["it was written there for a try", "a colon in it is followed by what is no port"],
            youCan: [
                Remedy("take it out, and change it if others may have seen it"),
                Remedy("keep it in ~/.pgpass (chmod 600), in PGPASSWORD or with a service of libpq"),
            ],
            who: [.you], retry: .afterChange, exit: .configuration),
        CatalogueEntry(
            .ledgerNotInFile, "That is done on a ledger in a file alone, and this one is in a database.",
            likely: ["a database has tools of its own for that"],
            youCan: [
                Remedy("back it up", typing: "pg_dump --format=custom --file=berth.dump FILE"),
                Remedy("check it", typing: "berth history --verify"), Remedy("leave giving room back to autovacuum"),
            ],
            who: [.systemAdministrator, .you], retry: .no, exit: .ledger,
            sharpen: { explanation, problem in
                guard let path = problem.facts.path else { return }
                explanation.remedies = explanation.remedies.map { $0.naming(path) }
            }),
        CatalogueEntry(
            .ledgerHoldsOther, "The ledger that was to be written holds other lines than the one that was read.",
            likely: [
                "somebody has borrowed with it already", "it is a copy of another ledger, or of a longer one",
                "the other one was pruned since the copy was begun",
            ],
            youCan: [
                Remedy("copy into a new file, or into a database that was just made"),
                Remedy("keep both: what one of them holds cannot be put into the other"),
            ],
            who: [.you, .systemAdministrator], retry: .no, exit: .ledger,
            sharpen: file("The ledger", "holds other lines than the one that was read.")),
    ]

    /// What to do instead about a ledger that is in a database, by the codes that both kinds share.
    static let databaseRemedies: [ProblemCode: [Remedy]] = [
        .ledgerUnreadable: [askServer], .ledgerCorrupt: [askServer, Remedy("put back the latest dump of pg_dump")],
        .ledgerUnwritable: [
            Remedy("have room made where the server keeps its data"), askServer, Remedy("retry", .retry),
        ],
        .ledgerLocked: [
            Remedy("see who is in the way", typing: "psql FILE -c 'TABLE pg_stat_activity'"), Remedy("retry", .retry),
        ],
        .ledgerAltered: [
            Remedy("dump the database first, as evidence", typing: "pg_dump --format=custom --file=berth.dump FILE"),
            Remedy("compare it with the latest export or dump"), Remedy("tell whoever audits the borrows"),
        ],
        .ledgerMissing: [
            Remedy("have whoever runs the server make it", typing: "berth ledger init --ledger FILE"),
            Remedy("check the name of the database"),
        ],
        .ledgerForeign: [Remedy("name another database")],
    ]

    private static let askServer = Remedy("look at the server's log")
}
