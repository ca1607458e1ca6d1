internal import Foundation
public import TerminalUI
public import Testing

/// Whole screens as files that a reviewer can read: the text, then the meaning of each cell as a letter.
///
/// With `RECORD_GOLDENS=1` in the environment the files are written anew and the test fails, so that nobody records by
/// accident; a person looks at the difference.
public struct Golden {
    private let folder: URL

    /// Goldens in the folder `Goldens` beside the test's file.
    public init(file: String = #filePath) {
        folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Goldens")
    }

    /// Compares a frame with the golden of that name.
    public func expect(_ frame: Frame, _ name: String, location: SourceLocation = #_sourceLocation) {
        let url = folder.appendingPathComponent(name + ".golden")
        let actual = Self.text(of: frame)
        if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] != nil {
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try actual.write(to: url, atomically: true, encoding: .utf8)
                Issue.record("recorded \(name); look at it, then run without RECORD_GOLDENS", sourceLocation: location)
            } catch {
                Issue.record(error, sourceLocation: location)
            }
            return
        }
        guard let expected = try? String(contentsOf: url, encoding: .utf8) else {
            Issue.record("no golden \(name); record it with RECORD_GOLDENS=1\n\(actual)", sourceLocation: location)
            return
        }
        guard actual != expected else { return }
        Issue.record("\(name) differs:\n\(Self.difference(expected, actual))", sourceLocation: location)
    }

    /// A frame as text: size and cursor, the rows between bars, then the roles, `.` for plain.
    public static func text(of frame: Frame) -> String {
        let cursor = frame.cursor.map { "cursor \($0.column),\($0.row)" } ?? "no cursor"
        let edge = "+" + String(repeating: "-", count: frame.size.columns) + "+"
        let roles = (0..<frame.size.rows).map { row in
            "|" + String((0..<frame.size.columns).map { letter(frame[Position(column: $0, row: row)].role) }) + "|"
        }
        let header = "\(frame.size.columns)x\(frame.size.rows) · \(cursor) · \(frame.title)"
        return ([header, edge] + frame.lines.map { "|" + $0 } + [edge] + roles + [edge]).joined(separator: "\n") + "\n"
    }

    private static func letter(_ role: Role) -> Character {
        switch role {
        case .plain: "."
        case .dim: "d"
        case .title: "T"
        case .label: "l"
        case .focus: "F"
        case .border: "b"
        case .activeBorder: "B"
        case .button: "n"
        case .activeButton: "N"
        case .key: "k"
        case .good: "g"
        case .warning: "w"
        case .danger: "!"
        case .banner: "D"
        case .selection: "S"
        }
    }

    private static func difference(_ expected: String, _ actual: String) -> String {
        let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
        return (0..<max(old.count, new.count)).flatMap { line -> [String] in
            let before = line < old.count ? String(old[line]) : ""
            let after = line < new.count ? String(new[line]) : ""
            return before == after ? [] : ["line \(line + 1)", "  expected \(before)", "  actual   \(after)"]
        }.joined(separator: "\n")
    }
}
