extension Palette {
    /// A palette with other looks for some roles, as a configuration says them.
    ///
    /// - Parameter patch: names of roles, each with its look in words: `bold red`, `white on blue`, `default`. The look
    ///   takes the place of the whole one before.
    public func patched(with patch: [(role: String, look: String)]) throws(PaletteFault) -> Palette {
        var palette = self
        for entry in patch {
            guard let role = Role(name: entry.role) else {
                let known = Role.allCases.map(\.name)
                throw PaletteFault(
                    role: entry.role, word: nil, nearMatches: NearMatches.of(entry.role, among: known))
            }
            palette.styles[role] = try Style(words: entry.look, for: entry.role)
        }
        return palette
    }
}

extension Palette.Style {
    fileprivate init(words: String, for role: String) throws(PaletteFault) {
        self.init()
        let words = words.lowercased().split(separator: " ").map(String.init)
        if words.isEmpty { throw PaletteFault(role: role, word: "", nearMatches: []) }
        var isBackground = false
        for word in words {
            if let colour = Palette.Colour(word: word) {
                if isBackground { background = colour } else { foreground = colour }
                isBackground = false
                continue
            }
            // `on` is no look of its own: a colour must follow.
            if isBackground { throw PaletteFault(role: role, word: word, of: Palette.Colour.words) }
            switch word {
            case "on": isBackground = true
            case "bold": isBold = true
            case "dim": isDim = true
            case "reverse": isReverse = true
            case "underline": isUnderlined = true
            default: throw PaletteFault(role: role, word: word, of: Palette.Style.words)
            }
        }
        if isBackground { throw PaletteFault(role: role, word: "on", nearMatches: []) }
    }

    fileprivate static let words = ["bold", "dim", "reverse", "underline", "on"] + Palette.Colour.words
}

extension Palette.Colour {
    fileprivate init?(word: String) {
        guard let colour = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = colour
    }

    fileprivate static let words = allCases.map(\.word)

    private var word: String {
        switch self {
        case .standard: "default"
        case .black: "black"
        case .red: "red"
        case .green: "green"
        case .yellow: "yellow"
        case .blue: "blue"
        case .magenta: "magenta"
        case .cyan: "cyan"
        case .white: "white"
        }
    }
}

/// What is wrong with a person's choice of looks.
public struct PaletteFault: Error, Hashable, Sendable {
    /// The role's name, as it was written.
    public let role: String
    /// The word that says no look; nil where the role itself is the matter.
    public let word: String?
    /// The names or words that were probably meant, the nearest first.
    public let nearMatches: [String]

    init(role: String, word: String?, nearMatches: [String]) {
        self.role = role
        self.word = word
        self.nearMatches = nearMatches
    }

    fileprivate init(role: String, word: String, of known: [String]) {
        self.init(role: role, word: word, nearMatches: NearMatches.of(word, among: known))
    }

    /// What is wrong, and what was probably meant, for a person.
    public var sentence: String {
        let question = NearMatches.question(nearMatches)
        let role = TextWidth.sanitised(role)
        guard let word = word.map(TextWidth.sanitised) else {
            let known = nearMatches.isEmpty ? " There are \(Role.allCases.map(\.name).joined(separator: ", "))." : ""
            return "Nothing on the screen is called \"\(role)\"." + question + known
        }
        if word.isEmpty { return "\"\(role)\" is given no look; \"default\" is the terminal's own." }
        if word == "on" { return "In the look of \"\(role)\", a colour must follow \"on\"." }
        let hint = nearMatches.isEmpty ? " A look is written bold red, white on blue, reverse, default." : ""
        return "\"\(word)\" says no look, for \"\(role)\"." + question + hint
    }
}
