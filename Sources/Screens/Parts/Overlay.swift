internal import TerminalUI

extension App {
    /// What may lie over the desk: a part each.
    public enum Overlay: Hashable, Sendable {
        case calendar(CalendarPicker)
        case choice(ChoiceList)
        case dialog(Dialog)
        case extend(ExtendDialog)
        case text(TextPage)
        case guide(GuideList)
        case commands(CommandList)
        case timeline(Timeline)
        case holdings(Holdings)

        /// The part that it is.
        var part: any OverlayPart {
            switch self {
            case .calendar(let part): part
            case .choice(let part): part
            case .dialog(let part): part
            case .extend(let part): part
            case .text(let part): part
            case .guide(let part): part
            case .commands(let part): part
            case .timeline(let part): part
            case .holdings(let part): part
            }
        }

        /// Whether it was opened from what lies below it, and is of no use without that.
        var isOfTheOneBelow: Bool {
            switch self {
            case .calendar, .choice, .text, .commands: true
            case .dialog, .extend, .guide, .timeline, .holdings: false
            }
        }

        /// Lets the part change itself.
        mutating func update<Result>(_ body: (inout any OverlayPart) -> Result) -> Result {
            var part = part
            defer { self = part.overlay }
            return body(&part)
        }
    }
}
