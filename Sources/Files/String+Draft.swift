extension String {
    /// The path of a draft of the file that this path names, in the same folder: it is written first, and takes the file's name once
    /// it is whole.
    ///
    /// Each is another one, so that a draft which a crash has left behind is in nobody's way.
    public var draftPath: String {
        let name = fileName
        let mark = String(UInt64.random(in: .min ... .max), radix: 36)
        return self[..<name.startIndex] + ".\(name).\(mark).part"
    }

    /// Whether a file of that name, in the same folder, is a draft of the file that this path names.
    func hasDraft(named name: String) -> Bool {
        let (start, end) = (".\(fileName).", ".part")
        guard name.hasPrefix(start), name.hasSuffix(end), name.count > start.count + end.count else { return false }
        return UInt64(name.dropFirst(start.count).dropLast(end.count), radix: 36) != nil
    }

    private var fileName: Substring { self[(lastIndex(of: "/").map(index(after:)) ?? startIndex)...] }
}
