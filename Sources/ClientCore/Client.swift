public import StateMachine

/// The one state machine of borrowing: every decision of what happens next, for any front end.
///
/// An operation goes `identified → intended (on disk) → sent (on disk) → responded → settled (on disk)`. Only what is on disk
/// appears in ``State/book``, so no front end can show an outcome that a crash would forget. What an operation came to
/// is told by an effect, ``Effect/tell(_:)``: nobody has to compare states.
/// What the server said and the disk would not take is held and written later; it is never dropped for that.
public enum Client: StateMachine {
    public static func reduce(_ state: inout State, _ event: Event) -> [Effect] {
        switch event {
        case .started(let at): [.watchLedger] + state.loadLedger(at: at)
        case .ledgerAnnounced(let announcement, let at): state.announced(announcement, at: at)
        case .ledgerReading(let part, _): state.ledgerReading(part)
        case .ledgerRead(let reading, let at): state.ledgerRead(reading, at: at)
        case .requested(let request, let key, let ifInDoubt, let shortening, let at):
            state.requested(request, key: key, Consent(inDoubt: ifInDoubt, shortening: shortening), at: at)
        case .retryRequested(let id, let at): state.retryRequested(id, at: at)
        case .shutdownRequested: state.shutdownRequested()
        case .troubleDismissed(let id): state.dismiss(id)
        case .profilesChanged(let profiles): state.follow(profiles)
        case .queried(let query, let result): state.queried(query, result)
        case .queryCancelled(let query): state.queries.remove(query) == nil ? [] : [.cancelQuery(query)]
        case .questionConfirmed(let id, _), .questionDeclined(let id), .cancelRequested(let id),
            .identified(let id, _, _), .waitOver(let id, _, _), .recorded(let id, _, _), .recordingDue(let id),
            .responded(let id, _, _):
            state.advance(id, event)
        }
    }

    public static func schedule(_ effect: Effect) -> EffectSchedule {
        switch effect {
        case .send(let id, _), .wait(let id, _): .named("operation \(id)")
        case .cancel(let id): .cancel("operation \(id)")
        case .query(let query): .named(query.name)
        case .cancelQuery(let query): .cancel(query.name)
        case .recordLater(let id, _): .background("record \(id)")
        case .watchLedger: .background("watch ledger")
        case .loadLedger, .readChanges, .identify, .record, .tell: .run
        }
    }
}

extension Client.Query {
    /// By which it can be cancelled; it tells no secret.
    fileprivate var name: String {
        switch self {
        case .product(let code): "query product \(code)"
        case .licenses(let product, _): "query licenses \(product)"
        }
    }
}
