import Foundation
import TerminalUI
import Testing

@testable import pictures

/// Frames as SVG documents.
@Suite struct SVGDrawingTests {
    private func document(palette: Palette = .dark, _ write: (inout Frame) -> Void) -> String {
        var frame = Frame(size: Size(columns: 20, rows: 3), title: "Berth")
        write(&frame)
        return SVGDrawing(palette: palette).document(of: frame)
    }

    @Test func textThatWouldBeMarkupIsEscaped() {
        let document = document { $0.write(#"a<b & "c">d"#, at: Position(column: 0, row: 0)) }
        #expect(document.contains("a&lt;b\u{A0}&amp;\u{A0}"))
        #expect(!document.contains("<b"))
    }

    @Test func markupWithAMarkThatCombinesIsEscapedInTextAndInAttributes() {
        var root = SVGElement("g", [("fill", "<\u{301}\"&\u{301}")], text: "<\u{301}>\u{301}")
        let first = root.document
        #expect(first.hasSuffix("\n<g fill=\"&lt;\u{301}&quot;&amp;\u{301}\">&lt;\u{301}&gt;\u{301}</g>\n"))
        root.children = [SVGElement("text", text: "in it")]
        #expect(root.document.hasSuffix(">\n  <text>in it</text>\n</g>\n"))
    }

    @Test func eachRunOfOneRoleStandsAtItsCell() {
        let document = document {
            $0.write("plain", at: Position(column: 0, row: 1))
            $0.write("key", at: Position(column: 6, row: 1), role: .key)
        }
        #expect(document.contains(#"<text x="12" y="64.5" textLength="45.15">plain</text>"#))
        #expect(document.contains(#"<text x="66.18" y="64.5" textLength="27.09" font-weight="bold">key</text>"#))
    }

    @Test func blanksInARunKeepTheirPlace() {
        let document = document { $0.write("  a   b  ", at: Position(column: 0, row: 0)) }
        #expect(document.contains(#"<text x="30.06" y="47.5" textLength="45.15">a\#u{A0}\#u{A0}\#u{A0}b</text>"#))
    }

    @Test func aReversedRunHasItsColourBehindIt() {
        let document = document { $0.write("DEMO", at: Position(column: 0, row: 0), role: .banner) }
        let theme = TerminalTheme.dark
        #expect(document.contains(#"width="36.12" height="17" fill="\#(theme.magenta)""#))
        #expect(document.contains(#"fill="\#(theme.background)" font-weight="bold">DEMO"#))
    }

    @Test func withoutColourWeightAndLinesRemain() {
        let document = document(palette: .monochrome) {
            $0.write("late", at: Position(column: 0, row: 0), role: .danger)
        }
        #expect(document.contains(#"font-weight="bold" text-decoration="underline">late"#))
        #expect(!document.contains(TerminalTheme.dark.red))
    }

    @Test func aWideGlyphTakesTwoCells() {
        let document = document { $0.write("東x", at: Position(column: 0, row: 0)) }
        #expect(document.contains(#"textLength="27.09">東x</text>"#))
    }

    @Test func theCursorIsDrawnWhereItStands() {
        let document = document { $0.cursor = Position(column: 2, row: 1) }
        #expect(document.contains(#"<rect x="30.06" y="51""#))
    }
}
