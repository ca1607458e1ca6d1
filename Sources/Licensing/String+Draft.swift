extension String {
    /// The path of a draft of the file that this path names, in the same folder: it is written first, and takes the file's name once
    /// it is whole.
    ///
    /// Each is another one, so that a draft which a crash has left behind is in nobody's way.
    public var draftPath: String {
        let name = lastIndex(of: "/").map(index(after:)) ?? startIndex
        let mark = String(UInt64.random(in: .min ... .max), radix: 36)
        return self[..<name] + ".\(self[name...]).\(mark).part"
    }
}
