internal import ClientCore
internal import Foundation
internal import Licensing
internal import Screens
internal import TerminalUI

extension PlainDesk {
    /// Asks the fields of a draft from its focus on, one after another, and sends it.
    mutating func borrow(_ draft: BorrowForm) async throws {
        var form = draft
        while true {
            do {
                if form.focus == .borrow {
                    if try await isConfirmed(form) { break }
                    return try talk.say("Nothing was sent.")
                }
                try await answer(form.focus, &form)
                if form.focus == .product { try await followProduct(&form) }
                form.step(by: 1)
            } catch Conversation.Left.back {
                guard form.focus != form.fields.first else { throw Conversation.Left.cancelled }
                form.step(by: -1)
            }
        }
        do {
            try await carryOut(now().request(form))
        } catch let fault as AnswerError {
            // Time has passed since it was asked.
            try talk.say(fault.sentence)
        }
    }

    /// Has the server describe the product, so that what its licenses open by is asked for. It costs no seat; where it fails,
    /// that is noted and stops nobody.
    private func followProduct(_ form: inout BorrowForm) async throws {
        if let query = await now().query(form) {
            _ = try await wait(for: query, after: .requested(query, at: Date()), isTold: false)
        }
        if let sentence = await now().followProduct(&form) { try talk.say(sentence) }
    }

    /// Lists a user's licenses, and goes on to a borrow of one where that is wanted.
    mutating func listLicenses() async throws {
        var form = await now().form()
        form.signIn = .user
        let fields: [FormField.ID] = [.product, .userName, .password]
        var place = 0
        while fields.indices.contains(place) {
            do {
                try await answer(fields[place], &form)
                place += 1
            } catch Conversation.Left.back {
                place -= 1
            }
        }
        guard place >= 0 else { throw Conversation.Left.cancelled }
        let query: Client.Request
        do throws(AnswerError) {
            query = try await now().licensesQuery(form)
        } catch {
            return try talk.say(error.sentence)
        }
        let ending = try await wait(for: query, after: .requested(query, at: Date()))
        if case .failed(let trouble) = ending.outcome?.result {
            failure = ProblemCatalogue.explain(trouble.problem).exitCode
            try await explain(trouble)
            return
        }
        guard ending.signal == nil else { return try talk.say("Stopped waiting.") }
        let licenses = await now().licenses(form)
        guard !licenses.isEmpty else {
            return try talk.say("\(form.answer(.userName)) has no license of this product.")
        }
        try talk.say(licenses.enumerated().map { "\($0 + 1). \($1.line)" })
        while true {
            let help = "A number from 1 to \(licenses.count), or an empty line for the menu."
            let line = try await talk.ask("Borrow which, by number, or an empty line for the menu", help: [help])
            let text = line.trimmingCharacters(in: .whitespaces)
            if text.isEmpty { return }
            guard let number = Int(text), licenses.indices.contains(number - 1) else {
                try talk.say(help)
                continue
            }
            form.choose(license: licenses[number - 1].number)
            return try await borrow(form)
        }
    }

    /// Fills a draft from the demo's guide, and asks whether to send it.
    mutating func takeFromGuide() async throws {
        let rows = settings.current.guide
        guard let place = try await choose(rows.map { "\($0.title): \($0.text)" }, "Try which, by number") else {
            return
        }
        try await borrow(now().form(rows[place]))
    }

    /// Asks one field until the answer will do.
    private func answer(_ id: FormField.ID, _ form: inout BorrowForm) async throws {
        let field = FormField.of(id)
        var refused: String?
        while true {
            let held = form.answer(id)
            let standard = field.kind == .secret && !held.isEmpty ? "as before" : held
            let known = await now().known(id)
            let help = field.lineHelp + (known.isEmpty ? [] : ["Known here: \(known.joined(separator: ", "))."])
            let line = try await talk.ask(
                field.question(holding: held), standard: standard, help: help, isSecret: field.kind == .secret)
            let desk = await now()
            do {
                try form.take(
                    line, for: id, isAgain: line == refused, now: desk.serverNow, zone: settings.current.timeZone,
                    limit: desk.limit(form))
                return
            } catch {
                refused = line
                try talk.say(error.sentence)
            }
        }
    }

    /// Says what will be sent, and asks once.
    private func isConfirmed(_ form: BorrowForm) async throws -> Bool {
        let device = form.answer(.device)
        try talk.say(
            "Borrow \(form.answer(.feature).isEmpty ? "" : "feature \(form.answer(.feature)) of ")\(form.answer(.product)) with \(form.licenseName) for \(device.isEmpty ? "this host" : "device " + device). "
                + "Until: \(await now().end(form).joined(separator: "; ")).")
        try talk.say(await now().warnings(form))
        return try await talk.isConfirmed(
            FormField.of(.borrow).question, standard: true, help: FormField.of(.borrow).help)
    }
}

extension BorrowForm {
    /// Takes the number of a license, and goes on with the end.
    fileprivate mutating func choose(license number: String) {
        isUnfolded = true
        focus = .maximum
        self[.license].replace(with: number)
    }

    /// Goes to the field a number of places on.
    fileprivate mutating func step(by count: Int) {
        guard let place = fields.firstIndex(of: focus), fields.indices.contains(place + count) else { return }
        focus = fields[place + count]
    }
}
