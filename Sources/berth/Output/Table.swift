internal import TerminalUI

/// Rows of text in aligned columns.
enum Table {
    /// The lines of a table: its header, then its rows.
    static func lines(_ header: [String], _ rows: [[String]]) -> [String] {
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { TextWidth.columns($0[column]) }.max() ?? 0 }
        return all.map { row in
            let cells = row.indices.map { TextWidth.fit(row[$0], to: widths[$0]) }
            return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
        }
    }
}

extension Sequence<String?> {
    /// Whether rows of these profiles have to say which each is of: there are several, or another one than is in use.
    func needTelling(inUse profile: String?) -> Bool {
        let profiles = Set(self)
        return profiles.count > 1 || profiles.first.map { $0 != nil && $0 != profile } ?? false
    }
}
