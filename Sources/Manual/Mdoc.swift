/// A page in mdoc(7), put together line by line. Whatever stands in a text is shown, and never obeyed.
struct Mdoc {
    /// What a line is made of.
    enum Word {
        /// The name of a macro, which acts on what follows it, or one of its keywords.
        case macro(String)
        /// What is shown.
        case text(String)
        /// A bracket or a full stop, which is set beside what is shown.
        case mark(Character)
    }

    /// The page so far.
    private(set) var source = ""
    /// What other pages name this one by, `berth-config(5)`.
    let name: String

    /// Begins a page.
    ///
    /// - Parameters:
    ///   - date: in words, `November 29, 2026`.
    ///   - system: what the foot of the page names.
    init(title: String, section: Int, date: String, system: String) {
        name = "\(title)(\(section))"
        source = ".Dd \(date)\n.Dt \(Self.escaped(title.uppercased())) \(section)\n.Os \(Self.escaped(system))\n"
    }

    /// Adds a line that begins with a macro.
    mutating func line(_ words: Word...) { line(words) }

    mutating func line(_ words: [Word]) {
        source += "." + words.map(Self.source).joined(separator: " ") + "\n"
    }

    /// Adds a macro alone, with what it shows.
    mutating func line(_ macro: String, _ texts: String...) { line([.macro(macro)] + texts.map { .text($0) }) }

    /// Adds a line that is shown as it is.
    mutating func text(_ text: String) { add(escaped: Self.escaped(text)) }

    /// Adds a line whose characters are escaped already; it is no request, whatever it begins with.
    mutating func add(escaped line: String) {
        source += (line.hasPrefix(".") ? #"\&"# : "") + line + "\n"
    }

    /// Adds lines that are neither filled nor broken.
    mutating func literal(_ lines: [String]) {
        line(.macro("Bd"), .macro("-literal"), .macro("-offset"), .macro("indent"))
        for line in lines { text(line) }
        line("Ed")
    }

    /// Adds a list of things with what each means.
    mutating func list<Item>(_ items: [Item], _ add: (inout Mdoc, Item) -> Void) {
        guard !items.isEmpty else { return }
        line(.macro("Bl"), .macro("-tag"), .macro("-width"), .macro("Ds"))
        for item in items { add(&self, item) }
        line("El")
    }

    /// A flag as it is typed, `--max`.
    static func flag(_ spelt: String) -> [Word] { [.macro("Fl"), .text(String(spelt.dropFirst()))] }

    private static func source(of word: Word) -> String {
        switch word {
        case .macro(let name): name
        case .mark(let character): String(character)
        case .text(let text): argument(text)
        }
    }

    /// A text as an argument of a macro: not a macro itself, nor a mark.
    private static func argument(_ text: String) -> String {
        let isMacro = text.wholeMatch(of: /[A-Z%][A-Za-z0-9]{1,2}/) != nil
        let isMark = text.count == 1 && text.first?.isLetter == false && text.first?.isNumber == false
        let source = (isMacro || isMark ? #"\&"# : "") + escaped(text)
        return text.isEmpty || text.contains(" ") ? "\"\(source)\"" : source
    }

    /// A text of which each character is shown as it is, in ASCII: what is copied from a page has to be what was meant.
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": #"\e"#
            case "-": #"\-"#
            case "'": #"\(aq"#
            case "`": #"\(ga"#
            case "\"": #"\(dq"#
            case "^": #"\(ha"#
            case "~": #"\(ti"#
            case " "..."~": String(scalar)
            case "\n", "\t": " "
            // Which a device of ASCII alone has no character for.
            case "…": "..."
            default: #"\[u"# + hexadecimal(scalar) + "]"
            }
        }.joined()
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
