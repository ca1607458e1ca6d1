internal import ClientLive
internal import Licensing

/// Reads the secrets that the rows of a file need: each place once, however many rows name it, and whatever comes of it.
struct RowSecrets {
    private let reader: SecretReader
    private var read: [SecretPlace: Result<Taken, Problem>] = [:]

    /// A secret, and where it may be looked for again.
    typealias Taken = (secret: Secret, source: SecretSource)

    init(_ reader: SecretReader) { self.reader = reader }

    /// The secret of a place that a row names in a column.
    ///
    /// - Throws: what keeps it from being read, as the row's fault.
    mutating func take(_ place: SecretPlace, namedIn column: String) throws(Problem) -> Taken {
        do {
            return try take(NamedSecret(place, namedBy: column))
        } catch {
            switch error.code {
            case .configMissing, .configInvalid, .configUnreadable: throw .usage(error.message, name: column)
            default: throw error
            }
        }
    }

    /// The secret of a place that a flag or a setting names.
    mutating func take(_ named: NamedSecret) throws(Problem) -> Taken {
        if let known = read[named.place] { return try known.get() }
        let result: Result<Taken, Problem>
        do { result = .success(try named.take(reader)) } catch { result = .failure(error) }
        read[named.place] = result
        return try result.get()
    }
}
