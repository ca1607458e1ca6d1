import Foundation
import Testing

@Suite("The page about keys says what the bindings say")
struct KeyDocsTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/keys.md")

    @Test("Each action is there with its keys")
    func keys() throws {
        if ProcessInfo.processInfo.environment["RECORD_DOCS"] == "1" {
            try Data(KeysDocument.text.utf8).write(to: Self.page)
            Issue.record("docs/keys.md was written anew")
        } else {
            let page = try String(contentsOf: Self.page, encoding: .utf8)
            #expect(page == KeysDocument.text, "RECORD_DOCS=1 writes it anew")
        }
    }
}
