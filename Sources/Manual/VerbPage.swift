/// `berth-borrow(1)` and its like: one command, with those below it.
struct VerbPage {
    let page: ManualPage

    init(_ verb: CommandDescription, of program: CommandDescription, _ edition: Manual.Edition) {
        let name = ManualPage.Reference.verb(verb)
        var text = Mdoc(name, about: verb.abstract ?? "", edition)
        text.line("Sh", "SYNOPSIS")
        if verb.verbs.isEmpty { text.synopsis([verb.commandName], verb) }
        for nested in verb.verbs { text.synopsis([verb.commandName, nested.commandName], nested) }
        text.line("Sh", "DESCRIPTION")
        text.prose([verb.abstract, verb.explanation].compactMap(\.self).joined(separator: "\n\n"))
        if !verb.verbs.isEmpty {
            text.line("Sh", "COMMANDS")
            for nested in verb.verbs { Self.add(nested, to: &text) }
        }
        text.line("Sh", "OPTIONS")
        text.arguments(verb.shownArguments)
        let all = [verb] + verb.verbs
        if all.contains(where: \.readsConfiguration) {
            text.line("Sh", "ENVIRONMENT")
            text.prose("Settings may be variables; berth(1) lists what is read, berth-config(5) the settings.")
            text.files()
        }
        text.line("Sh", "EXIT STATUS")
        text.prose("0 where it is done; else one of berth-exit-codes(7), which says what leads to each.")
        text.examples(all.flatMap(\.examples))
        text.seeAlso(
            [.program, .configuration, .exitStatuses] + Self.named(by: all, in: program).filter { $0 != name })
        page = ManualPage(name: name.name, section: name.section, source: text.source)
    }

    private static func add(_ nested: CommandDescription, to text: inout Mdoc) {
        text.line("Ss", nested.commandName)
        text.prose([nested.abstract, nested.explanation].compactMap(\.self).joined(separator: "\n\n"))
        let arguments = nested.shownArguments.filter { !$0.isUniversal }
        text.arguments(arguments)
    }

    /// The pages of the commands that these tell a person to use.
    private static func named(
        by commands: [CommandDescription], in program: CommandDescription
    ) -> [ManualPage.Reference] {
        let words = commands.flatMap { [$0.discussion ?? ""] + $0.shownArguments.map(\.meaning) }.joined(separator: " ")
        return program.verbs.filter { verb in words.contains("`berth \(verb.commandName)") }.map { .verb($0) }
    }
}
