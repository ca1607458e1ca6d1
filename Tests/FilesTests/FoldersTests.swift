import Files
import Foundation
import Testing

@Suite struct FoldersTests {
    private let folder = Folder()

    @Test(arguments: ["a", "a/b/c", "a/b/"]) func `A folder is made with those above it, and may be there already`(
        name: String
    ) throws {
        let path = folder.path + "/" + name
        for _ in 1...2 { try Folders.make(path, mode: 0o700) }
        var isFolder: ObjCBool = false
        #expect(FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue)
        #expect(folder.mode(of: "a") == 0o700)
    }

    @Test func `A file in its place, or on the way to it, is told in the system's words`() throws {
        try Data().write(to: URL(filePath: folder.path + "/file"))
        for name in ["file", "file/a", "file/a/b"] {
            let error = #expect(throws: SystemError.self) { try Folders.make(folder.path + "/" + name, mode: 0o700) }
            #expect(error?.words == "Not a directory", "\(name)")
        }
        #expect(folder.names == ["file"])
    }
}
