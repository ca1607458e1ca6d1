internal import ClientCore
internal import Foundation
internal import Licensing
internal import Screens

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

    /// Asks one field until the answer will do.
    private func answer(_ id: FormField.ID, _ form: inout BorrowForm) async throws {
        let field = FormField.of(id)
        while true {
            let held = form.answer(id)
            let standard = field.kind == .secret && !held.isEmpty ? "as before" : held
            let known = await now().known(id)
            let help = [field.help] + (known.isEmpty ? [] : ["Known here: \(known.joined(separator: ", "))."])
            let line = try await talk.ask(
                field.question, standard: standard, help: help, isSecret: field.kind == .secret)
            let desk = await now()
            do {
                try form.take(
                    line, for: id, now: desk.serverNow, zone: settings.timeZone, limit: desk.limit(form))
                return
            } catch {
                try talk.say(error.sentence)
            }
        }
    }

    /// Says what will be sent, and asks once.
    private func isConfirmed(_ form: BorrowForm) async throws -> Bool {
        let device = form.answer(.device)
        try talk.say(
            "Borrow \(form.answer(.product)) for \(device.isEmpty ? "this host" : "device " + device). "
                + "Until: \(await now().end(form).joined(separator: "; ")).")
        return try await talk.isConfirmed(
            FormField.of(.borrow).question, standard: true, help: FormField.of(.borrow).help)
    }
}

extension BorrowForm {
    /// Goes to the field a number of places on.
    fileprivate mutating func step(by count: Int) {
        guard let place = fields.firstIndex(of: focus), fields.indices.contains(place + count) else { return }
        focus = fields[place + count]
    }
}
