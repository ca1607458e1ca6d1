/// How many columns text takes on a terminal, counted scalar by scalar as `wcwidth` does.
public enum TextWidth {
    /// The columns that a text takes, after sanitising.
    public static func columns(_ text: String) -> Int {
        PlainText.isAll(of: text) ? text.utf8.count : Glyphs(text).reduce(0) { $0 + $1.columns }
    }

    /// The text cut to a number of columns; a cut is marked by an ellipsis.
    public static func truncate(_ text: String, to columns: Int) -> String {
        guard Self.columns(text) > columns else { return text }
        return columns > 0 ? takeColumns(text, columns - 1) + "…" : ""
    }

    /// The text cut in its middle where it is too long: names of devices differ at their ends.
    public static func cutInside(_ text: String, to columns: Int) -> String {
        guard Self.columns(text) > columns, columns > 4 else { return text }
        let end = takeLastColumns(text, (columns - 1) / 2)
        return takeColumns(text, columns - 1 - Self.columns(end)) + "…" + end
    }

    static func glyph(startingWith scalar: Unicode.Scalar) -> Glyph {
        if scalar.value >= 0x20, scalar.value < 0x7F {
            return Glyph(text: PlainText.glyph(UInt8(scalar.value)), columns: 1)
        }
        if isDrawing(scalar) { return Glyph(text: String(scalar), columns: 1) }
        if isUnsafe(scalar) || isCombining(scalar) { return Glyph(text: "\u{FFFD}", columns: 1) }
        return Glyph(text: String(Character(scalar)), columns: isWide(scalar) ? 2 : 1)
    }

    /// Whether a scalar could act on the terminal or on the order of the line: controls, format characters (bidirectional
    /// overrides and isolates, joiners, tags), surrogates, private use, line and paragraph separators.
    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value >= 0x20 && scalar.value < 0x7F { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: return true
        default: return false
        }
    }

    /// Whether a scalar draws over the one before it.
    static func isCombining(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x300 || isDrawing(scalar) { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return true
        // The vowels and final consonants of Hangul, which join the syllable before them.
        default: return (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value)
        }
    }

    /// Whether a scalar is one of the lines, blocks and shapes that fill many cells of a frame, all known to be harmless
    /// and one column wide; asked first, because the tables of the others take their time.
    private static func isDrawing(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x2500 && scalar.value <= 0x25FC }

    /// Whether a scalar takes two columns: East Asian Wide and Fullwidth, and the emoji that terminals draw so.
    static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x1100 else { return false }
        var low = 0
        var high = wideRanges.count - 1
        while low <= high {
            let middle = (low + high) / 2
            if scalar.value < wideRanges[middle].lowerBound {
                high = middle - 1
            } else if scalar.value > wideRanges[middle].upperBound {
                low = middle + 1
            } else {
                return true
            }
        }
        return false
    }

    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0, 0x23F3...0x23F3,
        0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693, 0x26A1...0x26A1,
        0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA,
        0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B,
        0x2728...0x2728, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
        0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55, 0x2E80...0x303E,
        0x3041...0x33FF, 0x3400...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18D08, 0x1AFF0...0x1AFFE,
        0x1B000...0x1B2FF, 0x1F004...0x1F004, 0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E, 0x1F191...0x1F19A,
        0x1F200...0x1F320, 0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA,
        0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440...0x1F440,
        0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567, 0x1F57A...0x1F57A,
        0x1F595...0x1F596, 0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC,
        0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6DF, 0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7EB,
        0x1F7F0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945, 0x1F947...0x1F9FF, 0x1FA70...0x1FAFF,
        0x20000...0x2FFFD, 0x30000...0x3FFFD,
    ]
}
