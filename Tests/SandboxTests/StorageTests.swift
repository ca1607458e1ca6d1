internal import Foundation
internal import Licensing
@testable internal import Sandbox
internal import TestKit
internal import Testing

@Suite("Files that several want, and files that are none")
struct StorageTests {
    private func withPath(_ body: (String) async throws -> Void) async throws {
        try await withFolder { folder async throws in
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try await body(folder.appending(path: "file").path)
        }
    }

    @Test("Two sandboxes do not keep their seats in one file at once; when the first has stopped, the next may")
    func lock() async throws {
        try await withPath { path async throws in
            let state = StateFile(path: path)
            try await withSandbox(state: state) { caller, running async throws in
                _ = try await caller.borrow("mine")
                let key = try TestKey.get()
                let problem = #expect(throws: Problem.self) { _ = try Sandbox(key: key, state: state) }
                #expect(problem?.code == .sandboxStateInUse)
                #expect(problem?.facts.process == getpid())
                #expect(problem?.facts.path == path)
                await running.stop()
                #expect(throws: Never.self) { _ = try Sandbox(key: key, state: state) }
            }
        }
    }

    @Test("Of several that make a key at once, one does, and all have it")
    func keys() async throws {
        try await withPath { path async throws in
            let keys = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await onThread { try SigningKey.load(path: path).publicKeyPEM } }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(keys.count == 1)
            #expect(try keys == [SigningKey.load(path: path).publicKeyPEM])
        }
    }

    @Test("A file that is there is not made anew, and nothing is left beside it")
    func create() async throws {
        try await withPath { path async throws in
            #expect(try PrivateFile.create(Data("one".utf8), at: path))
            #expect(try !PrivateFile.create(Data("two".utf8), at: path))
            #expect(try PrivateFile.contents(of: path, limit: 3) == Data("one".utf8))
            let folder = URL(filePath: path).deletingLastPathComponent().path
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
        }
    }

    @Test("A key that others may read is not used", arguments: [0o640, 0o604, 0o620])
    func exposed(_ mode: Int) async throws {
        try await withPath { path async throws in
            _ = try SigningKey.load(path: path)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            let problem = #expect(throws: Problem.self) { try SigningKey.load(path: path) }
            #expect(problem?.code == .secretFileExposed)
            #expect(problem?.facts.path == path)
        }
    }

    @Test("A folder is told from a file")
    func folder() async throws {
        try await withFolder { folder async throws in
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let key = try TestKey.get()
            let problem = #expect(throws: Problem.self) {
                _ = try Sandbox(key: key, state: StateFile(path: folder.path))
            }
            #expect(problem?.message == "\(folder.path) is a folder: name a file in it.")
        }
    }

    @Test("What has no end and what waits for a writer is refused at once")
    func devices() async throws {
        try await withPath { path async throws in
            try #require(mkfifo(path, 0o600) == 0)
            for path in [path, "/dev/zero"] {
                let problem = #expect(throws: Problem.self) { _ = try Scenario.load(path: path) }
                #expect(problem?.message == "\(path) is not a regular file.")
            }
        }
    }

    @Test("No more is read than the limit")
    func limit() async throws {
        try await withPath { path async throws in
            try Data(repeating: 0, count: 200_000).write(to: URL(filePath: path))
            #expect(try PrivateFile.contents(of: path, limit: 200_000)?.count == 200_000)
            let problem = #expect(throws: Problem.self) { _ = try PrivateFile.contents(of: path, limit: 199_999) }
            #expect(problem?.message == "\(path) is larger than 199999 bytes.")
        }
    }

    @Test("Aliases that multiply are refused before they do")
    func aliases() {
        var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            yaml += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let problem = #expect(throws: Problem.self) { _ = try Scenario(yaml: yaml, path: "bomb.yaml") }
        #expect(problem?.message.contains("aliases make more than") == true, "\(problem?.message ?? "")")
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: Problem.self) { _ = try Scenario(yaml: deep, path: "deep.yaml") }
    }
}

/// Does something on a thread of its own: all that are started run at once, however few the threads of tasks are.
private func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
    }
}
