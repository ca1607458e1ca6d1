internal import ClientCore
internal import TerminalUI

/// Where the parts of the desk go.
struct Layout: Hashable {
    var form: Rect?
    var list: Rect?
    var problem: Rect?
    /// The row of the tabs, where one part shows at a time.
    var tabs: Int?
    /// The rows of the notice, where there are any.
    var notice: Rect?

    /// From this size on, the parts stand side by side.
    static let sideBySide = Size(columns: 80, rows: 20)

    /// - Parameter noticeRows: the rows of the notice; nil for as many as it takes now.
    init(_ state: App.State, noticeRows: Int? = nil) {
        let size = state.size
        var bottom = size.rows - 1
        let rows = noticeRows ?? state.noticeRows
        if rows > 0 {
            bottom -= rows
            notice = Rect(left: 0, top: bottom, width: size.columns, height: rows)
        }
        guard size.columns >= Self.sideBySide.columns, size.rows >= Self.sideBySide.rows else {
            tabs = 1
            let body = Rect(left: 0, top: 2, width: size.columns, height: bottom - 2)
            switch state.focus {
            case .form: form = body
            case .problem where !state.client.troubles.isEmpty: problem = body
            case .list, .problem: list = body
            }
            return
        }
        var height = bottom - 1
        let formWidth = size.columns >= 140 ? 46 : size.columns >= 100 ? 38 : 32
        if !state.client.troubles.isEmpty {
            let desk = state.desk
            let wanted = state.panel.wantedRows(desk, width: size.columns, isActive: state.focus == .problem)
            // Whoever is typing keeps the whole form; else the problem is shown whole.
            let kept = state.focus == .form ? state.form.rows(desk, width: formWidth - 2, isActive: true).count + 2 : 8
            let rows = min(wanted, max(6, height - kept))
            problem = Rect(left: 0, top: bottom - rows, width: size.columns, height: rows)
            height -= rows
        }
        form = Rect(left: 0, top: 1, width: formWidth, height: height)
        list = Rect(left: formWidth, top: 1, width: size.columns - formWidth, height: height)
    }
}
