public import FoundationEssentials
public import Licensing
public import TerminalUI

extension App {
    /// What the configuration tells the desk.
    public struct Settings: Hashable, Sendable {
        /// The name of the profile or server, for the header.
        public var profile: String
        /// Whether everything runs on the embedded sandbox.
        public var isDemo: Bool
        /// What the demo offers to try; empty outside of it.
        public var guide: [GuideRow]
        /// The product that the form begins with.
        public var product: String
        /// Products to choose from.
        public var products: [String]
        /// The license user that the form begins with.
        public var userName: String
        /// Times in the zone in which they are shown and typed.
        public private(set) var local: LocalTime
        /// 1 for Sunday, 2 for Monday.
        public var firstWeekday: Int
        /// Which keys do what.
        public var keymap: Keymap<Action>
        /// Where this host's hardware id comes from, in a few words; empty where that is not told.
        public var deviceSource: String
        /// How a person is called when a borrow needs one.
        public var notification: Notification
        /// How long before its end a borrow warns, in seconds.
        public var warning: TimeInterval
        /// What the terminal draws with.
        public var look: Look {
            didSet { keymap.writesASCII = look.usesASCII }
        }
        /// What completes the commands that are told to a person.
        public var commands: OwnFlags

        public init(
            profile: String, isDemo: Bool = false, guide: [GuideRow] = [], product: String = "",
            products: [String] = [], userName: String = "", timeZone: LocalZone, firstWeekday: Int = 2,
            keymap: Keymap<Action> = Keymap(), deviceSource: String = "", notification: Notification = .none,
            warning: TimeInterval = Countdown.defaultWarning, look: Look = Look(), commands: OwnFlags = OwnFlags()
        ) {
            self.profile = profile
            self.isDemo = isDemo
            self.guide = guide
            self.product = product
            self.products = products
            self.userName = userName
            local = LocalTime(zone: timeZone)
            self.firstWeekday = firstWeekday
            self.keymap = keymap
            self.deviceSource = deviceSource
            self.notification = notification
            self.warning = warning
            self.look = look
            self.keymap.writesASCII = look.usesASCII
            self.commands = commands
        }

        /// The zone in which times are shown and typed.
        public var timeZone: LocalZone {
            get { local.zone }
            set { if newValue != timeZone { local = LocalTime(zone: newValue) } }
        }
    }

    /// How a person is called who may be looking elsewhere.
    public enum Notification: String, Hashable, Sendable, CaseIterable {
        case none
        /// The terminal's bell.
        case bell
        /// A text that the terminal shows on the desktop (OSC 9), and its bell.
        case osc9
    }

    /// One thing to try in the demo: what to fill in, and what comes of it.
    public struct GuideRow: Hashable, Sendable {
        /// What it shows: an exception's code, or a way that works.
        public var title: String
        /// What to do, in a few words.
        public var text: String
        public var product: String
        public var licenseKey: String
        public var userName: String
        public var password: String
        /// A license number to pick; empty for any.
        public var license: String
        /// A feature's code; empty for the license itself.
        public var feature: String
        /// A device other than this host; empty for this host.
        public var hardwareID: String
        /// An end to type; empty for the maximum.
        public var end: String

        public init(
            title: String, text: String, product: String, licenseKey: String = "", userName: String = "",
            password: String = "", license: String = "", feature: String = "", hardwareID: String = "", end: String = ""
        ) {
            self.title = title
            self.text = text
            self.product = product
            self.licenseKey = licenseKey
            self.userName = userName
            self.password = password
            self.license = license
            self.feature = feature
            self.hardwareID = hardwareID
            self.end = end
        }
    }
}
