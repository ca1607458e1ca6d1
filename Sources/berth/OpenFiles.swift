internal import Foundation
internal import Licensing

/// How many files this process may have open at once. Where they run out in the middle of a request, its outcome is lost.
enum OpenFiles {
    /// How many each command has enough with, but for the requests that it has under way beside one.
    static let needed = 40
    /// How many each further request under way takes.
    private static let neededByEach = 2

    /// How many there may be.
    private static var limit: Int { let limit = sysconf(Int32(_SC_OPEN_MAX)); return limit < 0 ? .max : limit }

    /// That there may be too few for any command; nil where there are enough.
    static var complaint: String? {
        guard limit < needed else { return nil }
        return "only \(limit) files may be open at once here, and berth needs \(needed); allow more: ulimit -n 1024"
    }

    /// Says that there may be too few, as an object where the arguments ask for JSON.
    ///
    /// - Returns: how the command ends.
    static func refuse(_ complaint: String, _ arguments: [String]) -> Int32 {
        let status = status(for: arguments)
        if arguments.contains("--json"), status == ExitCode.failure.rawValue {
            let sentence = complaint.prefix(1).uppercased() + complaint.dropFirst() + "."
            let failure = CommandFailure(.usage(sentence, name: "ulimit -n"), exitCode: .failure)
            return failure.report(asJSON: true).rawValue
        }
        Output.complain("berth: \(complaint)")
        return status
    }

    /// How a command ends for want of them: one that a monitoring system runs as a plugin with that system's UNKNOWN.
    private static func status(for arguments: [String]) -> Int32 {
        let isPlugin =
            arguments.contains("status") && arguments.contains { $0.hasPrefix("--warn") || $0.hasPrefix("--crit") }
        return isPlugin ? MonitoringReport.State.unknown.rawValue : ExitCode.failure.rawValue
    }

    /// Refuses more requests at once than there may be open files for.
    static func check(jobs: Int) throws(Problem) {
        let all = needed + (jobs - 1) * neededByEach
        guard limit < all else { return }
        throw .usage(
            "\(jobs) requests at once need \(all) open files, and only \(limit) are allowed here: have fewer by --jobs, or "
                + "allow more, by ulimit -n 1024.", name: "--jobs")
    }
}
