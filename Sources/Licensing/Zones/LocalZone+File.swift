extension LocalZone {
    /// Reads a zone file, in the format of RFC 8536 (TZif), version 1 to 4; nil for what is none, or is cut short.
    ///
    /// Leap seconds, which the zones in `right/` count, are left out: no clock that shows UTC counts them.
    ///
    /// - Parameter name: what the zone is found by.
    init?(name: String, file: [UInt8]) {
        var reader = ZoneFileReader(rest: file[...])
        guard var header = reader.header() else { return nil }
        var width = 4
        if header.version >= UInt8(ascii: "2") {
            // The same again, with times of 64 bits.
            guard reader.take(header.size(width: 4)) != nil, let second = reader.header() else { return nil }
            (header, width) = (second, 8)
        }
        guard let (changes, offsets) = reader.changes(header, width: width) else { return nil }
        var rule: ZoneRule?
        if width == 8 {
            guard let footer = reader.footer() else { return nil }
            rule = ZoneRule(footer)
            guard rule != nil || footer.isEmpty else { return nil }
        }
        self.init(name: name, changes: changes, offsets: offsets, rule: rule)
    }
}

/// Takes a zone file apart from its beginning to its end. Each function gives nil where bytes are missing or wrong.
private struct ZoneFileReader {
    var rest: ArraySlice<UInt8>

    /// What stands before the data: how many there are of each kind.
    struct Header {
        let version: UInt8
        let utcFlags, standardFlags, leapSeconds, changes, kinds, letters: Int

        /// How many bytes the data has.
        func size(width: Int) -> Int {
            changes * (width + 1) + kinds * 6 + letters + leapSeconds * (width + 4) + standardFlags + utcFlags
        }
    }

    mutating func header() -> Header? {
        guard let magic = take(4), magic.elementsEqual("TZif".utf8), let version = take(1)?.first, take(15) != nil,
            let utcFlags = number(4), let standardFlags = number(4), let leapSeconds = number(4),
            let changes = number(4), let kinds = number(4), let letters = number(4)
        else { return nil }
        return Header(
            version: version, utcFlags: Int(utcFlags), standardFlags: Int(standardFlags),
            leapSeconds: Int(leapSeconds), changes: Int(changes), kinds: Int(kinds), letters: Int(letters))
    }

    /// When clocks change, and the offsets before each change and after the last.
    mutating func changes(_ header: Header, width: Int) -> (changes: [Int64], offsets: [Int32])? {
        // Looked at first, so that no count of a file makes an array that is larger than the file.
        guard var data = take(header.size(width: width)).map(ZoneFileReader.init), header.kinds > 0,
            let times = data.take(header.changes * width), let kindOfChange = data.take(header.changes),
            let kinds = data.take(header.kinds * 6)
        else { return nil }
        var moments = ZoneFileReader(rest: times)
        let changes = (0..<header.changes).compactMap { _ in
            moments.number(width).map { width == 4 ? Int64(Int32(truncatingIfNeeded: $0)) : Int64(bitPattern: $0) }
        }
        var offsetsOfKinds: [Int32] = []
        var descriptions = ZoneFileReader(rest: kinds)
        while let offset = descriptions.number(4), descriptions.take(2) != nil {
            offsetsOfKinds.append(Int32(truncatingIfNeeded: offset))
        }
        // More than a day and a bit is no offset, and would take a time out of the range of days.
        guard offsetsOfKinds.allSatisfy({ (-89_999...93_599).contains($0) }),
            kindOfChange.allSatisfy({ $0 < header.kinds }), zip(changes, changes.dropFirst()).allSatisfy(<)
        else { return nil }
        // Before the first change the first kind holds.
        return (changes, [offsetsOfKinds[0]] + kindOfChange.map { offsetsOfKinds[Int($0)] })
    }

    /// The last line: the rule that holds after the last change, or nothing.
    mutating func footer() -> String? {
        guard take(1)?.first == 10, let end = rest.firstIndex(of: 10) else { return nil }
        return String(decoding: rest[..<end], as: UTF8.self)
    }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// A number of some bytes, the highest first.
    private mutating func number(_ width: Int) -> UInt64? {
        take(width)?.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
