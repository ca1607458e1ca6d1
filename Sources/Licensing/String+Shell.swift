extension String {
    private static let plainMarks = Set("-_./:@%+,".unicodeScalars)

    /// The text as one word of a POSIX shell: as it is where that is safe, and else in single quotes.
    public var shellQuoted: String {
        let isPlain = unicodeScalars.allSatisfy { scalar in
            "a"..."z" ~= scalar || "A"..."Z" ~= scalar || "0"..."9" ~= scalar || Self.plainMarks.contains(scalar)
        }
        return isPlain && !isEmpty ? self : "'" + replacing("'", with: #"'\''"#) + "'"
    }
}
