internal import Licensing

/// What may be a secret among arguments that the parser has refused: it would repeat it.
///
/// That is what looks like a license key, and the value of an assignment that was typed behind the command, as of a variable or
/// of a setting. What stands on a command line is seen by everybody on this host anyway, but a log keeps it.
struct PossibleSecrets {
    private let texts: [String]

    init(_ arguments: [String]) {
        texts = arguments.flatMap { argument -> [String] in
            guard let sign = argument.firstIndex(of: "="), sign > argument.startIndex else { return [argument].keys }
            let value = String(argument[argument.index(after: sign)...])
            return argument.hasPrefix("-") ? [value].keys : [value].filter { !$0.isEmpty }
        }
    }

    /// A text in which none of them is repeated.
    func hidden(in text: String) -> String {
        // What holds another one first.
        texts.sorted { $0.count > $1.count }.reduce(text) { $0.replacing($1, with: "…") }
    }
}

extension [String] {
    /// Those that look like license keys.
    fileprivate var keys: [String] { filter(KeyShape.isByAnyMeasureIn) }
}
