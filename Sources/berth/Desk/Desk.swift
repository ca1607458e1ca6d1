internal import ClientCore
internal import ClientLive
internal import Files
internal import Foundation
internal import Licensing
internal import Screens
internal import TerminalUI

/// The full-screen program: a terminal, and the desk that runs on it.
struct Desk {
    var connection: ConnectionOptions
    var isDemo: Bool
    var look: DeskLook

    /// Opens the desk and returns how it ended.
    func run() async throws(Problem) -> ExitCode {
        let parts = try await DeskParts.make(connection, isDemo: isDemo, look)
        let signals = LastSignals()
        defer { signals.stop() }
        let terminal = try parts.look.open()
        let state = App.State(
            client: Client.State(session: parts.workplace.session), settings: parts.settings,
            size: Size(columns: 0, rows: 0), now: Date(), news: parts.news)
        let runtime = Runtime(
            environment: parts.workplace.environment, reconfigurations: parts.readings.all,
            screenIsGone: signals.screenIsGone, farewell: { $0.forEach(Report.note) }, save: Self.save)
        let code = await runtime.run(state, on: terminal)
        await parts.close()
        return code
    }

    /// Writes details into a new file of the working directory, named after the moment, and by a number where one of that moment is
    /// there.
    @Sendable private static func save(_ text: String) async throws(Problem) -> String {
        let moment = UTC.format(Date()).filter { $0.isNumber || $0 == "T" }
        let names = ["berth-details-\(moment).txt"] + (2...99).map { "berth-details-\(moment)-\($0).txt" }
        let name = names.first { !FileManager.default.fileExists(atPath: $0) } ?? names[0]
        do {
            try await FileDraft.make(name) { try $0.write(Data(text.utf8)) }
        } catch {
            throw error as? Problem ?? .unwritable(name, error.localizedDescription)
        }
        return ProcessEnvironment.current.paths.absolute(name)
    }
}
