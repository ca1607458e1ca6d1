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

    /// Reads it as a license key, without the blanks around it.
    ///
    /// - Throws: as ``take(_:)``, and as ``licenseKey(_:)``.
    public func takeLicenseKey(_ reader: SecretReader) throws(Problem) -> (secret: Secret, source: SecretSource) {
        let taken = try take(reader)
        return (try licenseKey(taken.secret), taken.source)
    }

    /// What was read here as a license key, without the blanks around it.
    ///
    /// - Parameter secret: what was read.
    /// - Throws: `config_invalid` for what is the key of no license, with the place and the line.
    public func licenseKey(_ secret: Secret) throws(Problem) -> Secret {
        do throws(FieldError) {
            return try Validation.licenseKey(secret)
        } catch {
            let holder =
                switch place {
                case .environment(let name): "The variable \(name) holds"
                case .file(let path): "The file \(path) holds"
                case .command(let command): "What \(command.program) prints is"
                }
            var problem = Problem.configuration(
                .configInvalid, "\(holder) no license key. \(error.sentence)", name: name)
            if case .file(let path) = place { problem.facts.path = path }
            throw problem.inLine(line, name)
        }
    }

    /// What is wrong with the file that it is in; nil where that can be read, and for a pipe, which is left to whoever needs it.
    ///
    /// - Parameter isLicenseKey: whether a license key is to be in it.
    func fault(_ reader: SecretReader, isLicenseKey: Bool) -> Problem? {
        do throws(Problem) {
            guard case .file(let path) = place, let secret = try reader.look(at: path, for: name) else { return nil }
            if isLicenseKey { _ = try licenseKey(secret) }
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
        problem.facts.line = line
        return problem
    }
}
