/// What lines and symbols look like where only ASCII is wanted or possible.
public enum ASCIIGlyphs {
    /// A text in ASCII, with `?` for what has no stand-in.
    public static func text(_ text: String) -> String {
        String(
            decoding: text.map { $0.asciiValue ?? standIn(for: String($0)) ?? UInt8(ascii: "?") }, as: UTF8.self)
    }

    /// The stand-in for one glyph; nil for letters and whatever else has none.
    static func standIn(for glyph: String) -> UInt8? {
        guard let scalar = glyph.unicodeScalars.first else { return nil }
        if let listed = table[scalar] { return listed }
        switch scalar.value {
        case 0x2500...0x257F: return UInt8(ascii: "+")
        case 0x2580...0x259F: return UInt8(ascii: "#")
        case 0x2800...0x28FF: return UInt8(ascii: "*")
        default: return nil
        }
    }

    private static let table: [Unicode.Scalar: UInt8] = {
        let rows: [(standIn: Unicode.Scalar, glyphs: String)] = [
            ("-", "─━═╌╍┄┅┈┉╴╶╸╺╼╾‐‑‒–—―−⎯·"),
            ("|", "│┃║╎╏┆┇┊┋╵╷╹╻╽╿▏▕¦"),
            ("*", "•●◆◇★☆✱∗⬤"),
            ("o", "○◦◯◌"),
            (">", "▸▶►▹▷›»→⇒⟶❯➜"),
            ("<", "◂◀◄◃◁‹«←⇐⟵❮"),
            ("v", "▾▼▿▽↓⇓⌄"),
            ("^", "▴▲▵△↑⇑⌃"),
            ("x", "×✕✖✗✘☒"),
            ("+", "✓✔☑"),
            ("!", "⚠‼"),
            ("?", "\u{FFFD}"),
            (".", "░"),
            (":", "▒⋮"),
            ("=", "≡≈"),
            // What is cut off must not look like the end of a sentence.
            ("~", "…⋯∼"),
            ("_", "▁␣"),
            ("'", "‘’‚′"),
            ("\"", "“”„″"),
            (" ", "\u{A0}\u{2002}\u{2003}\u{2007}\u{2009}\u{202F}"),
            ("/", "╱⁄"),
            ("\\", "╲"),
        ]
        var table: [Unicode.Scalar: UInt8] = [:]
        for row in rows {
            for glyph in row.glyphs.unicodeScalars { table[glyph] = UInt8(ascii: row.standIn) }
        }
        return table
    }()
}
