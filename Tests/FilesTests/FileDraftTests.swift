import Files
import Foundation
import Testing

@Suite struct FileDraftTests {
    private let folder = Folder()

    @Test func `A draft takes the place of a file as a whole, and only then`() throws {
        let path = folder.path + "/file"
        try Data("old".utf8).write(to: URL(filePath: path))
        let draft = try FileDraft(of: path)
        try draft.write(Data("ne".utf8))
        try draft.write(Data("w".utf8))
        #expect(folder.content(of: "file") == "old")
        try draft.replace()
        #expect(folder.content(of: "file") == "new")
        #expect(folder.names == ["file"])
        #expect(folder.mode(of: "file") == 0o600)
    }

    @Test func `A draft does not take the place of a file where it is to make one`() throws {
        let path = folder.path + "/file"
        try FileDraft(of: path).create()
        #expect(folder.content(of: "file") == "")
        let error = #expect(throws: SystemError.self) {
            let draft = try FileDraft(of: path)
            try draft.write(Data("new".utf8))
            try draft.create()
        }
        #expect(error?.code == EEXIST)
        #expect(folder.content(of: "file") == "")
        #expect(folder.names == ["file"])
    }

    @Test func `A draft that is given no name is removed`() throws {
        do {
            let draft = try FileDraft(of: folder.path + "/file")
            #expect(folder.names.count == 1)
            withExtendedLifetime(draft) {}
        }
        #expect(folder.names.isEmpty)
    }

    @Test func `A draft is shared as it is told, whatever the umask`() throws {
        let draft = try FileDraft(of: folder.path + "/file")
        try draft.share(mode: 0o666)
        try draft.replace()
        #expect(folder.mode(of: "file") == 0o666)
    }

    @Test func `What a killed program has left is removed an hour later, and nothing else`() throws {
        let path = folder.path + "/file"
        let (left, young) = (path.draftPath, path.draftPath)
        // Of another file, by another program, and a name that no draft has.
        let others = [
            folder.path + "/.file.other.abc.part", folder.path + "/.file.a b.part", folder.path + "/.file..part",
        ]
        for name in [left, young] + others { try Data("x".utf8).write(to: URL(filePath: name)) }
        for name in [left] + others {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -3_700)], ofItemAtPath: name)
        }
        try FileDraft(of: path).replace()
        let stays = [path, young] + others
        #expect(folder.names == Set(stays.map { ($0 as NSString).lastPathComponent }))
    }

    @Test func `Where no file can be made the system says why`() {
        let error = #expect(throws: SystemError.self) { try FileDraft(of: folder.path + "/none/file") }
        #expect(error == SystemError(ENOENT))
        #expect(error?.words == "No such file or directory")
    }
}

@Suite struct FileLockTests {
    private let folder = Folder()

    @Test func `A lock is held by one, whose process the other is told, and comes free with it`() throws {
        let path = folder.path + "/file"
        do {
            let lock = try FileLock(of: path)
            let fault = #expect(throws: FileLock.Fault.self) { try FileLock(of: path) }
            guard case .held(by: getpid()) = fault else {
                Issue.record("\(String(describing: fault))")
                return
            }
            withExtendedLifetime(lock) {}
        }
        let lock = try FileLock(of: path)
        lock.release()
        _ = try FileLock(of: path)
    }

    @Test func `A lock is not taken through a link`() throws {
        let path = folder.path + "/file"
        try FileManager.default.createSymbolicLink(atPath: path + ".lock", withDestinationPath: folder.path + "/other")
        let fault = #expect(throws: FileLock.Fault.self) { try FileLock(of: path) }
        guard case .system(SystemError(ELOOP)) = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(folder.names == ["file.lock"])
    }
}

/// A folder that goes with the test.
final class Folder: Sendable {
    let path = FileManager.default.temporaryDirectory.appending(path: "files-\(UUID())").path

    init() { try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    var names: Set<String> { Set((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []) }

    func content(of name: String) -> String? {
        FileManager.default.contents(atPath: path + "/" + name).map { String(decoding: $0, as: UTF8.self) }
    }

    func mode(of name: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path + "/" + name))?[.posixPermissions] as? Int
    }
}
