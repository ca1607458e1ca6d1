internal import Synchronization
internal import TerminalUI

/// A terminal at which one scene is played: its keys come out, then nothing any more, and the last frame is kept.
final class Stage: TerminalDevice {
    let events: AsyncStream<TerminalEvent>
    private let newest: Mutex<Frame>

    init(_ scene: Scene) {
        newest = Mutex(Frame(size: scene.size))
        events = AsyncStream { continuation in
            continuation.yield(.resized(scene.size))
            for key in scene.keys { continuation.yield(.key(key)) }
            continuation.finish()
        }
    }

    /// What is on the screen.
    var frame: Frame { newest.withLock { $0 } }

    func show(_ frame: Frame) { newest.withLock { $0 = frame } }

    // No scene leaves the desk, and nothing else writes on its screen.
    func repaint() {}
    func suspend() {}
    func copy(_ text: String) {}
    func close() async {}
}
