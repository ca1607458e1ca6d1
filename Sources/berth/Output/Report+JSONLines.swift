internal import Foundation
internal import Licensing

extension Report {
    /// Whether what this command prints as JSON is lines of an object each, a failure among them: what comes of rows, news, a trail.
    ///
    /// The arguments tell, since they may be such that no command can be made of them.
    static let isOfLines: Bool = {
        let arguments = CommandLine.arguments.dropFirst()
        func has(_ flag: String) -> Bool { arguments.contains { $0 == flag || $0.hasPrefix(flag + "=") } }
        return switch arguments.first {
        case "borrow", "release": has("--from")
        case "history": has("--export")
        default: arguments.first == "watch"
        }
    }()

    /// Prints a value as one line of JSON, members in a stable order.
    static func jsonLine(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try Output.write(Data(escaped([UInt8](try encoder.encode(value))) + "\n".utf8))
    }
}
