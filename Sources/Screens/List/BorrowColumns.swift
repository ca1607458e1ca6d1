internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

/// The columns of the list of borrows, as wide as all that is listed needs and the pane allows: whichever rows show, no column
/// moves.
struct BorrowColumns: Equatable {
    private struct Column: Equatable {
        var title: String
        var width: Int
        /// What it says of each row that shows.
        var texts: [String]

        init(_ title: String, width: Int, _ texts: [String]) {
            (self.title, self.width, self.texts) = (title, width, texts)
        }
    }

    /// All but the last, which says what is left of each borrow.
    private var columns: [Column]
    /// What is called each row's license, before anything is cut.
    private let licenses: [String]
    private let leftWidth = 10
    /// The columns that the end of a license's number takes, which tells it from others of that name.
    private static let markWidth = 6

    /// - Parameters:
    ///   - rows: those that show.
    ///   - width: the columns of the screen that there are for them.
    init(_ rows: [Borrow], _ desk: Desk, width: Int) {
        let widest = desk.client.book.widths(on: desk.host)
        let marks = rows.map(desk.mark)
        licenses = zip(rows, marks).map { [$0.subject.license.label, $1].compactMap(\.self).joined(separator: " ") }
        let ends = rows.map { $0.end(desk) }
        columns = [
            Column("Product", width: 7, rows.map(\.subject.title)),
            Column("License", width: width < 42 ? 5 : 7, licenses),
            Column(
                "Ends", width: desk.endsWidth(isBrief: true),
                ends.map { $0.words { desk.local.brief($0, now: desk.now) } }),
        ]
        var room = width - columns.reduce(0) { $0 + $1.width + 1 } - leftWidth
        let device = max(6, widest.device)
        if desk.client.book.listsOtherDevices(than: desk.host), room >= 5 {
            let width = min(device, max(4, min(9, room - 1)))
            columns.insert(Column("Device", width: width, rows.map { $0.deviceName(desk) }), at: 2)
            room -= width + 1
        }
        let account = max(7, widest.account)
        if desk.listsOtherAccounts, room >= 6 {
            let width = min(account, max(5, min(10, room - 1)))
            columns.insert(Column("Profile", width: width, rows.map(desk.accountName)), at: columns.count - 1)
            room -= width + 1
        }
        grow("Product", to: min(20, widest.product), &room)
        grow("License", to: min(18, max(7, widest.license)), &room)
        writeEndsOut(ends.map { $0.words { desk.local.short($0, now: desk.now) } }, desk, &room)
        grow("Product", to: min(40, widest.product), &room)
        grow("License", to: min(40, widest.license), &room)
        grow("Device", to: min(40, device), &room)
        grow("Profile", to: min(40, account), &room)
        if width >= 60 {
            grow("License", to: min(40, widest.license + Self.markWidth), &room)
            addExtras(rows, widest, desk, &room)
        }
        cutInside(rows, marks)
    }

    private mutating func grow(_ title: String, to wanted: Int, _ room: inout Int) {
        guard let index = columns.firstIndex(where: { $0.title == title }) else { return }
        let growth = max(0, min(room, wanted - columns[index].width))
        columns[index].width += growth
        room -= growth
    }

    /// Whether devices have a column of their own; whether profiles have.
    var showDevices: Bool { columns.contains { $0.title == "Device" } }
    var showProfiles: Bool { columns.contains { $0.title == "Profile" } }

    /// Cuts what differs at its end to its column, in the middle: the names of devices and profiles, and features of one
    /// license.
    private mutating func cutInside(_ rows: [Borrow], _ marks: [String?]) {
        for (index, column) in columns.enumerated() where ["Device", "Profile", "Product"].contains(column.title) {
            for (row, borrow) in rows.enumerated() where column.title != "Product" || borrow.subject.feature != nil {
                columns[index].texts[row] = TextWidth.cutInside(column.texts[row], to: column.width)
            }
        }
        guard let index = columns.firstIndex(where: { $0.title == "License" }) else { return }
        for case (let row, let mark?) in marks.enumerated() {
            columns[index].texts[row] = TextWidth.cut(
                columns[index].texts[row], to: columns[index].width, keeping: mark)
        }
    }

    /// Writes ends with their time of day where there is room.
    private mutating func writeEndsOut(_ texts: [String], _ desk: Desk, _ room: inout Int) {
        guard let index = columns.firstIndex(where: { $0.title == "Ends" }) else { return }
        let column = Column("Ends", width: max(columns[index].width, desk.endsWidth(isBrief: false)), texts)
        let growth = column.width - columns[index].width
        guard growth <= room else { return }
        columns[index] = column
        room -= growth
    }

    /// What a wide screen has room for, the most wanted first.
    private mutating func addExtras(_ rows: [Borrow], _ widest: Book.Widths, _ desk: Desk, _ room: inout Int) {
        func add(_ column: Column) {
            guard room >= column.width + 1 else { return }
            columns.append(column)
            room -= column.width + 1
        }
        guard room > 2 else { return }
        add(Column("By", width: min(12, max(2, widest.user)), rows.map(\.operation.startedBy.user)))
        add(Column("License id", width: 16, rows.map { $0.licenseNumber.map(String.init) ?? "any" }))
        add(Column("Sign-in", width: 7, rows.map(\.subject.license.kindWord)))
        guard desk.local.zoneName(at: desk.now) != "UTC" else { return }
        let utc = LocalTime(zone: .utc)
        add(
            Column(
                "Ends (UTC)", width: 16,
                rows.map { ($0.releasedAt ?? $0.grant?.end).map { "\(utc.day($0)) \(utc.clock($0))" } ?? "—" }))
    }

    /// What a row does not say whole of what its borrow is about: product, license, device, profile.
    func cut(_ row: Int, _ borrow: Borrow, _ desk: Desk) -> [String] {
        func isCut(_ title: String, _ text: String, isTold: Bool = false) -> Bool {
            columns.first { $0.title == title }.map { TextWidth.columns(text) > $0.width } ?? !isTold
        }
        let device = desk.isElsewhere(borrow) ? borrow.subject.hardwareID.rawValue : "this"
        return [("Product", borrow.subject.title), ("License", licenses[row])].filter { isCut($0.0, $0.1) }.map(\.1)
            + (isCut("Device", device, isTold: !desk.isElsewhere(borrow)) ? [device] : [])
            + (isCut("Profile", desk.accountName(borrow), isTold: !desk.isOfAnotherAccount(borrow))
                ? ["profile \(desk.accountName(borrow))"] : [])
    }

    func drawTitles(on frame: inout Frame, at position: Position) {
        var position = position
        for column in columns {
            frame.write(TextWidth.fit(column.title, to: column.width), at: position, role: .dim)
            position.column += column.width + 1
        }
        frame.write("Left", at: position, role: .dim)
    }

    func draw(_ row: Int, _ left: Left, on frame: inout Frame, at position: Position) {
        var position = position
        for column in columns {
            let role: Role = left.isOver ? .dim : .plain
            frame.write(TextWidth.fit(column.texts[row], to: column.width), at: position, role: role)
            position.column += column.width + 1
        }
        frame.write(TextWidth.fit(left.text, to: leftWidth), at: position, role: left.role)
    }
}

extension LicenseReference {
    /// How its license is opened, in a word.
    fileprivate var kindWord: String {
        switch self {
        case .key: "key"
        case .user: "user"
        case .customerAccount: "SSO"
        }
    }
}

extension Desk {
    /// How wide ends are written, whichever of what is listed shows.
    fileprivate func endsWidth(isBrief: Bool) -> Int {
        func words(_ date: Date) -> Int {
            (isBrief ? local.brief(date, now: now) : local.short(date, now: now)).utf8.count
        }
        /// What lies between two ends of one form, on one side of now or on one day, has that form.
        func width(_ span: ClosedRange<Date>) -> Int {
            let ends = [words(span.lowerBound), words(span.upperBound)]
            let isOneForm =
                ends[0] == ends[1] && ((span.lowerBound > now) == (span.upperBound > now) || ends[0] == words(now))
            return isOneForm ? ends[0] : max(isBrief ? 9 : 12, ends[0], ends[1])
        }
        let book = client.book
        return ([5] + (book.listsOthersThanEnds ? [isBrief ? 9 : 12] : []) + book.endSpans.map(width)).max() ?? 5
    }
}

extension Borrow {
    /// `this` for this host, else the device's own name, without its domain unless that tells two of them apart.
    fileprivate func deviceName(_ desk: Desk) -> String {
        let device = subject.hardwareID
        if device == desk.host { return "this" }
        return desk.client.book.isAloneByName(device) ? String(device.name) : device.rawValue
    }
}

extension Borrow {
    /// When it ends, ended or was released.
    fileprivate func end(_ desk: Desk) -> RowEnd {
        if let releasedAt { return .at(releasedAt) }
        if case .unknown = status(at: desk.moment) { return .unknown }
        if case .seated = status(at: desk.moment) { return .none }
        if isSettledByHand { return .none }
        if let grant { return .at(grant.end) }
        // Not granted yet: what was asked for.
        if case .borrow(.at(let date)) = operation.kind { return .at(date) }
        return .maximum
    }

    /// Whether a note is all that is known of it: nothing was ever granted.
    var isSettledByHand: Bool {
        if case .noted = operation.phase { grant == nil } else { false }
    }
}

/// What a row says of an end.
private enum RowEnd {
    case at(Date)
    case unknown
    /// There was none, as far as is known.
    case none
    case maximum

    func words(_ date: (Date) -> String) -> String {
        switch self {
        case .at(let end): date(end)
        case .unknown: "unknown ?"
        case .none: "—"
        case .maximum: "max"
        }
    }
}

extension TextWidth {
    /// A text that ends in a mark, cut before that where it is too long.
    fileprivate static func cut(_ text: String, to width: Int, keeping mark: String) -> String {
        guard columns(text) > width else { return text }
        return takeColumns(text, max(0, width - columns(mark))) + mark
    }
}
