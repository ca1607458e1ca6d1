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
            throw error.inLine(line, name)
        }
    }

    /// What is wrong with the file that it is in; nil where that can be read, and for a pipe, which is left to whoever needs it.
    func fault(_ reader: SecretReader) -> Problem? {
        do throws(Problem) {
            if case .file(let path) = place { try reader.look(at: path, for: name) }
            return nil
        } catch {
            return error.inLine(line, name)
        }
    }
}

extension Problem {
    /// The same with the line of the configuration that it is about, and the setting that stands there.
    func inLine(_ line: Int?, _ name: String) -> Problem {
        guard let line else { return self }
        var problem = self
        let place = "Line \(line) of the configuration" + (message.contains(name) ? "" : ", \(name)")
        problem.message = place + (message.isEmpty ? "." : ": " + message)
        return problem
    }
}
