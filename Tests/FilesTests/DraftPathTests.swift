import Files
import Testing

@Suite struct DraftPathTests {
    @Test(arguments: [("/var/lib/state.json", "/var/lib/"), ("state.json", ""), ("./a b/c", "./a b/")])
    func `A draft lies beside its file, is hidden, and is never the one that a crash left behind`(
        path: String, folder: String
    ) {
        let drafts = Set((0..<100).map { _ in path.draftPath })
        #expect(drafts.count == 100)
        let name = path.dropFirst(folder.count)
        #expect(drafts.allSatisfy { $0.hasPrefix("\(folder).\(name).") && $0.hasSuffix(".part") })
        #expect(drafts.allSatisfy { !$0.dropFirst(folder.count).contains("/") })
    }
}
