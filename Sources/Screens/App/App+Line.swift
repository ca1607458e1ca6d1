internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

extension App.State {
    /// The line above the footer: what is being waited for, else what was done last.
    var line: App.Notice? {
        let waiting = client.underway.values.filter(\.isAwaitingResponse)
        if let running = waiting.min(by: { $0.startedAt < $1.startedAt }),
            now.timeIntervalSince(running.startedAt) >= 1
        {
            let key = settings.keymap.shown(.stopWaiting, in: App.always)
            return App.Notice(text: Strings.sent(Int(now.timeIntervalSince(running.startedAt)), key), isGood: true)
        }
        if let held = client.underway.values.lazy.compactMap(\.heldOutcome).first {
            return App.Notice(text: Strings.notOnDisk(held.name(on: client.session.hardwareID)), isGood: false)
        }
        if let holder = client.lockHolder { return App.Notice(text: Strings.ledgerIsBusy(holder), isGood: false) }
        if isQuestionWaiting {
            let key = settings.keymap.shown(.leaveForm, in: BorrowForm.common)
            return App.Notice(text: Strings.questionWaits(key), isGood: false)
        }
        if let notice { return notice }
        return client.watchProblem.map { _ in App.Notice(text: Strings.notWatched, isGood: false) }
    }
}

extension Borrow {
    /// `CAD-PRO …4444`, and the device where it is another than the host's.
    func name(on host: HardwareID?) -> String {
        let name = "\(subject.product) \(subject.license.label)"
        return subject.hardwareID == host ? name : "\(name) on \(subject.hardwareID.short)"
    }
}
