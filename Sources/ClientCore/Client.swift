internal import Licensing
public import StateMachine

/// The one state machine of borrowing: every decision of what happens next, for any front end.
///
/// A borrow goes `identified → intended (on disk) → sent (on disk) → answered → settled (on disk)`. Only what is on disk
/// appears in ``State/borrows``, so no front end can show an outcome that a crash would forget. Whenever something has
/// been written, the ledger is read again, so that nobody works on a picture that another process has changed.
public enum Client: StateMachine {
    public static func reduce(_ state: inout State, _ event: Event) -> [Effect] {
        switch event {
        case .started: [.watchLedger] + state.readLedger()
        case .ledgerChanged: state.readLedger()
        case .ledgerLoaded(let loaded, let at): state.ledgerLoaded(loaded, at: at)
        case .borrowSubmitted(let request, let source, let ifInDoubt, let at):
            state.borrowSubmitted(request, source: source, ifInDoubt: ifInDoubt, at: at)
        case .questionConfirmed(let id, let at): state.questionConfirmed(id, at: at)
        case .questionDeclined(let id): state.questionDeclined(id)
        case .returnRequested(let id, let key, let at): state.requested(.release, on: id, key: key, at: at)
        case .checkRequested(let id, let key, let at): state.requested(.check, on: id, key: key, at: at)
        case .identified(let id, let result, let at): state.identified(id, result, at: at)
        case .recorded(let id, let result, let at): state.recorded(id, result, at: at)
        case .borrowFinished(let id, let result, let at): state.borrowFinished(id, result, at: at)
        case .releaseFinished(let id, let result, let at): state.releaseFinished(id, result, at: at)
        case .checkFinished(let id, let result, let at): state.checkFinished(id, result, at: at)
        case .cancelRequested(let id): state.cancelRequested(id)
        case .noted(let id, let reason, let at): state.noted(id, reason: reason, at: at)
        case .forgotten(let id, let at): state.forgotten(id, at: at)
        case .kept(let borrow, let result): state.kept(borrow, result)
        case .lookupRequested(let lookup): state.lookupRequested(lookup)
        case .lookupFinished(let lookup, let result): state.lookupFinished(lookup, result)
        case .problemDismissed: state.problemDismissed()
        }
    }

    public static func schedule(_ effect: Effect) -> EffectSchedule {
        switch effect {
        case .borrow(let id, _), .release(let id, _), .check(let id, _): .named("operation \(id)")
        case .cancel(let id): .cancel("operation \(id)")
        case .watchLedger: .background("watch ledger")
        case .loadLedger, .identify, .record, .keep, .lookUp: .run
        }
    }
}
