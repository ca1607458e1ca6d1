internal import Licensing
internal import Sandbox
internal import TerminalUI

/// One picture: at what terminal it is taken, and what a person types until then.
struct Scene {
    /// The file's name without its ending.
    var name: String
    var size = Size(columns: 80, rows: 24)
    /// How it is drawn: once in each of these.
    var looks = [Look.dark, .light]
    var program = Program.desk
    /// What goes wrong on the server.
    var faults = Faults()
    var keys: [Key]

    /// What runs at the terminal.
    enum Program {
        case desk, demo, firstStart
    }

    /// Where a drawing of it goes, in the folder of all pictures.
    func path(in look: Look) -> String { look.folder + name + ".svg" }
}

/// The colours of a drawing: those of the desk, and those of the terminal that it runs in.
struct Look {
    var palette: Palette
    var theme: TerminalTheme
    /// The folder of its drawings, with a slash at its end where it has one.
    var folder = ""

    static let dark = Look(palette: .dark, theme: .dark)
    static let light = Look(palette: .light, theme: .light, folder: "light/")
    static let monochrome = Look(palette: .monochrome, theme: .dark)
    static let highContrast = Look(palette: .highContrast, theme: .dark)
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

    /// Fills the form as the sandbox's guide says.
    static func form(_ entry: GuideEntry) -> [Key] {
        var until = "in 2 hours"
        if case .at(let end) = entry.end { until = UTC.format(end) }
        switch entry.signIn {
        case .licenseKey(let key): return form(entry.product, key: key, until: until)
        case .user(let name, let password):
            return form(entry.product, user: name, password: password, until: until)
        }
    }

    /// Goes from the borrows to the first field of the form.
    static let anotherForm: [Key] = [.character("b")]
}
