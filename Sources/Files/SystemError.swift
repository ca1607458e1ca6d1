public import Glibc

/// That the system refused a file or a folder.
public struct SystemError: Error, Hashable, Sendable {
    /// The system's number for why.
    public let code: Int32

    /// - Parameter code: by default, of the last call that failed.
    public init(_ code: Int32 = errno) { self.code = code }

    /// Why, in the system's words.
    public var words: String { String(cString: strerror(code)) }
}
