public import ClientCore
public import FoundationEssentials
public import Licensing
public import StateMachine
public import TerminalUI

/// The desk: the client, and what a person sees and does around it.
///
/// It is made of parts, each with its own state, keys, words and drawing (``Part``), gives each key to the one in front,
/// and carries out what they want of each other. All that concerns borrowing it leaves to ``Client``.
public enum App: StateMachine {
    public static func reduce(_ state: inout State, _ event: Event) -> [Effect] {
        var effects: [Effect] = []
        let (before, hadBegun) = (state.addressee, state.hasBegun)
        switch event {
        case .started(let at):
            state.now = at
            effects = state.client(.started(at: at)) + [.watchConfiguration]
        case .key(let key, let at, let seen):
            state.now = at
            effects = state.keyPressed(key, seen: seen)
        case .resized(let size):
            state.size = size
        case .ticked(let at):
            state.now = at
            state.tick = nil
        case .resumed(let at):
            state.now = at
        case .client(let event):
            if let at = event.time { state.now = at }
            effects = state.client(event)
        case .configurationChanged(let result, let at):
            state.now = at
            effects = state.reconfigure(result, event)
        case .receiptRead(let id, let result):
            state.take(result, of: id)
        case .saved(let sentence, let isGood):
            state.notice = Notice(text: sentence, isGood: isGood)
        case .terminated(let signal):
            effects = state.leave(ExitCode(signal: signal) ?? .terminated)
        case .terminalClosed:
            effects = state.leave(.hungUp)
        }
        state.settle()
        effects += state.readReceipts() + state.lookUpProduct()
        // As the desk begins nobody has seen another one: what is typed ahead is meant for it.
        if state.addressee != before, hadBegun { state.keysMoved(by: event) }
        return effects + state.callForPerson(event) + state.scheduleTick()
    }

    public static func schedule(_ effect: Effect) -> EffectSchedule {
        switch effect {
        case .client(let effect): Client.schedule(effect)
        case .tick: .background("tick")
        case .watchConfiguration: .background("configuration")
        case .quit, .suspend, .repaint, .copy, .notify, .save, .readReceipt, .look: .run
        }
    }

    /// What may happen at the desk. `at` is the time that this host's clock read then.
    public enum Event: Hashable, Sendable {
        case started(at: Date)
        /// `seen` is the number of the newest ``Turn`` that was on the screen as the key was pressed; nil where that one was.
        case key(Key, at: Date, seen: Int? = nil)
        case resized(Size)
        /// A moment came at which something on the screen changes by itself.
        case ticked(at: Date)
        /// The process came back from a stop.
        case resumed(at: Date)
        case client(Client.Event)
        /// The configuration says something else than before, or cannot be used any more.
        case configurationChanged(Result<Reconfiguration, Problem>, at: Date)
        /// What the ledger has of a signed response to a borrow, by the borrow's id; nil where it has none.
        case receiptRead(OperationID, Result<HeldReceipt?, Problem>)
        /// A text was written into a new file, or could not be; by a sentence.
        case saved(String, isGood: Bool)
        /// The process was told to end.
        case terminated(signal: Int32)
        /// The terminal went away.
        case terminalClosed
    }

    /// What the desk may ask its surroundings to do.
    public enum Effect: Hashable, Sendable {
        case client(Client.Effect)
        /// Send `ticked` at this moment; a newer tick takes the place of an older one.
        case tick(at: Date)
        /// Leave the screen and end with this status, once what was asked for before it is done or a few seconds are over.
        case quit(ExitCode)
        /// Give the terminal to the shell until `fg`.
        case suspend
        /// Paint everything anew.
        case repaint
        /// Hand a text to the terminal's clipboard.
        case copy(String)
        /// Call for the person, who may be looking elsewhere; by the bell alone where the text is empty.
        case notify(String)
        /// Write a text into a new file. Answered by `saved`.
        case save(String)
        /// Read the receipt of a borrow's operation, else the newest of the borrow. Answered by `receiptRead`.
        case readReceipt(of: OperationID, operation: OperationID)
        /// Tell what the configuration comes to say, by `configurationChanged`, as long as the desk is open.
        case watchConfiguration
        /// Draw with another look from here on.
        case look(Look)
    }
}

extension Client.Event {
    /// When it happened, by this host's clock, where it says so.
    fileprivate var time: Date? {
        switch self {
        case .started(let at), .ledgerAnnounced(_, let at), .ledgerReading(_, let at), .ledgerRead(_, let at),
            .requested(_, _, _, _, let at),
            .retryRequested(_, let at), .questionConfirmed(_, let at), .identified(_, _, let at),
            .waitOver(_, _, let at), .recorded(_, _, let at), .responded(_, _, let at):
            at
        case .questionDeclined, .cancelRequested, .queryCancelled, .shutdownRequested, .troubleDismissed,
            .profilesChanged,
            .recordingDue, .queried:
            nil
        }
    }
}
