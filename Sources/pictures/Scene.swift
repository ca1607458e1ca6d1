internal import Sandbox
internal import TerminalUI

/// One picture: at what terminal it is taken, and what a person types until then.
struct Scene {
    /// The file's name without its ending.
    var name: String
    var size = Size(columns: 80, rows: 24)
    var palette = Palette.dark
    /// Whether the desk is that of the demo.
    var isDemo = false
    /// What goes wrong on the server.
    var faults = Faults()
    var keys: [Key]
}

extension [Key] {
    /// A text, typed character by character.
    static func typed(_ text: String) -> [Key] { text.map(Key.character) }

    /// A text typed in place of what stands in a field.
    static func replaced(by text: String) -> [Key] { [.control("u")] + typed(text) }

    /// Fills the form from its first field to its button, with a license key.
    static func form(_ product: String, key: String, until end: String) -> [Key] {
        replaced(by: product) + [.tab, .tab] + replaced(by: key) + [.tab, .tab] + replaced(by: end) + [.tab, .tab]
    }

    /// Fills the form from its first field to its button, as a license user.
    static func form(_ product: String, user: String, password: String, until end: String) -> [Key] {
        replaced(by: product) + [.tab, .tab] + replaced(by: user) + [.tab] + replaced(by: password)
            + [.tab, .tab] + replaced(by: end) + [.tab, .tab]
    }

    /// Goes from the borrows to the first field of the form.
    static let anotherForm: [Key] = [.character("b")]
}
