internal import Synchronization
internal import TerminalUI

/// A terminal at which one scene is played: its keys come out, then nothing any more, and the frames are kept.
final class Stage: TerminalDevice {
    let events: AsyncStream<TerminalEvent>
    private let shown = Mutex<[Frame]>([])

    init(_ scene: Scene) {
        events = AsyncStream { continuation in
            continuation.yield(.resized(scene.size))
            for key in scene.keys { continuation.yield(.key(key)) }
            continuation.finish()
        }
    }

    /// What was on the screen, from first to last.
    var frames: [Frame] { shown.withLock { $0 } }

    func show(_ frame: Frame) {
        shown.withLock { frames in if frames.last != frame { frames.append(frame) } }
    }

    // No scene leaves the desk, and nothing else writes on its screen.
    func repaint() {}
    func suspend() {}
    func copy(_ text: String) {}
    func close() async {}
}
