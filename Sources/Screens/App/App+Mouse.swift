internal import ClientCore
internal import Licensing
internal import TerminalUI

extension App.State {
    /// What a click on the desk comes to: it chooses the row or the field that it meets; on the field that has the focus
    /// already it does what the field is for.
    mutating func clicked(_ position: Position) -> [App.Effect] {
        guard overlays.isEmpty else { return [] }
        let layout = Layout(self)
        if let rect = layout.list, rect.contains(position) {
            go(to: .list)
            // Below the border and the columns' titles.
            list.choose(line: position.row - rect.top - 2, desk)
        } else if let rect = layout.form, rect.contains(position) {
            let wasThere = focus == .form
            focus = .form
            let intents = form.clicked(line: position.row - rect.top - 1, wasThere: wasThere, desk)
            return carryOut(intents)
        } else if let rect = layout.problem, rect.contains(position) {
            goToProblem()
        }
        return []
    }
}

extension BorrowList {
    /// Puts the choice on the row that shows on a line of the list, if one does.
    fileprivate mutating func choose(line: Int, _ desk: Desk) {
        let rows = rows(desk)
        if let index = view.row(onLine: line, count: rows.count) { choose(rows[index].id, desk) }
    }
}

extension BorrowForm {
    /// Goes to the field on a line of the form; where it was there already, turns or presses it.
    fileprivate mutating func clicked(line: Int, wasThere: Bool, _ desk: Desk) -> [Intent] {
        guard let index = scroll.row(onLine: line, count: rows.count), case .field(let id) = rows[index] else {
            return []
        }
        if wasThere, id == focus {
            switch id.field.kind {
            case .turn, .fold: return [.act(.turn)]
            case .button: return [.act(.borrow)]
            case .text, .secret: return []
            }
        }
        let intents = leave(desk)
        focus = id
        return intents
    }
}
