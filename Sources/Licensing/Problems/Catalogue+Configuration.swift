/// The configuration: its file, its settings and the places of its secrets.
extension ProblemCatalogue {
    static let configurationEntries: [CatalogueEntry] = [
        CatalogueEntry(
            .configUnreadable, "The configuration cannot be read.",
            likely: ["the file belongs to another login user"],
            youCan: [Remedy("check its owner and mode", typing: "ls -l FILE")],
            who: [.you, .systemAdministrator], retry: .afterChange, exit: .configuration,
            sharpen: { wording, problem in
                let subject =
                    switch problem.facts.name {
                    case "ca_file"?: "The file of certificate authorities"
                    case let name? where name.hasSuffix("file") || name.hasSuffix("FILE"): "The file of \(name)"
                    default: "The configuration"
                    }
                file(subject, "cannot be read.")(&wording, problem)
                // Only what is not there is told by what names it.
                guard let name = problem.facts.name, ["--config", "BERTH_CONFIG"].contains(name),
                    let path = problem.facts.path
                else { return }
                wording.whatHappened = "There is no configuration \(path), which \(name) names."
                wording.likelyCauses = ["its path is mistyped", "it was not written yet"]
                wording.remedies = [
                    Remedy("name one that is there"),
                    Remedy(
                        "have it asked for and written", typing: "berth config init --config \(path.shellQuoted)"),
                ]
                wording.solvers = [.you]
            }),
        CatalogueEntry(
            .configMissing, "The configuration lacks a setting that is needed.",
            likely: ["this login user has not set Berth up yet", "the setting's name is mistyped"],
            youCan: [
                Remedy("set it as the message says"),
                Remedy("have everything asked and written", typing: "berth config init"),
                Remedy("look around without an account", typing: "berth --demo"),
            ],
            who: [.you], retry: .afterChange, exit: .configuration,
            sharpen: { wording, problem in
                guard let name = problem.facts.name else { return }
                guard name != "hardware_id" else {
                    // It is asked for where the host has none, and then a setting has to say it.
                    wording.whatHappened = "This host has no id of its own, and no setting says which device it is."
                    wording.likelyCauses = ["it is a container, or an image that was never started"]
                    wording.remedies = [
                        Remedy("set hardware_id to the id that the licensed application sends"),
                        Remedy("name it to a single command: --hardware-id"),
                    ]
                    return
                }
                guard name != "--profile" else {
                    wording.whatHappened =
                        "No profile is chosen, and the configuration has no account beside its profiles."
                    wording.likelyCauses = []
                    wording.remedies = [
                        Remedy("choose a profile: --profile NAME, BERTH_PROFILE, or profile in the configuration")
                    ]
                    return
                }
                wording.whatHappened = "The configuration lacks the setting \(name)."
                guard source(of: name) == "variable" else { return }
                wording.whatHappened = "The variable \(name) is empty or not set."
                wording.likelyCauses = ["it is not passed on to where this runs (cron, sudo, a service)"]
                wording.remedies = [Remedy("set it, or name a file that holds its value")]
            }),
        CatalogueEntry(
            .configInvalid, "A setting in the configuration cannot be used.",
            likely: ["it is mistyped"],
            youCan: [Remedy("correct the setting"), Remedy("have it written again", typing: "berth config init")],
            who: [.you], retry: .afterChange, exit: .configuration,
            sharpen: { wording, problem in
                if !problem.message.isEmpty { wording.likelyCauses = ["as the check says: \(problem.message)"] }
                if let name = problem.facts.name {
                    if let source = source(of: name) {
                        wording.whatHappened = "What the \(source) \(name) says cannot be used."
                        wording.remedies = [Remedy("correct it, or leave it out")]
                        return
                    }
                    wording.whatHappened = "The setting \(name) in the configuration cannot be used."
                }
                guard let path = problem.facts.path else { return }
                let first: Remedy
                if let name = problem.facts.name, problem.isAboutNamedFile {
                    wording.whatHappened = "The file \(path), which \(name) names, cannot be used."
                    first =
                        name == "ca_file"
                        ? Remedy("name a file of certificates, not \(path)")
                        : Remedy("name another file there, or correct what \(path) holds")
                } else {
                    first = Remedy("correct the setting in \(path)")
                }
                wording.remedies = [first, Remedy("have it written again", typing: "berth config init")]
            }),
        CatalogueEntry(
            .secretFileExposed, "A file that holds a secret can be read by others, so it is not used.",
            likely: ["its mode is wider than 0600, which lets only its owner read it"],
            youCan: [Remedy("close it to others", typing: "chmod 600 FILE")],
            who: [.you], retry: .afterChange, exit: .configuration,
            sharpen: { wording, problem in
                guard let path = problem.facts.path else { return }
                wording.whatHappened = "The file \(path) holds a secret and can be read by others."
                wording.remedies = [Remedy("close it to others", typing: "chmod 600 \(path.shellQuoted)")]
            }),
        CatalogueEntry(
            .secretCommandFailed, "A command that is to print a secret has not done so.",
            likely: [
                "it waits for something: a password, a store that is locked, a network",
                "the user who runs Berth may not read what it reads",
            ],
            youCan: [
                Remedy("run the command by hand, as the same user, and see what it says or waits for"),
                Remedy("unlock before what it reads"),
                Remedy("name a file that holds the secret in its place (…_file)"),
            ],
            who: [.you], retry: .afterChange, exit: .configuration,
            sharpen: { wording, problem in
                guard problem.isSaid else { return }
                wording.whatHappened = problem.message
                if problem.facts.path != nil {
                    wording.likelyCauses = ["it is not installed, or this user may not run it"]
                    wording.remedies.removeFirst(2)
                    wording.remedies.insert(Remedy("install it, or name it by its path"), at: 0)
                } else if problem.facts.timeout != nil {
                    wording.likelyCauses.removeLast()
                } else {
                    // It has ended, and its own words are told where they can be.
                    wording.likelyCauses = []
                }
            }),
    ]
}

extension ProblemCatalogue {
    /// What says a setting, by how that is spelt; nil for the configuration.
    static func source(of name: String) -> String? {
        if name.hasPrefix("--") { return "flag" }
        if name.hasPrefix("berth.") { return "credential" }
        // A variable in another letter case is none of a setting, and is told as what it is.
        return name.uppercased().hasPrefix("BERTH_") ? "variable" : nil
    }
}

extension Problem {
    /// Whether its path is that of a file which a setting names, and not the configuration's: what stands in that has its line
    /// before all else.
    fileprivate var isAboutNamedFile: Bool {
        facts.name?.hasSuffix("_file") == true && facts.line.map { message.hasPrefix("Line \($0): ") } != true
    }
}
