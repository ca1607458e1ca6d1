internal import ArgumentParser

/// A path that a flag or an argument names.
enum PathArgument {
    /// Reads it as it stands.
    ///
    /// - Throws: where it is empty, as what a shell makes of a variable that is not set: it would be the folder that the command runs
    ///   in.
    static func read(_ text: String) throws -> String {
        guard !text.isEmpty else { throw ValidationError("A path is needed, and this one is empty.") }
        return text
    }
}
