internal import ClientLive
internal import Foundation
internal import Licensing
internal import Screens
internal import TerminalUI

extension BerthConfiguration {
    /// Which keys do what at the desk.
    ///
    /// - Throws: `config_invalid`, with the line in the file and what was probably meant.
    func keymap() throws(Problem) -> Keymap<App.Action> {
        func problem(_ action: String, _ sentence: String) -> Problem {
            let choice = keys.first { $0.subject == action }
            return (choice ?? DeskChoice(action, [], setting: "keys", path: configFile)).problem(sentence)
        }
        // The program's own keys fit together.
        if keys.isEmpty { return Keymap() }
        let keymap: Keymap<App.Action>
        do {
            keymap = try Keymap(keys.map { ($0.subject, $0.values) })
        } catch {
            throw problem(error.action, error.sentence)
        }
        do {
            try keymap.check()
        } catch {
            throw problem(error.action, error.sentence)
        }
        return keymap
    }

    /// All that is wrong with what the desk alone judges: keys, theme, colours, notification.
    var deskFaults: [Problem] {
        var bare = self
        bare.theme = nil
        return faults(of: \.keys) { configuration throws(Problem) in _ = try configuration.keymap() }
            + bare.faults(of: \.colours) { configuration throws(Problem) in _ = try configuration.palette() }
            + [
                theme.flatMap { theme in Self.fault { () throws(Problem) in _ = try Palette.of(theme) } },
                Self.fault { () throws(Problem) in _ = try notification() },
            ].compactMap(\.self)
    }

    /// What is wrong with each of some choices: without the one that is told, the next one shows.
    private func faults(
        of choices: WritableKeyPath<Self, [DeskChoice]>, _ read: (Self) throws(Problem) -> Void
    ) -> [Problem] {
        var (rest, faults) = (self, [Problem]())
        while let fault = Self.fault({ () throws(Problem) in try read(rest) }) {
            faults.append(fault)
            let count = rest[keyPath: choices].count
            rest[keyPath: choices].removeAll { fault.message.contains($0.subject.inQuotes) && fault.concerns($0) }
            if rest[keyPath: choices].count == count { break }
        }
        return faults
    }

    private static func fault(_ body: () throws(Problem) -> Void) -> Problem? {
        do {
            try body()
            return nil
        } catch {
            return error
        }
    }

    /// How the desk calls for a person.
    ///
    /// - Throws: `config_invalid`, naming the flag, the variable or the setting.
    func notification() throws(Problem) -> App.Notification {
        guard let notify else { return .none }
        if let kind = App.Notification(rawValue: notify.values.first ?? "") { return kind }
        let kinds = App.Notification.allCases.map(\.rawValue).joined(separator: ", ")
        throw notify.problem(
            "There is no notification \"\(TextWidth.sanitised(notify.values.first ?? ""))\". There are \(kinds).")
    }

    /// What the desk looks like where colours are wanted.
    ///
    /// - Throws: `config_invalid`, naming the flag, the variable or the line, and what was probably meant.
    func palette() throws(Problem) -> Palette {
        let palette = try theme.map(Palette.of) ?? .dark
        do {
            return try palette.patched(with: colours.map { ($0.subject, $0.values.joined(separator: " ")) })
        } catch {
            let choice = colours.first { $0.subject == error.role }
            throw (choice ?? DeskChoice(error.role, [], setting: "colours", path: configFile)).problem(error.sentence)
        }
    }
}

extension Palette {
    /// The palette of a theme.
    static func of(_ theme: DeskChoice) throws(Problem) -> Palette {
        let name = theme.values.first ?? ""
        if let palette = named(name) { return palette }
        // So few that all of them are nearer than a guess.
        throw theme.problem(
            "There is no theme \"\(TextWidth.sanitised(name))\". There are \(names.joined(separator: ", ")).")
    }
}

extension Problem {
    /// Whether it is about what stands in the line of a choice.
    fileprivate func concerns(_ choice: DeskChoice) -> Bool {
        message.hasPrefix(choice.problem("").message)
    }
}
