public import ClientCore
public import FoundationEssentials
internal import Licensing
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
        public var list = BorrowList()
        var panel = ProblemPanel()
        /// Which part of the desk has the keys while nothing lies over it.
        public var focus: Focus = .list
        /// What lies over the desk, the topmost last.
        public var overlays: [Overlay] = []
        /// One line about what was done last.
        public var notice: Notice?
        /// The lines that the newest one above the footer takes.
        var keptNotice: KeptNotice?
        /// Several borrows that are being returned.
        var releases = Releases()
        /// The borrows whose license key was not to be had from where it came from when it was last looked for.
        var keysAway: Set<OperationID> = []
        /// The borrows whose check has taken a seat that may be released, and nobody was asked about that yet.
        var offers: [OperationID] = []
        /// The operations that were under way as the program was left, and their borrows.
        var atStake: [OperationID: OperationID] = [:]
        /// What was dropped as the program was left, since it had not been sent or begun, a sentence each.
        var dropped: [String] = []
        /// What of the borrows a person has been called for.
        var calls = Lookout()
        /// The queries that are under way, and since when.
        var queriesSince: [Client.Query: Date] = [:]
        /// When the next tick is due; nil while nothing changes by itself.
        var tick: Date?
        /// Whether the ledger has been read once, so that it is known where to begin.
        var hasBegun = false
        /// Whether this host's clock was a minute or more off when a response told last.
        var isClockOff = false
        /// What the keys mean something to.
        public internal(set) var turn = Turn()
        /// How far the desk has followed the configuration.
        var configuration = FollowedConfiguration()
        /// Since when the line above the footer has told what the configuration has come to say; nil while it does not.
        var newsSince: Date?
        /// The product of the settings that was asked about without being left in the form.
        var lookedUp: String?
        /// How often the cursor of the form has moved by itself.
        var formMoves = 0
        /// The row of the guide that was taken last.
        var guidePlace = 0

        /// - Parameters:
        ///   - client: what is known of the borrows.
        ///   - settings: what the desk goes by.
        ///   - size: the screen's.
        ///   - now: what this host's clock reads.
        ///   - news: what is to be told as it opens; nil where that is nothing.
        public init(client: Client.State, settings: Settings, size: Size, now: Date, news: String? = nil) {
            self.client = client
            self.settings = settings
            self.size = size
            self.now = now
            form = BorrowForm(settings: settings, hardwareID: client.session.hardwareID, now: now)
            var told = [news].compactMap(\.self)
            if settings.isDemo {
                told.append(Strings.demoWelcome(settings.keymap.shown(.guide, in: BorrowForm.common)))
            }
            if !told.isEmpty { notice = Notice(text: told.joined(separator: " "), isGood: news == nil) }
        }

        /// What parts may read.
        var desk: Desk {
            let bottom = size.rows - 1 - noticeRows
            let body = Rect(left: 0, top: 1, width: size.columns, height: max(0, bottom - 1))
            return Desk(
                client: client, settings: settings, keysAway: keysAway, returns: releases.results, size: size,
                body: body, now: now)
        }
    }

    /// The parts of the desk.
    public enum Focus: Hashable, Sendable, CaseIterable {
        case form, list, problem
    }

    /// One line about what was done last.
    public struct Notice: Hashable, Sendable {
        public var text: String
        public var isGood: Bool
        /// The borrow whose operation it tells of, where it is done with as that has another one.
        var borrow: OperationID?
        var operation: OperationID?

        init(text: String, isGood: Bool, about borrow: Borrow? = nil) {
            (self.text, self.isGood) = (text, isGood)
            (self.borrow, operation) = (borrow?.id, borrow?.operation.id)
        }
    }
}
