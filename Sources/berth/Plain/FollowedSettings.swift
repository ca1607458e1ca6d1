internal import ClientCore
internal import ClientLive
internal import Licensing
internal import Screens
internal import Synchronization

/// The settings of a desk line by line, which follow the configuration from one question to the next.
final class FollowedSettings: Sendable {
    private struct Contents {
        var settings: App.Settings
        var followed = App.FollowedConfiguration()
        var looks: DeskReadings.Looks
    }

    private let contents: Mutex<Contents>
    private let take: @Sendable ([Client.Profile]) async -> Void

    /// - Parameter take: told of the ways to work that there have come to be.
    init(_ parts: DeskParts, _ take: @escaping @Sendable ([Client.Profile]) async -> Void) {
        self.take = take
        contents = Mutex(Contents(settings: parts.settings, looks: parts.readings.looks))
    }

    /// The settings to go by now.
    var current: App.Settings { contents.withLock { $0.settings } }

    /// Takes on what the configuration has come to say since the last look.
    ///
    /// - Returns: what that is, in a sentence; nil where it says the same.
    func look() async -> String? {
        guard contents.withLock({ $0.looks.findChange() }) else { return nil }
        try? await Task.sleep(for: ConfigurationWatch.settling)
        let (profiles, news) = contents.withLock { contents in
            _ = contents.looks.findChange()
            let new = contents.followed.take(contents.looks.read(), over: contents.settings)
            contents.settings = new.settings ?? contents.settings
            defer { contents.followed.wasTold() }
            return (new.profiles, contents.followed.news?.text)
        }
        if let profiles { await take(profiles) }
        return news
    }
}
