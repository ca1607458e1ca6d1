public import Licensing

/// The place of a secret, and who says that it is there.
public struct NamedSecret: Hashable, Sendable {
    public let place: SecretPlace
    /// How the flag, the variable or the setting is spelt that names it.
    public let name: String
    /// The line of the configuration that it stands in; nil for a flag or a variable.
    public let line: Int?

    public init(_ place: SecretPlace, namedBy name: String, line: Int? = nil) {
        (self.place, self.name, self.line) = (place, name, line)
    }

    /// Reads it.
    ///
    /// - Throws: as ``SecretReader/take(_:for:)``, with the line.
    public func take(_ reader: SecretReader) throws(Problem) -> (secret: Secret, source: SecretSource) {
        do {
            return try reader.take(place, for: name)
        } catch {
            throw error.inLine(line)
        }
    }
}

extension Problem {
    /// The same with the line of the configuration that it is about.
    func inLine(_ line: Int?) -> Problem {
        guard let line else { return self }
        var problem = self
        problem.message = "Line \(line) of the configuration" + (message.isEmpty ? "." : ": " + message)
        return problem
    }
}
