internal import ClientCore
internal import Foundation
public import Licensing
public import TerminalUI

/// Asks once before something is done about a borrow's seat; asks for the license key where that is not at hand.
public struct SeatDialog: Hashable, Sendable {
    /// What is to be done.
    public enum Purpose: Hashable, Sendable {
        /// Release the borrow.
        case release
        /// Check the license, which takes a seat where the device holds none.
        case check
        /// Release the seat that a check has taken.
        case releaseAfterCheck
    }

    public var purpose: Purpose
    public var borrow: OperationID
    /// The key being typed; nil where none is needed.
    public var key: TextInput?
    /// What is wrong with the key.
    public var error: String?
}

/// Takes down why an unknown outcome counts as settled.
public struct NoteDialog: Hashable, Sendable {
    public var borrow: OperationID
    public var reason = TextInput(limit: 200)
    /// What is wrong with the reason.
    public var error: String?
}

extension SeatDialog {
    /// What it asks.
    func question(_ name: String) -> String {
        switch purpose {
        case .release: "Return \(name) now? Its seat is free for others at once."
        case .check:
            "Ask the server about \(name)? If its device holds no seat, asking takes one; you can return it."
        case .releaseAfterCheck:
            "The server knows of no borrow of \(name), and asking has taken a seat for its device. Return that?"
        }
    }
}

extension App.State {
    /// Opens a dialog about a borrow's seat.
    mutating func ask(_ purpose: SeatDialog.Purpose, about borrow: Borrow?) {
        guard let borrow else { return }
        // The choice stays on what is asked about, wherever its row goes then.
        selection = borrow.id
        let key = client.needsKey(borrow) ? TextInput() : nil
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
        case .release, .releaseAfterCheck:
            return client(.requested(.release(dialog.borrow), key: key, at: now))
        case .check:
            return client(.requested(.check(dialog.borrow), key: key, at: now))
        }
    }
}
