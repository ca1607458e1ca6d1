@testable import Screens
import TerminalUI

/// `docs/keys.md`, made from the bindings themselves.
enum KeysDocument {
    static var text: String {
        """
        # Keys and colours

        The tables are made by a test from the program's own bindings: `RECORD_DOCS=1 swift test --filter KeyDocsTests` writes
        them anew.

        ## Other keys

        `keys` in `~/.config/berth/config.yaml` gives actions other keys than the ones below:

        ```yaml
        keys:
          retry: F5
          find: [/, ^F]
          quit: disabled
        ```

        The keys take the place of all that the action has, wherever it has any; the footer, the help and every sentence that
        names a key show the new one. `disabled`, or an empty list, leaves an action without a key. A key that YAML takes for
        something of its own is quoted: `"!"`, `"*"`, `"?"`, `"-"`, `":"`, `"#"`.

        A character is written as it is, with Control as `^R`, with Alt as `M-r`. The other keys are called `Enter`, `Tab`, `S-Tab`,
        `Esc`, `Space`, `BS`, `Del`, `Ins`, `Up`, `Down`, `Left`, `Right`, `Home`, `End`, `PgUp`, `PgDn`, and `F1` to `F63`.

        The desk does not start with keys that it could not be used with, and says why:

        - a key that would do two things in one place;
        - a key that is typed, edits or moves in a place where the action has a key;
        - no key for `interrupt`, `close`, `leave-form` or `accept`, which lead on or back where nothing else does;
        - `^Z`, which is the terminal's.

        The arrows, `Home`, `End`, `PgUp` and `PgDn`, and the letters of the calendar that jump to a day, stay as they are. The
        demo takes keys and colours from here, too; `g` and `F2` open its guide. An open desk takes on other keys, colours and another
        theme as the file is saved ([configuration.md](configuration.md#while-the-desk-is-open)). A first start, which has no configuration
        yet, has keys of its own that stay as they are.

        ## Actions

        Where text is typed, only those keys are keys that are not typed: there `help` is `F1` and `commands` is `M-x`.

        \(actions)

        ## Colours

        `--theme`, `BERTH_THEME` or `theme` names one of \(list(Palette.names)); the first is the default.
        `colours` gives single roles another look, in words:

        ```yaml
        theme: light
        colours:
          danger: bold white on red
          dim: default
        ```

        A look is made of `bold`, `dim`, `reverse`, `underline`, a colour, and `on` with another one: `default`, `black`, `red`,
        `green`, `yellow`, `blue`, `magenta`, `cyan`, `white`. `NO_COLOR` and `--no-color` win over all of this. The roles are:

        \(Role.allCases.map { "- `\($0.name)`" }.joined(separator: "\n"))

        """
    }

    private static func list(_ words: [String]) -> String { words.map { "`\($0)`" }.joined(separator: ", ") }

    /// An action as it does one thing: all its keys, and the parts of the desk in which it has any.
    private struct Row {
        var action: App.Action
        var help: String
        var keys: [String]
        var places: [String]

        var cells: [String] {
            let isEverywhere = Set(Place.all.map(KeysDocument.part)).isSubset(of: places)
            let places = isEverywhere ? "everywhere" : places.joined(separator: ", ")
            return ["`\(action.rawValue)`", KeysDocument.list(keys), help, places]
        }
    }

    private static func part(of place: Place) -> String { String(place.name.prefix { $0 != "," }) }

    private static var rows: [Row] {
        var rows: [Row] = []
        for place in Place.all {
            for binding in place.bindings where !isLeftOut(binding.action) {
                let place = part(of: place)
                let keys = binding.keys.map(\.label)
                if let row = rows.firstIndex(where: { $0.action == binding.action && $0.help == binding.help }) {
                    rows[row].keys += keys.filter { !rows[row].keys.contains($0) }
                    if !rows[row].places.contains(place) { rows[row].places.append(place) }
                } else {
                    rows.append(Row(action: binding.action, help: binding.help, keys: keys, places: [place]))
                }
            }
        }
        return rows
    }

    private static func isLeftOut(_ action: App.Action) -> Bool {
        action == .guide || App.Action.fixed.contains(action)
    }

    private static var actions: String {
        let lines = App.Action.allCases.flatMap { action in rows.filter { $0.action == action }.map(\.cells) }
        return ([["action", "keys", "what it does", "in"], ["---", "---", "---", "---"]] + lines)
            .map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }
}
