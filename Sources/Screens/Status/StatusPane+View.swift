internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

/// One column of the list of borrows.
private struct Column {
    var title: String
    var width: Int
    var isRight = false
    var text: (Borrow, App.State) -> String
}

extension Frame {
    mutating func drawBorrows(_ state: App.State, in rect: Rect) {
        let rows = state.rows
        let isActive = state.place == .borrows || (state.focus == .borrows && state.overlays.isEmpty)
        let held = rows.count { $0.mayHoldSeat(at: state.moment) }
        let inside = panel(rect, title: held == 0 ? "Active borrows" : "Active borrows \(held)", isActive: isActive)
        guard !rows.isEmpty else {
            let text =
                switch state.client.ledger {
                case .loading: Strings.loadingLedger
                case .ready: Strings.noBorrows
                case .failed: Strings.unreadLedger
                }
            for (row, line) in TextWidth.wrap(text, to: inside.width - 3).prefix(inside.height).enumerated() {
                write(line, at: inside.at(2, row), role: .dim)
            }
            return
        }
        let columns = columns(rows, state, width: inside.width - 2)
        var column = 2
        for item in columns {
            write(
                TextWidth.fit(item.title, to: item.width, alignedRight: item.isRight), at: inside.at(column, 0),
                role: .dim)
            column += item.width + 1
        }
        let chosen = rows.firstIndex { $0.id == state.selection } ?? 0
        let visible = ListCursor(chosen).visible(count: rows.count, page: inside.height - 1)
        for (line, index) in visible.enumerated() {
            draw(rows[index], state, columns, isChosen: index == chosen, isActive: isActive, in: inside, line: line + 1)
        }
    }

    private mutating func draw(
        _ borrow: Borrow, _ state: App.State, _ columns: [Column], isChosen: Bool, isActive: Bool, in inside: Rect,
        line: Int
    ) {
        let look = borrow.look(state)
        if isChosen {
            write("▸", at: inside.at(0, line), role: isActive ? .focus : .dim)
            if isActive { cursor = inside.at(0, line) }
        }
        var column = 2
        for (index, item) in columns.enumerated() {
            let isLast = index == columns.count - 1
            let text = isLast ? look.left : item.text(borrow, state)
            write(
                TextWidth.fit(text, to: item.width, alignedRight: item.isRight), at: inside.at(column, line),
                role: isLast ? look.role : look.isOver ? .dim : .plain)
            column += item.width + 1
        }
    }

    private func columns(_ rows: [Borrow], _ state: App.State, width: Int) -> [Column] {
        let longest = rows.map { TextWidth.columns($0.subject.license.label) }.max() ?? 0
        let longestProduct = rows.map { TextWidth.columns($0.subject.product) }.max() ?? 0
        // On the smallest screen a key's end and a word with its mark have just the room that they need.
        let isTight = width < 40
        var columns = [
            Column(title: "Product", width: 7) { borrow, _ in borrow.subject.product },
            Column(title: "License", width: isTight ? 5 : 8) { borrow, _ in borrow.subject.license.label },
            Column(title: "Ends", width: 12) { borrow, state in borrow.ends(state) },
            Column(title: "Left", width: isTight ? 9 : 10) { _, _ in "" },
        ]
        var room = width - columns.reduce(0) { $0 + $1.width } - (columns.count - 1)
        for (index, wanted) in [(1, min(24, longest)), (0, min(16, longestProduct))] {
            let growth = min(max(0, room), max(0, wanted - columns[index].width))
            columns[index].width += growth
            room -= growth
        }
        let number = Column(title: "License id", width: 16) { borrow, _ in
            (borrow.grant?.licenseID ?? borrow.subject.licenseID).map(String.init) ?? "any"
        }
        let utc = Column(title: "Ends (UTC)", width: 16) { borrow, _ in
            borrow.grant.map { LocalTime(zone: .gmt).typed($0.end) } ?? "—"
        }
        let device = Column(title: "Device", width: 9) { borrow, state in
            borrow.subject.hardwareID == state.client.session.hardwareID ? "this host" : borrow.subject.hardwareID.short
        }
        let isElsewhere = rows.contains { $0.subject.hardwareID != state.client.session.hardwareID }
        for extra in (isElsewhere ? [device] : []) + [number, utc] where room >= extra.width + 1 {
            columns.insert(extra, at: columns.count - 1)
            room -= extra.width + 1
        }
        return columns
    }
}

extension Borrow {
    /// The last column, and what it means: the time left with a mark, or a word.
    fileprivate func look(_ state: App.State) -> (left: String, role: Role, isOver: Bool) {
        switch status(at: state.moment) {
        case .pending: ("…", .dim, false)
        case .unknown: ("unknown ?", .warning, false)
        case .released: ("returned", .dim, true)
        case .activated: ("activated", .dim, true)
        case .refused: ("refused", .dim, true)
        case .ended: ("ended ×", .dim, true)
        case .active(let end):
            {
                let countdown = Countdown(to: end, now: state.moment.server(for: self))
                let role: Role =
                    switch countdown.urgency {
                    case .calm: .plain
                    case .soon: .warning
                    case .lastHour, .ended: .danger
                    }
                return (countdown.text + " " + countdown.mark, role, false)
            }()
        }
    }

    /// When it ends, ended or was released, in the desk's zone.
    func ends(_ state: App.State) -> String {
        if let releasedAt { return state.local.short(releasedAt, now: state.now) }
        guard let grant else {
            // Not granted yet, or not known to be: what was asked for.
            guard case .borrow(let end) = operation.kind, case .at(let date) = end else { return "max" }
            return state.local.short(date, now: state.now)
        }
        return state.local.short(grant.end, now: state.now)
    }
}
