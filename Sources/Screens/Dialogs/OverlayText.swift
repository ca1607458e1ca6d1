internal import TerminalUI

/// The text of an overlay that is read rather than answered, wrapped for the screen at hand.
struct OverlayText: Hashable {
    var title: String
    var labelWidth: Int
    var lines: [LabelledLine]

    init(title: String, labelWidth: Int, facts: [Fact], width: Int) {
        self.title = title
        self.labelWidth = labelWidth
        lines = facts.flatMap { fact in
            guard let name = fact.name else {
                return TextWidth.wrap(fact.value, to: width).map { LabelledLine(label: $0, text: "") }
            }
            return LabelledLine.part(name, fact.value, labelWidth: labelWidth, width: width)
        }
    }
}

extension App.State {
    /// The text of an overlay; empty for one that is answered.
    func overlayText(_ overlay: App.Overlay) -> OverlayText {
        let width = size.columns - 4
        return switch overlay {
        case .help:
            OverlayText(
                title: "Help · \(place(below: overlay).name)", labelWidth: 14, facts: helpFacts(place(below: overlay)),
                width: width)
        default: OverlayText(title: "Details", labelWidth: 13, facts: details(overlay), width: width)
        }
    }

    /// How many rows of an overlay's text show at once.
    var overlayPage: Int { max(1, size.rows - 4) }

    /// The keys of a place, with the reason where one cannot be used now.
    private func helpFacts(_ place: App.Place) -> [Fact] {
        App.bindings(in: place).map { binding in
            let reason = disabledReason(binding.action).map { " Not now: \($0)" } ?? ""
            return Fact(name: binding.keys.map(\.label).joined(separator: " "), value: binding.help + reason)
        }
    }
}
