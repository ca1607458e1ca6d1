internal import Licensing
internal import Screens

// The same with several borrows, one after another.
extension PlainDesk {
    /// Whether there is a point in going on with the next of several.
    enum Course { case goesOn, stops }

    /// Does the same with several borrows. Where whoever is asked leaves for the menu, stops a wait, or meets what all would meet, it
    /// says how many were not begun.
    mutating func each(
        of borrows: [Borrow], _ body: (inout PlainDesk, Borrow) async throws -> Course
    ) async throws {
        defer { ahead = 0 }
        for (place, borrow) in borrows.enumerated() {
            ahead = borrows.count - place - 1
            let course: Course
            do {
                course = try await body(&self, borrow)
            } catch let left as Conversation.Left where borrows.count > 1 {
                course = try await leave(borrow, left)
            }
            guard course == .stops, ahead > 0 else { continue }
            return try talk.say("Not begun: \(ahead) of \(borrows.count).")
        }
    }

    /// Leaves what is asked for one of several: who goes one question back has left that one alone.
    private mutating func leave(_ borrow: Borrow, _ left: Conversation.Left) async throws -> Course {
        try talk.say("Nothing was sent about \(await now().name(borrow)).")
        switch left {
        case .back: return .goesOn
        case .cancelled: return .stops
        case .inputEnded:
            // Somebody counted on more answers than there were.
            if !LineInput.isTerminal { failure = .usage }
            return .stops
        }
    }
}
