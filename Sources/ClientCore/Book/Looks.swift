#if DEBUG
    /// Tells tests how often a borrow of a book is looked at, so that they see what looks at all of them. No release has it.
    enum Looks {
        /// Hears of each look of this task.
        @TaskLocal static var heard: (@Sendable () -> Void)?
    }
#endif
