internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

/// The columns of the list of borrows, as wide as the rows at hand need and the pane allows.
struct BorrowColumns {
    private struct Column {
        var title: String
        var width: Int
        var isRight = false
        var text: (Borrow, Desk) -> String
    }

    /// All but the last, which says what is left of each borrow.
    private var columns: [Column]
    private var leftWidth: Int

    /// - Parameter width: the columns of the screen that there are for them.
    init(_ rows: [Borrow], _ desk: Desk, width: Int) {
        func widest(_ least: Int, _ text: (Borrow) -> String) -> Int {
            rows.reduce(least) { max($0, TextWidth.columns(text($1))) }
        }
        let product = widest(7) { $0.subject.product }
        let license = widest(7) { $0.subject.license.label }
        let isTight = width < 42
        columns = [
            Column(title: "Product", width: 7) { borrow, _ in borrow.subject.product },
            Column(title: "License", width: isTight ? 5 : 7) { borrow, _ in borrow.subject.license.label },
            Column(title: "Ends", width: widest(5) { $0.ends(desk, isBrief: true) }) { $0.ends($1, isBrief: true) },
        ]
        leftWidth = 10
        var room = width - columns.reduce(0) { $0 + $1.width + 1 } - leftWidth
        let device = widest(6) { $0.deviceName(desk) }
        if desk.client.book.listsOtherDevices(than: desk.host), room >= 5 {
            let width = min(device, max(4, min(9, room - 1)))
            columns.insert(
                Column(title: "Device", width: width) { TextWidth.cutInside($0.deviceName($1), to: width) }, at: 2)
            room -= width + 1
        }
        grow("Product", to: min(20, product), &room)
        grow("License", to: min(18, license), &room)
        writeEndsOut(widest(5) { $0.ends(desk, isBrief: false) }, &room)
        grow("Product", to: min(40, product), &room)
        grow("License", to: min(40, license), &room)
        growDevice(to: min(40, device), &room)
        addExtras(rows, desk, width: width, &room)
    }

    private mutating func grow(_ title: String, to wanted: Int, _ room: inout Int) {
        guard let index = columns.firstIndex(where: { $0.title == title }) else { return }
        let growth = max(0, min(room, wanted - columns[index].width))
        columns[index].width += growth
        room -= growth
    }

    private mutating func growDevice(to wanted: Int, _ room: inout Int) {
        guard let index = columns.firstIndex(where: { $0.title == "Device" }) else { return }
        let width = columns[index].width + max(0, min(room, wanted - columns[index].width))
        room -= width - columns[index].width
        columns[index] = Column(title: "Device", width: width) { TextWidth.cutInside($0.deviceName($1), to: width) }
    }

    /// Whether devices have a column of their own.
    var showDevices: Bool { columns.contains { $0.title == "Device" } }

    /// Writes ends with their time of day where there is room.
    private mutating func writeEndsOut(_ wanted: Int, _ room: inout Int) {
        guard let index = columns.firstIndex(where: { $0.title == "Ends" }) else { return }
        let growth = max(0, wanted - columns[index].width)
        guard growth <= room else { return }
        columns[index] = Column(title: "Ends", width: columns[index].width + growth) { $0.ends($1, isBrief: false) }
        room -= growth
    }

    /// What a wide screen has room for, the most wanted first.
    private mutating func addExtras(_ rows: [Borrow], _ desk: Desk, width: Int, _ room: inout Int) {
        let isGMT = desk.local.zoneName(at: desk.now) == "UTC"
        let extras: [Column] =
            [
                Column(
                    title: "By",
                    width: rows.reduce(2) { max($0, min(12, TextWidth.columns($1.operation.startedBy.user))) }
                ) {
                    borrow, _ in borrow.operation.startedBy.user
                },
                Column(title: "License id", width: 16) { borrow, _ in borrow.licenseNumber.map(String.init) ?? "any" },
                Column(title: "Sign-in", width: 7) { borrow, _ in borrow.subject.license.kindWord },
            ]
            + (isGMT
                ? []
                : [
                    Column(title: "Ends (UTC)", width: 16) { borrow, _ in
                        (borrow.releasedAt ?? borrow.grant?.end).map { LocalTime(zone: .gmt).typed($0) } ?? "—"
                    }
                ])
        for extra in extras where width >= 60 && room >= extra.width + 1 {
            columns.append(extra)
            room -= extra.width + 1
        }
    }

    func drawTitles(on frame: inout Frame, at position: Position) {
        var position = position
        for column in columns {
            frame.write(TextWidth.fit(column.title, to: column.width), at: position, role: .dim)
            position.column += column.width + 1
        }
        frame.write("Left", at: position, role: .dim)
    }

    func draw(
        _ borrow: Borrow, on frame: inout Frame, at position: Position, _ desk: Desk, _ releases: Releases,
        isChosen: Bool
    ) {
        let left = borrow.left(desk, releases)
        var position = position
        for (index, column) in columns.enumerated() {
            let role: Role = isChosen && index == 0 ? .selection : left.isOver ? .dim : .plain
            frame.write(TextWidth.fit(column.text(borrow, desk), to: column.width), at: position, role: role)
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

extension Borrow {
    /// `this` for this host, else the device's own name; a host's domain is the same in all.
    fileprivate func deviceName(_ desk: Desk) -> String {
        subject.hardwareID == desk.host ? "this" : String(subject.hardwareID.rawValue.prefix { $0 != "." })
    }

    /// When it ends, ended or was released, in the desk's zone.
    fileprivate func ends(_ desk: Desk, isBrief: Bool) -> String {
        func words(_ date: Date) -> String {
            isBrief ? desk.local.brief(date, now: desk.now) : desk.local.short(date, now: desk.now)
        }
        if let releasedAt { return words(releasedAt) }
        if case .unknown = status(at: desk.moment) { return "unknown ?" }
        guard let grant else {
            // Not granted yet: what was asked for.
            guard case .borrow(.at(let date)) = operation.kind else { return "max" }
            return words(date)
        }
        return words(grant.end)
    }

    /// The last column: the time left with a mark, or a word.
    fileprivate func left(_ desk: Desk, _ releases: Releases) -> (text: String, role: Role, isOver: Bool) {
        if let word = releases.word(for: id) { return (word, word.hasPrefix("!") ? .warning : .dim, false) }
        if let running = desk.client.underway(on: id) { return (running.1.request.doing, .dim, false) }
        switch status(at: desk.moment) {
        case .pending: return ("under way", .dim, false)
        case .released: return ("returned", .dim, true)
        case .activated: return ("activated", .dim, true)
        case .refused: return ("refused", .dim, true)
        case .ended: return ("ended ×", .dim, true)
        case .unknown:
            guard let grant, !grant.isWithdrawn else { return ("?", .warning, false) }
            // What it surely has still counts down.
            let left = Countdown(to: grant.end, now: desk.moment.server(for: self))
            return (left.secondsLeft == 0 ? "?" : left.text + " ?", .warning, false)
        case .active(let end):
            let left = Countdown(to: end, now: desk.moment.server(for: self))
            let role: Role =
                switch left.urgency {
                case .calm: .plain
                case .soon: .warning
                case .lastHour, .ended: .danger
                }
            return (left.mark.isEmpty ? left.text : left.text + " " + left.mark, role, false)
        }
    }
}

extension Client.Request {
    /// What it does, in a word for a row.
    fileprivate var doing: String {
        switch self {
        case .borrow: "borrowing…"
        case .activate: "activating…"
        case .release: "returning…"
        case .check: "asking…"
        case .note, .forget, .query, .readLedger: "writing…"
        }
    }
}

extension TextWidth {
    /// A text cut in its middle where it is too long: names of devices differ at their ends.
    static func cutInside(_ text: String, to width: Int) -> String {
        guard columns(text) > width, width > 4 else { return text }
        let end = (width - 1) / 2
        return truncate(String(text.prefix(width - 1 - end)), to: width - 1 - end) + "…" + text.suffix(end)
    }
}
