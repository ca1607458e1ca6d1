internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

/// The lines of an end's preview, and what they were made of: to read an end takes longer than all else that a key costs.
struct KeptPreview: Hashable {
    /// All that a preview tells follows from this, to the minute.
    struct Source: Hashable {
        /// What was typed; nil for the longest borrow.
        var typed: String?
        /// The end that is held already, and gives way.
        var old: Date?
        /// That what is held is of another account, so that no new end can be set here.
        var elsewhere: String?
        /// The longest borrow in hours, where it is known.
        var limit: Int?
        /// The minute that the server's clock is in.
        var minute: Date
        /// The columns that there are for it.
        var width: Int
    }

    var source: Source
    var lines: [BorrowForm.Row]
    var tellsFault: Bool
}

extension BorrowForm {
    /// The preview of the end: the one at hand, where it is of the same end.
    func preview(_ desk: Desk, width: Int) -> KeptPreview {
        let now = desk.serverNow
        let source = KeptPreview.Source(
            typed: isMaximum ? nil : self[.until].text, old: heldEnd(desk), elsewhere: heldElsewhere(desk),
            limit: knownLimit(desk), minute: desk.serverMinute, width: width)
        if let kept, kept.source == source { return kept }
        let preview = EndPreview(
            typed: source.typed, replacing: source.old, now: now, limit: source.limit, local: desk.local)
        let pointer = Strings.commandIsIn(desk.key(.help, in: Self.common))
        let elsewhere =
            source.elsewhere.map { Self.remark($0, .warning, width: width, inPlaceOfCommands: pointer) } ?? []
        return KeptPreview(
            source: source, lines: preview.lines(width: width - 2).map { .text("  " + $0.text, $0.role) } + elsewhere,
            tellsFault: preview.tellsFault)
    }
}
