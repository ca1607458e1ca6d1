import Foundation
import Licensing
import Screens
import Testing

@Suite("The form line by line")
struct AskingTests {
    private static let now = Date(timeIntervalSince1970: 1_795_780_800)
    private let form = BorrowForm(
        settings: App.Settings(profile: "production", timeZone: .utc), hardwareID: HardwareID(rawValue: "host"),
        now: now)

    private func take(_ line: String, for id: FormField.ID, _ form: inout BorrowForm) throws(AnswerError) {
        try form.take(line, for: id, now: Self.now, zone: .utc, limit: 24)
    }

    @Test("Every field that may show has a question and help, and words to choose from where no text is typed")
    func questions() {
        for id in FormField.ID.allCases {
            let field = FormField.of(id)
            #expect(!field.question.isEmpty && !field.help.isEmpty, "\(id)")
            #expect(field.isText == field.choices.isEmpty || field.kind == .button, "\(id)")
        }
    }

    @Test("Each word of a choice is taken and is the answer from then on; so is its beginning")
    func choices() throws {
        for id in FormField.ID.allCases {
            for word in FormField.of(id).choices {
                var form = form
                try take(word, for: id, &form)
                #expect(form.answer(id) == word)
                var brief = self.form
                try take(String(word.prefix(1)), for: id, &brief)
                #expect(brief == form)
            }
        }
    }

    @Test("What cannot be an answer leaves the field as it is")
    func refused() throws {
        var form = form
        try take("CAD-PRO", for: .product, &form)
        let before = form
        let faults: [(FormField.ID, String)] = [
            (.product, "CADP-7Q2M-K4XN-9F3T"), (.product, String(repeating: "x", count: 101)), (.key, ""),
            (.signIn, "password"), (.maximum, "perhaps"), (.until, "2001-01-01"), (.until, "+25h"), (.license, "many"),
        ]
        for (id, line) in faults {
            #expect(throws: AnswerError.self, "\(id): \(line)") { try take(line, for: id, &form) }
            #expect(form == before, "\(id): \(line)")
        }
    }

    @Test("An empty line keeps what a field holds; no to what is seldom needed empties that")
    func empty() throws {
        var form = form
        try take("CAD-PRO", for: .product, &form)
        try take("", for: .product, &form)
        #expect(form.answer(.product) == "CAD-PRO")
        try take("yes", for: .more, &form)
        try take("", for: .license, &form)
        try take("render-17", for: .device, &form)
        #expect(form.answer(.device) == "render-17")
        try take("no", for: .more, &form)
        #expect(form.answer(.device).isEmpty)
    }

    /// "empty for any" was said where an empty line kept what stood there.
    @Test("A single - empties what may be left empty, and the question says so where there is something to empty")
    func nothing() throws {
        var form = form
        for (id, line) in [(FormField.ID.license, "17"), (.feature, "GPU"), (.bundle, "suite"), (.device, "render-17")]
        {
            let field = FormField.of(id)
            #expect(field.question(holding: "") == field.question && field.question.contains("empty for "))
            #expect(
                !field.question(holding: line).contains("empty") && field.question(holding: line).contains("- for "))
            #expect(field.lineHelp.last == "A single - leaves it empty.")
            try take(line, for: id, &form)
            try take(" - ", for: id, &form)
            #expect(form.answer(id).isEmpty, "\(id)")
        }
        #expect(SetupStep.of(.device).question(holding: "x") == "Hardware id (- for this host)")
        #expect(FormField.of(.product).lineHelp.count == 1)
    }
}
