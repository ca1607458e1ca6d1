import Foundation
import Licensing
import TerminalUI
import Testing

@testable import pictures

/// Frames as a recording.
@Suite struct CastTests {
    private func frame(_ rows: String...) -> Frame {
        var frame = Frame(size: Size(columns: 10, rows: 5), title: #"a "title""#)
        for (row, text) in rows.enumerated() { frame.write(text, at: Position(column: 0, row: row), role: .danger) }
        return frame
    }

    /// The lines of a recording, each as JSON.
    private func lines(of frames: [Frame]) throws -> [Any] {
        try Cast(palette: .dark).document(of: frames).split(separator: "\n").map {
            try JSONSerialization.jsonObject(with: Data($0.utf8))
        }
    }

    /// An event of a recording: when, and what is written.
    private func event(_ line: Any) throws -> (time: Double, output: String) {
        let event = try #require(line as? [Any])
        return (try #require(event[0] as? Double), try #require(event[2] as? String))
    }

    private func output(_ line: Any) throws -> String { try event(line).output }

    @Test func itBeginsWithTheSizeAndTheTitle() throws {
        let header = try #require(try lines(of: [frame()]).first as? [String: Any])
        #expect(header["version"] as? Int == 2)
        #expect(header["width"] as? Int == 10)
        #expect(header["height"] as? Int == 5)
        #expect(header["title"] as? String == #"a "title""#)
    }

    @Test func ofALaterFrameOnlyTheRowsThatDifferAreWritten() throws {
        let lines = try lines(of: [frame("one", "two"), frame("one", "три")])
        let (first, second) = (try output(lines[1]), try output(lines[2]))
        #expect(first.contains("\u{1B}[1;1H") && first.contains("one") && first.contains("\u{1B}[5;1H"))
        #expect(second.contains("\u{1B}[2;1H") && second.contains("три"))
        #expect(!second.contains("one") && !second.contains("\u{1B}[3;1H"))
    }

    @Test func aRoleIsWrittenAsItsColours() throws {
        #expect(try output(lines(of: [frame("late")])[1]).contains("\u{1B}[0;1;31mlate"))
    }

    @Test func aTypedLetterPassesSoonerThanWhatIsToBeRead() throws {
        let lines = try lines(of: [frame(), frame("a"), frame("1", "2", "3", "4")])
        let times = try lines.dropFirst().map { try event($0).time }
        #expect(times[0] == 0 && times[1] < 0.2 && times[2] > times[1] + 1 && times[3] > times[2] + 1)
    }

    @Test func aLetterThatChangesALotIsALetterAllTheSame() throws {
        var frames = [frame(), frame("1", "2", "3", "4"), frame("5", "6", "7", "8")]
        for (index, column) in [1, 2, 2].enumerated() { frames[index].cursor = Position(column: column, row: 1) }
        let times = try lines(of: frames).dropFirst().map { try event($0).time }
        #expect(times[1] < 0.2 && times[2] > times[1] + 1)
    }

    @Test func theCursorIsShownOnlyWhereThereIsOne() throws {
        var frame = frame("a")
        #expect(!(try output(lines(of: [frame])[1]).contains("?25h")))
        frame.cursor = Position(column: 1, row: 0)
        #expect(try output(lines(of: [frame])[1]).hasSuffix("\u{1B}[1;2H\u{1B}[?25h"))
    }
}

@Suite struct SceneTests {
    @Test func eachExceptionOfTheBorrowPageHasAPictureInDarkAndInLight() {
        let paths = Scene.all.flatMap { scene in scene.looks.map(scene.path(in:)) }
        for code in ProblemCode.borrowPage {
            #expect(paths.contains("exceptions/\(code.rawValue).svg"))
            #expect(paths.contains("light/exceptions/\(code.rawValue).svg"))
        }
        #expect(Set(paths).count == paths.count)
    }
}
