public import Licensing
public import TerminalUI

/// Asks once before a borrow is given back; asks for its license key where that is not at hand.
public struct ReturnDialog: Hashable, Sendable {
    public var borrow: OperationID
    /// The key being typed; nil where none is needed.
    public var key: TextInput?
    /// What is wrong with the key.
    public var error: String?
}
