internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing
internal import NcursesTerminal
internal import Screens
internal import TerminalUI

/// Reads the configuration again as it changes, for a desk that is open.
///
/// It reads no secret and runs no command: what opens the server stays what it was.
struct DeskReadings: Sendable {
    private let watch: ConfigurationWatch
    private let connection: ConnectionOptions
    private let look: DeskLook
    /// What the desk was opened with.
    private let settings: App.Settings
    private let origins: [SettingOrigin]
    /// Whether there was a file then.
    private let hadFile: Bool

    /// The settings that a desk takes on while it is open; all others hold from its next start.
    private static let live: Set<String> = [
        "product", "products", "username", "time_zone", "warning", "notify", "theme", "colours", "keys", "ascii",
    ]

    /// - Parameters:
    ///   - watch: made before the configuration was read.
    ///   - settings: what the desk goes by at first.
    init(
        _ watch: ConfigurationWatch, _ configuration: BerthConfiguration, _ connection: ConnectionOptions,
        _ look: DeskLook, _ settings: App.Settings
    ) {
        var connection = connection
        // A desk keeps its profile, whatever the file comes to choose.
        if let profile = configuration.profile, configuration.profiles.contains(where: { $0.name == profile }) {
            connection.profile = profile
        }
        (self.watch, self.connection, self.look, self.settings) = (watch, connection, look, settings)
        // What the demo does not need may be wrong.
        origins = (try? Self.origins(connection)) ?? []
        hadFile = configuration.configFile != nil
    }

    /// What the configuration says after each change of its file.
    func all() -> AsyncStream<Result<App.Reconfiguration, Problem>> {
        let (readings, told) = AsyncStream.makeStream(
            of: Result<App.Reconfiguration, Problem>.self, bufferingPolicy: .bufferingNewest(1))
        let reading = Task {
            var last = origins
            for await _ in watch.changes() {
                told.yield(Result { () throws(Problem) in try read(after: &last) })
            }
            told.finish()
        }
        told.onTermination = { _ in reading.cancel() }
        return readings
    }

    /// The same for whoever asks rather than waits to be told.
    struct Looks: Sendable {
        private let readings: DeskReadings
        private var looks: ConfigurationWatch.Looks
        private var last: [SettingOrigin]

        fileprivate init(_ readings: DeskReadings) {
            (self.readings, looks, last) = (readings, readings.watch.looks, readings.origins)
        }

        /// Whether the file has changed since the last look.
        mutating func findChange() -> Bool { looks.findChange() }

        /// What the configuration says.
        mutating func read() -> Result<App.Reconfiguration, Problem> {
            Result { () throws(Problem) in try readings.read(after: &last) }
        }
    }

    /// Looks from the desk's beginning on.
    var looks: Looks { Looks(self) }

    private func read(after last: inout [SettingOrigin]) throws(Problem) -> App.Reconfiguration {
        if hadFile { try refuseNothing() }
        let configuration = try connection.load(look, asksServer: !settings.isDemo, readsSecrets: false)
        var new = settings
        try new.take(configuration, look)
        let now = try Self.origins(connection)
        let flags = connection.overrides(look)
        func news(since old: [SettingOrigin]) -> [String] {
            SettingOrigin.changes(from: old, to: now).filter { !flags.says($0) }
        }
        let changed = news(since: last).filter(Self.live.contains)
        let later = settings.isDemo ? [] : news(since: origins).filter { !Self.live.contains($0) }
        last = now
        return App.Reconfiguration(
            settings: new, changed: changed, later: later, profiles: settings.isDemo ? nil : configuration.profiles)
    }

    /// Nothing where a file was is told before what it lacks, such as the profile in use.
    private func refuseNothing() throws(Problem) {
        let sentence: String
        switch try ConfigurationPlace.used(flag: connection.config, .current).state() {
        case .missing: sentence = "The configuration file is gone."
        case .empty: sentence = "The configuration file is empty: no setting stands in it."
        case .filled: return
        }
        throw Problem(.configUnreadable, message: sentence, time: Date())
    }

    private static func origins(_ connection: ConnectionOptions) throws(Problem) -> [SettingOrigin] {
        try SettingOrigin.all(flag: connection.config, profile: connection.profile, .current)
    }
}

extension App.Settings {
    /// Takes on what a configuration says that holds while the desk is open.
    mutating func take(_ configuration: BerthConfiguration, _ flags: DeskLook) throws(Problem) {
        if !isDemo {
            product = configuration.product ?? ""
            products = configuration.products
            userName = configuration.username ?? ""
        }
        timeZone = try configuration.zone()
        keymap = try configuration.keymap()
        notification = try configuration.notification()
        warning = configuration.warningHours * 3600
        look = try Look(configuration, flags)
        keymap.writesASCII = look.usesASCII || !TerminalKind.isUTF8
    }
}
