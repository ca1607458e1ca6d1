internal import Synchronization

/// Who is told of the commands that print secrets as they run: each may ask something on the terminal.
public struct CommandAudience: Sendable {
    /// One begins, and whatever is to be written over stays off the terminal until it ends.
    let begins: @Sendable () -> Void
    /// It takes long, and asks nothing: a sentence.
    let lasts: @Sendable (String) -> Void
    /// It has ended.
    let ends: @Sendable () -> Void

    public init(
        begins: @escaping @Sendable () -> Void, lasts: @escaping @Sendable (String) -> Void,
        ends: @escaping @Sendable () -> Void
    ) {
        (self.begins, self.lasts, self.ends) = (begins, lasts, ends)
    }

    /// That of this process; nil where nobody listens.
    public static var current: CommandAudience? {
        get { ofProcess.withLock(\.self) }
        set { ofProcess.withLock { $0 = newValue } }
    }

    private static let ofProcess = Mutex<CommandAudience?>(nil)
}
