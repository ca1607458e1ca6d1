internal import TerminalUI

extension Rect {
    /// A rectangle of at most the given size in the middle of this one, shrunk to fit.
    func centred(width: Int, height: Int) -> Rect {
        let (width, height) = (Swift.min(width, self.width), Swift.min(height, self.height))
        return Rect(
            left: left + (self.width - width) / 2, top: top + (self.height - height) / 2, width: width, height: height)
    }
}
