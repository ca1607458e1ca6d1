internal import TerminalUI

/// A piece of a picture that is drawn again and again, and what it was drawn from.
struct Layer<Inputs: Equatable> {
    private var inputs: Inputs?
    /// Where the piece has the cursor; nil where it has none.
    private var cursor: Position?

    /// Draws the piece where it would look another than it stands there, and puts the cursor where the piece has it.
    ///
    /// - Parameters:
    ///   - inputs: all that the piece is drawn from.
    ///   - rect: what is blanked before.
    /// - Returns: whether it was drawn.
    @discardableResult
    mutating func draw(
        _ inputs: Inputs, in rect: Rect, on frame: inout Frame, _ body: (inout Frame) -> Void
    ) -> Bool {
        let isNew = inputs != self.inputs
        if isNew {
            let before = frame.cursor
            frame.cursor = nil
            frame.fill(rect)
            body(&frame)
            self.inputs = inputs
            cursor = frame.cursor
            frame.cursor = before
        }
        if let cursor { frame.cursor = cursor }
        return isNew
    }
}
