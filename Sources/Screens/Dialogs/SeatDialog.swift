internal import ClientCore
internal import Foundation
public import Licensing
public import TerminalUI

/// Asks once before something is done about a borrow's seat; asks for the license key where that is not at hand.
public struct SeatDialog: Hashable, Sendable {
    /// What is to be done.
    public enum Purpose: Hashable, Sendable {
        /// Give the borrow back.
        case giveBack
        /// Look at the license, which takes a seat where the device holds none.
        case look
        /// Give back the seat that a look has taken.
        case giveBackLook
    }

    public var purpose: Purpose
    public var borrow: OperationID
    /// The key being typed; nil where none is needed.
    public var key: TextInput?
    /// What is wrong with the key.
    public var error: String?
}

/// Takes down why an unknown outcome need not be settled.
public struct NoteDialog: Hashable, Sendable {
    public var borrow: OperationID
    public var reason = TextInput(limit: 200)
}

extension SeatDialog {
    /// What it asks.
    func question(_ borrow: Borrow, _ local: LocalTime) -> String {
        let name = "\(borrow.subject.product) \(borrow.subject.license.label)"
        return switch purpose {
        case .giveBack: "Return \(name) now? Its seat is free for others at once."
        case .look:
            "Ask the server about \(name)? The look takes a seat of the license for this device where it holds none; "
                + "you can give that back afterwards."
        case .giveBackLook:
            "The server knows of no borrow of \(name), and the look has taken a seat for this device. Give that back?"
        }
    }
}

extension App.State {
    /// Opens a dialog about a borrow's seat.
    mutating func ask(_ purpose: SeatDialog.Purpose, about borrow: Borrow?) {
        guard let borrow else { return }
        let key = client.returnNeedsKey(borrow) ? TextInput() : nil
        overlays.append(.seat(SeatDialog(purpose: purpose, borrow: borrow.id, key: key)))
    }

    /// Does what a dialog has asked about.
    mutating func confirmed(_ dialog: SeatDialog) -> [App.Effect] {
        var key: Secret?
        if let input = dialog.key {
            do {
                key = try Validation.licenseKey(Secret(input.text))
            } catch {
                var dialog = dialog
                dialog.error = error.sentence
                overlays[overlays.count - 1] = .seat(dialog)
                return []
            }
        }
        overlays.removeLast()
        switch dialog.purpose {
        case .giveBack, .giveBackLook:
            lastAttempt = .release(dialog.borrow)
            return client(.returnRequested(dialog.borrow, key: key, at: now))
        case .look:
            lastAttempt = .look(dialog.borrow)
            return client(.checkRequested(dialog.borrow, key: key, at: now))
        }
    }
}
