public import ClientCore
internal import FoundationEssentials
public import Licensing
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
        /// The ways to work that there are by now; nil where they are what they were.
        public var profiles: [Client.Profile]?

        public init(
            settings: Settings, changed: [String], later: [String] = [], profiles: [Client.Profile]? = nil
        ) {
            self.settings = settings
            self.changed = changed
            self.later = later
            self.profiles = profiles
        }
    }

    /// How far a desk has followed the configuration, and what of that was not told yet.
    public struct FollowedConfiguration: Hashable, Sendable {
        /// Counts what was taken on: what is drawn from the settings is drawn anew with each.
        public private(set) var readings = 0
        /// The settings that hold from the next start.
        private var later: [String] = []
        /// Why the configuration could not be used when it was read last.
        private var refusal: Problem?
        /// The names of the settings that have changed and were not told yet.
        private var changed: [String] = []
        /// Whether there is something that was not told yet.
        private var hasNews = false

        public init() {}

        /// What a desk takes on; nil for what stays as it is.
        public struct Taken {
            /// The settings to go by from here on.
            public var settings: Settings?
            /// The ways to work that there are by now.
            public var profiles: [Client.Profile]?
        }

        /// Takes note of what the configuration says now.
        public mutating func take(_ result: Result<Reconfiguration, Problem>, over settings: Settings) -> Taken {
            switch result {
            case .failure(let problem):
                (refusal, hasNews) = (problem, true)
                return Taken()
            case .success(let new):
                guard refusal != nil || new.settings != settings || new.later != later else {
                    return Taken(profiles: new.profiles)
                }
                changed += new.changed.filter { !changed.contains($0) }
                (later, refusal, hasNews) = (new.later, nil, true)
                readings += 1
                return Taken(settings: new.settings, profiles: new.profiles)
            }
        }

        /// What is still to be told; nil where that is nothing.
        public var news: Notice? {
            guard hasNews else { return nil }
            if let refusal { return Notice(text: Strings.configurationRefused(refusal), isGood: false) }
            return Notice(text: Strings.configurationRead(changed, later: later), isGood: true)
        }

        /// Takes note that it was told.
        public mutating func wasTold() {
            hasNews = false
            if refusal == nil { changed = [] }
        }
    }

    /// For how long what the configuration has come to say stands before a key takes it away, in seconds: who types has not
    /// asked for it.
    static let secondsToNotice: TimeInterval = 2
}

extension App.State {
    /// Takes on what can change without harm to anything under way, and says so; what cannot be used changes nothing.
    mutating func reconfigure(_ result: Result<App.Reconfiguration, Problem>, _ event: App.Event) -> [App.Effect] {
        let before = configuration.news
        let new = configuration.take(result, over: settings)
        if configuration.news != before { (notice, newsSince) = (nil, nil) }
        return (new.profiles.map { client(.profilesChanged($0)) } ?? []) + (new.settings.map { take($0, event) } ?? [])
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
        for (place, overlay) in overlays.enumerated() {
            switch overlay {
            case .extend(var dialog):
                dialog.follow(desk, from: old.local)
                overlays[place] = .extend(dialog)
            case .choice(var list):
                list.refresh(desk)
                overlays[place] = .choice(list)
            default: break
            }
        }
        // A key that was typed before meant what it did then.
        if old.keymap != new.keymap { keysMoved(by: event) }
        return old.look == new.look ? [] : [.look(new.look)]
    }

    /// Takes note of since when the line above the footer has said what the configuration has come to say.
    ///
    /// It waits as long as anything else stands there, or something lies over the desk, which may lie over the line, too.
    mutating func noteNews() {
        let isShown =
            isLargeEnough && overlays.isEmpty && told == [configuration.news].compactMap(\.self)
            && configuration.news != nil
        newsSince = isShown ? newsSince ?? now : nil
    }

    /// Takes away what the line above the footer has told, as a key is pressed.
    mutating func clearLine() {
        notice = nil
        guard let newsSince, now.timeIntervalSince(newsSince) >= App.secondsToNotice else { return }
        configuration.wasTold()
    }
}
