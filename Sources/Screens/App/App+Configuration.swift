internal import Licensing
internal import TerminalUI

extension App {
    /// What the configuration has come to say while the desk is open.
    public struct Reconfiguration: Hashable, Sendable {
        /// What the desk goes by from here on.
        public var settings: Settings
        /// The names of the settings of these that have changed since it was read last.
        public var changed: [String]
        /// The names of the settings that differ from those that the desk was opened with, and that hold from its next start.
        public var later: [String]

        public init(settings: Settings, changed: [String], later: [String] = []) {
            self.settings = settings
            self.changed = changed
            self.later = later
        }
    }

    /// How far the desk has followed the configuration.
    struct FollowedConfiguration: Hashable, Sendable {
        /// Counts what was taken on: what is drawn from the settings is drawn anew with each.
        var readings = 0
        /// The settings that hold from the next start.
        var later: [String] = []
        /// Whether the configuration could not be used when it was read last.
        var isRefused = false
    }
}

extension App.State {
    /// Takes on what can change without harm to anything under way, and says so; what cannot be used changes nothing.
    mutating func reconfigure(_ result: Result<App.Reconfiguration, Problem>, _ event: App.Event) -> [App.Effect] {
        switch result {
        case .failure(let problem):
            configuration.isRefused = true
            notice = App.Notice(text: Strings.configurationRefused(problem), isGood: false)
            return []
        case .success(let new):
            let isNews = configuration.isRefused || new.settings != settings || new.later != configuration.later
            guard isNews else { return [] }
            notice = App.Notice(text: Strings.configurationRead(new.changed, later: new.later), isGood: true)
            configuration = App.FollowedConfiguration(readings: configuration.readings + 1, later: new.later)
            return take(new.settings, event)
        }
    }

    private mutating func take(_ new: App.Settings, _ event: App.Event) -> [App.Effect] {
        let old = settings
        settings = new
        form.kept = nil
        list.due = nil
        let isGiven = old.product == new.product && old.userName == new.userName
        if !isGiven, !form.isDirty, !isTyping {
            let focus = form.focus
            form = BorrowForm(settings: new, hardwareID: form.hostDevice, now: now)
            if form.fields.contains(focus) { form.focus = focus }
        }
        // A key that was typed before meant what it did then.
        if old.keymap != new.keymap { keysMoved(by: event) }
        return old.look == new.look ? [] : [.look(new.look)]
    }
}
