internal import NIOCore

/// The threads on which the requests of a process go out and come in.
public enum EventLoops {
    /// How many there are at most.
    private static let most = 4

    /// Has no more of them begun than a few, however many processors there are: requests spend nearly all their time waiting, and
    /// each thread takes three open files. To be called before anything is asked or served.
    public static func limit() { NIOSingletons.groupLoopCountSuggestion = min(most, System.coreCount) }
}
