public import Foundation

/// The processes whose numbers a script has written to a file, one a line, and that still run.
///
/// One that has ended and that nobody has asked about yet runs no more.
public func runningProcesses(in path: String) -> [pid_t] {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { pid_t($0) }.filter { id in
        let status = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
        let condition = status?.split(separator: ")").last?.first { $0 != " " }
        return condition != nil && condition != "Z" && condition != "X"
    }
}
