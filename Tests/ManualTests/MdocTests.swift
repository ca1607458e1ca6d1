import Testing

@testable import Manual

@Suite("A page's source")
struct MdocTests {
    private func source(_ add: (inout Mdoc) -> Void) -> String {
        var page = Mdoc(title: "x", section: 1, date: "May 6, 2031", system: "X")
        let head = page.source.count
        add(&page)
        return String(page.source.dropFirst(head))
    }

    @Test("It begins with its date, its title and what it belongs to")
    func head() {
        let page = Mdoc(title: "berth-borrow", section: 1, date: "May 6, 2031", system: "Berth 1.0")
        #expect(page.source == ".Dd May 6, 2031\n.Dt BERTH\\-BORROW 1\n.Os Berth 1.0\n")
    }

    @Test(
        "Each character is shown as it is",
        arguments: [
            (#"a\b"#, #"a\eb"#), ("--max", #"\-\-max"#), ("'x'", #"\(aqx\(aq"#), ("`x`", #"\(gax\(ga"#),
            (#""x""#, #"\(dqx\(dq"#), ("~/x", #"\(ti/x"#), ("^C", #"\(haC"#), ("a\tb\nc", "a b c"),
            ("…", "..."), ("𝄞", #"\[u1D11E]"#), ("é", #"\[u00E9]"#),
        ])
    func characters(_ text: String, _ source: String) { #expect(Mdoc.escaped(text) == source) }

    @Test("A line of text that looks like a request is none")
    func requests() {
        #expect(source { $0.text(".Sh NAME") } == "\\&.Sh NAME\n")
        #expect(source { $0.text("'br") } == "\\(aqbr\n")
    }

    @Test("What looks like a macro or a mark among arguments is shown")
    func arguments() {
        #expect(
            source { $0.line("It", "No", ".", "a b", "", "Name", "%A") } == ".It \\&No \\&. \"a b\" \"\" Name \\&%A\n")
    }

    @Test("Sentences begin on lines of their own")
    func sentences() {
        #expect(source { $0.prose("One. Two (it is\nso). Three: four") } == "One.\nTwo (it is so).\nThree:\nfour\n")
    }

    @Test("Code is marked as such, with what touches it")
    func code() {
        #expect(source { $0.prose("See `berth status` now") } == "See\n.Ql \"berth status\"\nnow\n")
        #expect(source { $0.prose("(`max`), or") } == ".Ql ( max ) ,\nor\n")
        #expect(source { $0.prose("pre-`x`s") } == ".No pre\\- Ns Ql x Ns No s\n")
    }

    @Test("The name of a page leads there")
    func references() {
        #expect(source { $0.prose("See berth-config(5), too.") } == "See\n.Xr berth\\-config 5 ,\ntoo.\n")
    }

    @Test("Paragraphs are parted, and indented lines stay as they are")
    func paragraphs() {
        let text = source { $0.prose("One\n\nTwo:\n  a  b \\\n    c\nthree") }
        #expect(
            text == "One\n.Pp\nTwo:\n.Bd -literal -offset indent\na  b \\e\n  c\n.Ed\n.Pp\nthree\n")
    }
}
