internal import ClientCore
internal import Foundation
internal import Licensing
internal import Screens
internal import TerminalUI

// What can be done with the borrows at hand.
extension PlainDesk {
    func list() async throws {
        let desk = await now()
        guard !desk.borrows.isEmpty else { return try talk.say("Nothing is borrowed.") }
        try talk.say(desk.dating + desk.rows.map(desk.line))
    }

    /// Lists the borrows that match some words, as the list's search does.
    func find() async throws {
        let text = try await talk.ask("Find what", help: [Self.wordsHelp])
        let desk = await now()
        let found = desk.rows(matching: text)
        guard !found.isEmpty else { return try talk.say(desk.nothingFound(text)) }
        try talk.say(desk.dating + found.map(desk.line))
    }

    /// Counts who holds what.
    func tellHoldings() async throws {
        guard await !now().borrows.isEmpty else { return try talk.say("Nothing is borrowed.") }
        let groupings = Holdings.Grouping.allCases
        guard let chosen = try await choose(groupings.map { "by \($0)" }, "Count how, by number") else { return }
        let desk = await now()
        try talk.say(desk.dating + desk.holdings(by: groupings[chosen]))
    }

    mutating func release() async throws {
        try await picking {
            let borrows = try await $0.pickSeveral(.release, "Return which, by number")
            return borrows.isEmpty ? nil : borrows
        } then: { plain, borrows in
            try await plain.release(borrows)
        }
    }

    private mutating func release(_ borrows: [Borrow]) async throws {
        guard borrows.count > 1 else {
            if let borrow = borrows.first { try await confirm(.release(borrow.id)) }
            return
        }
        let ids = borrows.map(\.id)
        // Where each is asked about by itself, nothing is left to ask of all.
        if await !now().returnedAtOnce(borrows).isEmpty {
            guard try await isConfirmed(.releaseMany(ids, of: ids.count)) else {
                return try talk.say("Nothing was sent.")
            }
        }
        try await each(of: borrows) { plain, borrow in
            // Others may have had the seat since: it is not theirs that was to be returned.
            if let over = await plain.now().reasonNotToReturn(borrow) {
                try plain.talk.say(over + " Nothing was sent.")
                return .goesOn
            }
            guard await plain.now().needsKey(borrow) else {
                return try await plain.carryOut(.requested(.release(borrow.id), at: Date()))
            }
            return try await plain.confirm(.release(borrow.id))
        }
    }

    mutating func forget() async throws {
        let borrows = try await pickSeveral(.forget, "Forget which, by number")
        try await each(of: borrows) { plain, borrow in
            try await plain.carryOut(.requested(.forget(borrow.id), at: Date()))
        }
    }

    /// Borrows again what is over: what it was borrowed as is answered already.
    mutating func borrowAgain() async throws {
        guard let over = try await pick(.borrowAgain, "Borrow which again, by number") else { return }
        try await borrow(await now().form(again: over))
    }

    mutating func check() async throws {
        try await confirm(.check, "Ask about which, by number") { .check($0.id) }
    }

    mutating func extend() async throws {
        try await picking {
            try await $0.pick(.extend, "Extend which, by number")
        } then: { plain, borrow in
            try await plain.send(await plain.now().draft(.extend, of: borrow))
        }
    }

    /// Settles what is in doubt: in one of the four ways there are.
    mutating func settle() async throws {
        try await picking {
            try await $0.pick(.note, "Settle which, by number")
        } then: { plain, borrow in
            try await plain.settle(borrow)
        }
    }

    private mutating func settle(_ borrow: Borrow) async throws {
        let desk = await now()
        let isReturn = desk.isReturnInDoubt(borrow)
        let again =
            isReturn
            ? "repeat the return, which is safe" : "repeat the borrow, which is safe: it only sets the end again"
        let ways: [(action: App.Action, words: String)] =
            [(.repeatBorrow, again), (.check, "ask the server, which may take a seat")]
            + (isReturn ? [] : [(.release, "return it")]) + [(.note, "settle it by a note that says why")]
        try talk.say(desk.details(borrow).filter { $0.hasPrefix("Unknown") })
        let open = ways.filter { desk.reason(against: $0.action, on: borrow) == nil }
        if let way = ways.first(where: { desk.isOfAnotherAccount($0.action, borrow) }) {
            try talk.say(desk.reason(against: way.action, on: borrow) ?? "")
        }
        try await picking {
            try await $0.choose(open.map(\.words), "How, by number")
        } then: { plain, way in
            switch open[way].action {
            case .repeatBorrow where isReturn: try await plain.confirm(.release(borrow.id))
            case .repeatBorrow: try await plain.send(desk.draft(.repeat, of: borrow))
            case .check: try await plain.confirm(.check(borrow.id))
            case .release: try await plain.confirm(.release(borrow.id))
            default: try await plain.confirm(.note(borrow.id))
            }
        }
    }

    func tellDetails() async throws {
        guard let borrow = try await pick(.details, "Details of which, by number") else { return }
        let receipt = await environment.receipt(of: borrow.operation.id)
        try talk.say(await now().details(borrow, receipt: receipt, shownBy: MenuItem.receipt.rawValue))
    }

    func tellReceipt() async throws {
        guard let borrow = try await pick(.details, "Receipt of which, by number") else { return }
        let receipt = await environment.receipt(of: borrow.operation.id)
        try talk.say(await now().receipt(of: borrow, receipt))
    }

    // MARK: One of several

    /// Asks for what is meant, and goes on with that; whoever goes one question back from there is asked anew.
    private mutating func picking<Picked>(
        _ pick: (PlainDesk) async throws -> Picked?, then goOn: (inout PlainDesk, Picked) async throws -> Void
    ) async throws {
        while let picked = try await pick(self) {
            do {
                return try await goOn(&self, picked)
            } catch Conversation.Left.back {
                continue
            }
        }
    }

    /// Asks for one of the borrows with which something can be done; nil where there is none, or none is wanted.
    private func pick(_ action: App.Action, _ question: String) async throws -> Borrow? {
        let desk = await now()
        let rows = desk.rows.filter { desk.reason(against: action, on: $0.borrow) == nil }
        if let leftOut = desk.leftOut(of: action) {
            try talk.say(leftOut)
            if rows.isEmpty { return nil }
        }
        guard !rows.isEmpty else {
            let reasons = desk.borrows.compactMap { desk.reason(against: action, on: $0) }
            let reason = Set(reasons).count == 1 ? reasons.first : nil
            try talk.say(desk.borrows.isEmpty ? "Nothing is borrowed." : reason ?? "None of the borrows allows that.")
            return nil
        }
        let listed = try await list(rows, desk)
        let number = try await number(among: listed.map(\.number), question)
        return listed.first { $0.number == number }?.borrow
    }

    /// Asks for some of the borrows with which something can be done; none where there are none, or none are wanted.
    private func pickSeveral(_ action: App.Action, _ question: String) async throws -> [Borrow] {
        let desk = await now()
        let rows = desk.rows.filter { desk.reason(against: action, on: $0.borrow) == nil }
        guard rows.count > 1 else { return try await pick(action, question).map { [$0] } ?? [] }
        if let leftOut = desk.leftOut(of: action) { try talk.say(leftOut) }
        let listed = try await list(rows, desk)
        let numbers = listed.map(\.number)
        while true {
            let help = RowNumbers.help(numbers)
            let line = try await talk.ask(
                question + " (1,3-5 or all)", help: [help, "An empty line takes none."])
            if line.allSatisfy(\.isWhitespace) { return [] }
            do throws(AnswerError) {
                let named = try RowNumbers.read(line, among: numbers)
                return listed.filter { named.contains($0.number) }.map(\.borrow)
            } catch {
                try talk.say(error.sentence)
            }
        }
    }

    /// Lists the rows to choose from; of many, those that some words find.
    private func list(_ rows: [SpokenDesk.Row], _ desk: SpokenDesk) async throws -> [SpokenDesk.Row] {
        var rows = rows
        while rows.count > Self.most {
            let text = try await talk.ask(
                "Find which of \(rows.count) by its words", help: [Self.wordsHelp, "An empty line lists them all."])
            if text.allSatisfy(\.isWhitespace) { break }
            let found = Set(desk.rows(matching: text).map(\.number))
            let matching = rows.filter { found.contains($0.number) }
            if matching.isEmpty { try talk.say("None of them has these words.") } else { rows = matching }
        }
        try talk.say(rows.map(desk.line))
        return rows
    }

    /// How many rows are listed before a question, without looking for some of them first.
    private static let most = 40
    private static let wordsHelp =
        "A part of a product, a license, a device, a user or a state; several words have to match all."

    /// Asks for one of several, which are numbered; an empty line takes an only one, and none of several.
    func choose(_ lines: [String], _ question: String) async throws -> Int? {
        try talk.say(lines.enumerated().map { "\($0 + 1). \($1)" })
        return try await number(among: Array(lines.indices.map { $0 + 1 }), question).map { $0 - 1 }
    }

    /// Asks for one of several numbers; an empty line takes an only one, and none of several.
    private func number(among numbers: [Int], _ question: String) async throws -> Int? {
        let only = numbers.count == 1 ? numbers.first : nil
        let isWhole = numbers == Array(1...max(1, numbers.count))
        let which =
            only.map(String.init) ?? (isWhole ? "a number from 1 to \(numbers.count)" : "one of the numbers above")
        while true {
            let line = try await talk.ask(
                question, standard: only.map(String.init) ?? "",
                help: ["Type \(which)." + (only == nil ? " An empty line takes none." : "")])
            let text = line.trimmingCharacters(in: .whitespaces)
            if text.isEmpty { return only }
            if let number = Int(text), numbers.contains(number) { return number }
            try talk.say("Type \(which).")
        }
    }

    // MARK: The desk's dialogs

    private mutating func confirm(
        _ action: App.Action, _ question: String, _ purpose: (Borrow) -> Dialog.Purpose
    ) async throws {
        try await picking {
            try await $0.pick(action, question)
        } then: { plain, borrow in
            try await plain.confirm(purpose(borrow))
        }
    }

    /// Asks before something is done, and for what that needs.
    ///
    /// - Parameter asksForKey: whether the license key was not to be had from where it came from.
    @discardableResult
    mutating func confirm(_ purpose: Dialog.Purpose, asksForKey: Bool = false) async throws -> Course {
        guard let event = try await answer(purpose, asksForKey: asksForKey) else {
            try talk.say("Nothing was sent.")
            return .goesOn
        }
        return try await carryOut(event)
    }

    /// Asks once before several borrows are returned.
    private func isConfirmed(_ purpose: Dialog.Purpose) async throws -> Bool {
        let desk = await now()
        var dialog = desk.dialog(purpose)
        try talk.say(desk.paragraphs(dialog))
        guard case .word = dialog.want else {
            return try await talk.isConfirmed("Return them?", standard: true, help: dialog.words.help)
        }
        while true {
            let typed = try await talk.ask(dialog.wantedWords, help: [dialog.words.help])
            if await now().acceptMany(&dialog, typed: typed) { return true }
            try talk.say(dialog.error ?? "That is no valid answer.")
        }
    }

    /// What a dialog comes to; nil where it is answered with no.
    func answer(_ purpose: Dialog.Purpose, asksForKey: Bool = false) async throws -> Client.Event? {
        let desk = await now()
        var dialog = desk.dialog(purpose, asksForKey: asksForKey)
        try talk.say(desk.paragraphs(dialog))
        while true {
            var typed = ""
            switch dialog.want {
            case .nothing:
                let question = dialog.words.label.prefix(1).uppercased() + dialog.words.label.dropFirst() + "?"
                guard try await talk.isConfirmed(question, standard: !purpose.answersQuestion, help: dialog.words.help)
                else {
                    return nil
                }
            case .key: typed = try await talk.ask("License key", help: [dialog.words.help], isSecret: true)
            case .reason, .word: typed = try await talk.ask(dialog.wantedWords, help: [dialog.words.help])
            }
            // Others may have been at it while it was read.
            if let over = await now().settlement(dialog) {
                try talk.say(over)
                return nil
            }
            let want = dialog.want
            if let event = await now().accept(&dialog, typed: typed) { return event }
            if dialog.want != want, let wanted = await now().keyWanted(dialog) {
                try talk.say(wanted)
            } else {
                try talk.say(dialog.error ?? "That is no valid answer.")
            }
        }
    }

    /// Asks for a new end, and for what signs in, and sends both.
    @discardableResult
    mutating func send(_ draft: ExtendDialog) async throws -> Course {
        var draft = draft
        while true {
            try await ask(&draft)
            if let over = await now().settlement(draft) {
                try talk.say(over + " Nothing was sent.")
                return .goesOn
            }
            var event = await now().accept(&draft)
            if event == nil, let question = await now().question(draft) {
                let help = "The end comes earlier then."
                let isMeant: Bool
                do {
                    isMeant = try await talk.isConfirmed(question.joined(separator: " "), standard: false, help: help)
                } catch Conversation.Left.back {
                    isMeant = false
                }
                guard isMeant else {
                    await now().decline(&draft)
                    continue
                }
                event = await now().accept(&draft)
            }
            if let event { return try await carryOut(event) }
            try talk.say(draft.error ?? "That is no valid answer.")
        }
    }

    /// What is asked for a new end.
    private enum Step { case maximum, end, secret }

    private func ask(_ draft: inout ExtendDialog) async throws {
        var place = 0
        while true {
            let steps: [Step] =
                [.maximum] + (draft.isMaximum ? [] : [.end]) + (draft.secret == nil ? [] : [.secret])
            guard steps.indices.contains(place) else { break }
            do {
                try await ask(steps[place], &draft)
                place += 1
            } catch Conversation.Left.back where place > 0 {
                place -= 1
            }
        }
        if draft.secret == nil { try talk.say(await now().preview(draft)) }
    }

    private func ask(_ step: Step, _ draft: inout ExtendDialog) async throws {
        switch step {
        case .maximum:
            draft.isMaximum = try await talk.isConfirmed(
                "Max borrow time, as long as the license allows?", standard: draft.isMaximum,
                help: FormField.of(.maximum).help)
        case .end:
            let field = FormField.of(.until)
            let line = try await talk.ask(field.question, standard: draft.until.text, help: [field.help])
            if !line.isEmpty { draft.until.replace(with: line) }
        case .secret:
            try talk.say(await now().preview(draft))
            if let wanted = await now().keyWanted(draft) { try talk.say(wanted) }
            let help = ["What signs in to it; it is not kept."]
            let secret = try await talk.ask("Key, password or code", help: help, isSecret: true)
            draft.secret?.replace(with: secret)
        }
    }
}
