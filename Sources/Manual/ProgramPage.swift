internal import Licensing

/// `berth(1)`: what the program is, and its commands.
struct ProgramPage {
    let page: ManualPage

    init(_ program: CommandDescription, _ edition: Manual.Edition) {
        let name = ManualPage.Reference.program
        var text = Mdoc(name, about: program.abstract ?? "", edition)
        text.line("Sh", "SYNOPSIS")
        text.line("Nm", "berth")
        text.line(.macro("Op"), .macro("Ar"), .text("options"))
        text.line("Nm", "berth")
        text.line(.macro("Ar"), .text("command"))
        text.line(.macro("Op"), .macro("Ar"), .text("options"))
        text.line("Sh", "DESCRIPTION")
        let options = program.defaultSubcommand.map { "Without a command, the options are those of berth-\($0)(1)." }
        text.prose([program.explanation, options].compactMap(\.self).joined(separator: "\n\n"))
        text.line("Sh", "COMMANDS")
        text.list(program.verbs) { text, verb in
            let name = ManualPage.Reference.verb(verb)
            text.line(.macro("It"), .macro("Xr"), .text(name.name), .text("\(name.section)"))
            text.prose(verb.abstract ?? "")
        }
        text.line("Sh", "OPTIONS")
        text.arguments(program.flags)
        text.line("Sh", "ENVIRONMENT")
        text.environment()
        text.files()
        text.line("Sh", "EXIT STATUS")
        text.prose("Every command ends with a status of one table; berth-exit-codes(7) tells what leads to each.")
        text.statuses()
        text.examples(program.verbs.compactMap(\.examples.first))
        text.seeAlso(program.verbs.map { .verb($0) } + [.configuration, .exitStatuses])
        page = ManualPage(name: name.name, section: name.section, source: text.source)
    }
}
