public import ClientCore
public import Foundation
public import Licensing
public import TerminalUI

extension App {
    /// All that the desk shows follows from this.
    public struct State: Hashable, Sendable {
        public var client: Client.State
        public var settings: Settings
        public var size: Size
        /// What this host's clock read at the last event.
        public var now: Date
        public var form: BorrowForm
        /// Which part of the desk has the keys while nothing lies over it.
        public var focus: Focus = .form
        /// The borrow that is chosen in the status pane; nil before there is one.
        public var selection: OperationID?
        /// What lies over the desk, the topmost last.
        public var overlays: [Overlay] = []
        /// One line about what was done last.
        public var notice: Notice?
        /// Whether the form has been changed since it was last sent.
        var isFormChanged = false
        /// When the next tick is due; nil while nothing changes by itself.
        var tick: Date?
        /// The problem that the panel shows; the newest where it is not among them.
        var panel: Client.Trouble.ID?
        /// The problem whose request is being corrected in the form: what is sent next takes its place.
        var correcting: Client.Trouble.ID?
        /// Where the keys were before a problem took them.
        var focusBeforeProblem: Focus = .form
        /// The borrows whose check has taken a seat that may be released, and nobody was asked about that yet.
        var offers: [OperationID] = []
        /// When a question that nobody asked for by a key came up; nil while none is on the screen.
        var questionedAt: Date?
        /// Whether this host's clock was a minute or more off when a response told last.
        var isClockOff = false

        public init(client: Client.State, settings: Settings, size: Size, now: Date) {
            self.client = client
            self.settings = settings
            self.size = size
            self.now = now
            form = BorrowForm(settings: settings, hardwareID: client.session.hardwareID, now: now)
            if settings.isDemo { notice = Notice(text: Strings.demoWelcome, isGood: true) }
        }
    }

    /// What stays the same as long as the desk is open.
    public struct Settings: Hashable, Sendable {
        /// The name of the profile, for the header.
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
        /// The zone in which times are shown and typed.
        public var timeZone: TimeZone
        /// 1 for Sunday, 2 for Monday.
        public var firstWeekday: Int

        public init(
            profile: String, isDemo: Bool = false, guide: [GuideRow] = [], product: String = "",
            products: [String] = [],
            userName: String = "", timeZone: TimeZone, firstWeekday: Int = 2
        ) {
            self.profile = profile
            self.isDemo = isDemo
            self.guide = guide
            self.product = product
            self.products = products
            self.userName = userName
            self.timeZone = timeZone
            self.firstWeekday = firstWeekday
        }
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
        /// A device other than this host; empty for this host.
        public var hardwareID: String
        /// An end to type; empty for the maximum.
        public var end: String

        public init(
            title: String, text: String, product: String, licenseKey: String = "", userName: String = "",
            password: String = "", license: String = "", hardwareID: String = "", end: String = ""
        ) {
            self.title = title
            self.text = text
            self.product = product
            self.licenseKey = licenseKey
            self.userName = userName
            self.password = password
            self.license = license
            self.hardwareID = hardwareID
            self.end = end
        }
    }

    /// The parts of the desk.
    public enum Focus: Hashable, Sendable, CaseIterable {
        case form, borrows, problem
    }

    /// One line about what was done last.
    public struct Notice: Hashable, Sendable {
        public var text: String
        public var isGood: Bool
    }

    /// What may lie over the desk.
    public enum Overlay: Hashable, Sendable {
        case calendar(CalendarPicker)
        case choice(ChoiceList)
        case seat(SeatDialog)
        /// Whether to borrow what may be borrowed already, by the question's id.
        case confirmRepeat(OperationID)
        case note(NoteDialog)
        case confirmQuit
        case confirmActivation(ActivationRequest)
        case borrowDetails(OperationID, scroll: ListCursor)
        case problemDetails(Client.Trouble.ID, scroll: ListCursor)
        case help(scroll: ListCursor)
        case guide(ListCursor)
    }
}

extension App.State {
    var local: LocalTime { LocalTime(zone: settings.timeZone) }

    /// This host's time, put right by the server's clock.
    var serverNow: Date { moment.server() }

    /// Now, on this host's clock and the server's.
    var moment: Moment { client.moment(at: now) }

    /// The borrows that the status pane lists: all that hold a seat or may, by their end; then the newest of every other seat.
    var rows: [Borrow] {
        let moment = moment
        var held: [Borrow] = []
        var over: [BorrowSubject: Borrow] = [:]
        for borrow in client.borrows where borrow.isListed {
            if borrow.mayHoldSeat(at: moment) { held.append(borrow) } else { over[borrow.subject] = borrow }
        }
        for borrow in held { over[borrow.subject] = nil }
        return (held + over.values).map { ($0, $0.order(at: moment)) }.sorted { $0.1 < $1.1 }.map(\.0)
    }

    var selectedBorrow: Borrow? { selectedBorrow(in: rows) }

    func selectedBorrow(in rows: [Borrow]) -> Borrow? { rows.first { $0.id == selection } ?? rows.first }
}

extension Borrow {
    /// Whether a list of borrows shows it: refused attempts that never held a seat are history.
    fileprivate var isListed: Bool {
        grant != nil || doubt != nil || !operation.phase.isSettled
    }

    /// Unknown first, then what is under way, then by the end, then what is over.
    fileprivate func order(at now: Moment) -> SortKey {
        switch status(at: now) {
        case .unknown: SortKey(group: 0, end: grant?.end ?? .distantPast, id: id.rawValue)
        case .pending where grant == nil: SortKey(group: 1, end: .distantPast, id: id.rawValue)
        case .pending, .active: SortKey(group: 2, end: grant?.end ?? .distantPast, id: id.rawValue)
        case .ended(let end): SortKey(group: 3, end: end, id: id.rawValue)
        case .released(let date): SortKey(group: 4, end: date, id: id.rawValue)
        case .refused, .activated: SortKey(group: 5, end: .distantPast, id: id.rawValue)
        }
    }
}

private struct SortKey: Comparable {
    var group: Int
    var end: Date
    var id: String

    static func < (one: Self, other: Self) -> Bool {
        (one.group, one.end, one.id) < (other.group, other.end, other.id)
    }
}
