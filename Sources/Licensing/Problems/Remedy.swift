/// One thing to do about a problem.
public struct Remedy: Hashable, Sendable {
    /// What to do: a short imperative without a full stop, `pick an earlier end`.
    public var words: String
    /// What to type for it, `df -h /srv`; to be copied, so that it is shown whole wherever there is room.
    public var command: String?
    /// What a front end can do for the person, if anything.
    public var action: Action?

    /// What a front end can offer as a key.
    public enum Action: String, Hashable, Sendable, CaseIterable {
        case retry
        case editProduct, editSignIn, editLicense, editFeature, editDevice, editEnd
        case useMaximum
        case activateDevice
        case checkLicense
        case releaseBorrow
    }

    public init(_ words: String, typing command: String? = nil, _ action: Action? = nil) {
        self.words = words
        self.command = command
        self.action = action
    }

    /// Leave a program open that holds a response which the ledger did not take.
    public static let keepOpen = Remedy(
        "keep this program open until the ledger takes it: it writes the response down then")

    /// The words, and after a colon the command.
    public var text: String { command.map { "\(words): \($0)" } ?? words }

    /// The remedy with a path for `FILE`; in the command, as one word of a shell.
    func naming(_ path: String) -> Remedy {
        Remedy(
            words.replacing("FILE", with: path), typing: command?.replacing("FILE", with: path.shellQuoted), action)
    }
}
