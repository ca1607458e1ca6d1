internal import Foundation
internal import Licensing

extension Report {
    /// Prints a value as one line of JSON, members in a stable order.
    static func jsonLine(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try Output.write(Data(escaped([UInt8](try encoder.encode(value))) + "\n".utf8))
    }
}
