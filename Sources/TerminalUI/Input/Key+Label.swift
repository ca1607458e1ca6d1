extension Key {
    /// The key's name in a footer or a help text: `Enter`, `^C`, `?`.
    public var label: String {
        if let named = Self.names.first(where: { $0.key == self }) { return named.name }
        return switch self {
        case .character(let character): String(character)
        case .control(let character): "^" + character.uppercased()
        case .alt(let character): "M-" + String(character)
        case .function(let number): "F\(number)"
        case .paste: "paste"
        case .mouse(.wheelUp, _), .mouse(.wheelDown, _): "wheel"
        case .mouse: "click"
        default: ""
        }
    }

    /// The same with the arrows in words, for where only ASCII is drawn: `Down`, `^Left`.
    public var plainLabel: String {
        label.utf8.allSatisfy { $0 < 0x80 }
            ? label : Self.names.last { $0.key == self && $0.name.utf8.allSatisfy { $0 < 0x80 } }?.name ?? label
    }

    /// The key of a name as ``label`` writes it; nil where no key is called so.
    ///
    /// A key's name may be in either case, and an arrow's in words: `Up`, `^Left`. Of two keys for which a terminal sends
    /// the same, it is the one that comes out: `^M` is Enter. What has no fixed spelling, a paste or a click, has no name.
    public init?(label: String) {
        let plain = label.lowercased()
        if let named = Self.names.first(where: { $0.name.lowercased() == plain }) {
            self = named.key
        } else if label.count == 1, let character = label.first, character.isPrintable {
            self = .character(character)
        } else if plain.first == "f", let number = Int(plain.dropFirst()), (1...63).contains(number) {
            self = .function(number)
        } else if plain.count == 2, plain.first == "^", let key = plain.last.flatMap(Self.controlled) {
            self = key
        } else if label.count == 3, plain.hasPrefix("m-"), let character = label.last, character.isPrintable {
            self = .alt(character)
        } else {
            return nil
        }
    }

    /// What comes out when a character is typed with Control; nil where nothing does.
    private static func controlled(_ character: Character) -> Key? {
        switch character {
        case "m", "j": .enter
        case "i": .tab
        case "h", "?": .backspace
        case "[": .escape
        case "@", "\\", "]", "^", "_": .control(character)
        case "a"..."z" where character.isASCII: .control(character)
        default: nil
        }
    }

    /// The keys with a name of their own; the first name of each is its label.
    static let names: [(name: String, key: Key)] = [
        ("Enter", .enter), ("Tab", .tab), ("S-Tab", .backTab), ("Esc", .escape), ("Space", .character(" ")),
        ("BS", .backspace), ("Del", .delete), ("Ins", .insert), ("↑", .up), ("↓", .down), ("←", .left), ("→", .right),
        ("Home", .home), ("End", .end), ("PgUp", .pageUp), ("PgDn", .pageDown), ("^←", .controlLeft),
        ("^→", .controlRight), ("M-BS", .altBackspace), ("M-Space", .alt(" ")), ("Up", .up), ("Down", .down),
        ("Left", .left), ("Right", .right), ("^Left", .controlLeft), ("^Right", .controlRight),
    ]
}

extension Character {
    fileprivate var isPrintable: Bool { unicodeScalars.allSatisfy { !TextWidth.isUnsafe($0) } }
}
