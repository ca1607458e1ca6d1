/// What a piece of text means; a ``Palette`` says what that looks like. Views name roles, never colours.
public enum Role: UInt8, Hashable, Sendable, CaseIterable {
    /// Ordinary text in the terminal's own colours.
    case plain
    /// Text of less weight: hints, what is disabled.
    case dim
    /// The program's name, a pane's title.
    case title
    /// A field's name.
    case label
    /// The name of the field, or the mark of the row, that has the focus.
    case focus
    /// A border of a pane.
    case border
    /// A border of the pane that has the focus.
    case activeBorder
    /// A button, and the button that has the focus.
    case button
    case activeButton
    /// A key's name in a footer or a help text.
    case key
    /// All is well.
    case good
    /// Attention soon.
    case warning
    /// Attention now.
    case danger
    /// The word DEMO.
    case banner
    /// The day or the row that is chosen.
    case selection
}

extension Role {
    /// The role's name in a configuration; it stays the same from version to version.
    public var name: String {
        switch self {
        case .plain: "plain"
        case .dim: "dim"
        case .title: "title"
        case .label: "label"
        case .focus: "focus"
        case .border: "border"
        case .activeBorder: "active-border"
        case .button: "button"
        case .activeButton: "active-button"
        case .key: "key"
        case .good: "good"
        case .warning: "warning"
        case .danger: "danger"
        case .banner: "banner"
        case .selection: "selection"
        }
    }

    /// The role of a name.
    public init?(name: String) {
        guard let role = Role.allCases.first(where: { $0.name == name }) else { return nil }
        self = role
    }
}
