internal import TerminalUI

/// The lines of the notice above the footer, and what they were made of: how many there are says where everything else goes, and
/// is asked many times a key.
struct KeptNotice: Hashable {
    /// All that the lines follow from.
    struct Source: Hashable {
        var told: [App.Notice]
        var size: Size
        /// The key that shows commands for which there is no room.
        var help: String?
    }

    let source: Source
    let lines: [LabelledLine]

    /// The lines take no more than half of a screen. Where a notice's commands need more they are left out, since half of one is of
    /// no use.
    init(_ source: Source) {
        self.source = source
        let width = source.size.columns - 2
        let most = max(3, source.size.rows / 2 - 1)
        lines = source.told.reduce(into: []) { told, notice in
            let room = most - told.count
            var lines = TextWidth.wrap(notice.text, to: width)
            if lines.count > room {
                let pointer = Strings.commandIsIn(source.help)
                lines = Array(TextWidth.wrap(notice.text, to: width, inPlaceOfCommands: pointer).prefix(room))
            }
            told += lines.map { LabelledLine(text: $0, role: notice.isGood ? .good : .warning) }
        }
    }
}

extension App.State {
    /// What stands above the footer, in as many lines as it takes; nil where there is nothing to say.
    var wrappedNotice: KeptNotice? {
        let told = told
        if told.isEmpty { return nil }
        let help = settings.keymap.shown(.help, in: focus == .form ? BorrowForm.common : App.panes)
        let source = KeptNotice.Source(told: told, size: size, help: help)
        if let keptNotice, keptNotice.source == source { return keptNotice }
        return KeptNotice(source)
    }

    /// The lines above the footer.
    var noticeLines: [LabelledLine] { wrappedNotice?.lines ?? [] }

    /// How many rows they take.
    var noticeRows: Int { max(restingRows, noticeLines.count) }

    /// How many rows they take while there is nothing to say: where there are enough, one is kept for it, so that nothing else has to
    /// move for a sentence.
    var restingRows: Int { size.rows >= Layout.sideBySide.rows ? 1 : 0 }
}
