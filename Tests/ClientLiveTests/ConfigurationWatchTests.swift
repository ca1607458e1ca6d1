import Foundation
import Synchronization
import TestKit
import Testing

@testable import ClientLive

@Suite("The watch over the configuration file", .heavy)
struct ConfigurationWatchTests {
    /// Counts what a watch tells.
    private final class Counter: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }

    /// Watches while the body runs, which gets how often a change was told.
    private func watching(
        _ home: TemporaryHome, _ text: String? = "theme: dark\n",
        _ body: (_ changes: () -> Int, _ toldAfter: (String, () throws -> Void) async throws -> Void) async throws ->
            Void
    ) async throws {
        try home.write("", to: ".config/berth/other")
        if let text { try home.write(text, to: TemporaryHome.standardFile) }
        let watch = ConfigurationWatch(flag: nil, home.environment())
        let counter = Counter()
        let listening = Task {
            for await _ in watch.changes() { counter.add() }
        }
        defer { listening.cancel() }
        try await body(
            { counter.value },
            { what, change in
                let before = counter.value
                try change()
                try await waitUntil("\(what) is told") { counter.value > before }
            })
    }

    @Test("An edit in place, a file put in its place, other permissions, its end and its return are told, each time")
    func changes() async throws {
        let home = try TemporaryHome()
        let file = home.file(TemporaryHome.standardFile)
        try await watching(home) { _, toldAfter in
            for round in 0..<3 {
                try await toldAfter("an edit") {
                    let handle = try FileHandle(forWritingTo: URL(filePath: file))
                    try handle.truncate(atOffset: 0)
                    try handle.write(contentsOf: Data("theme: light\nwarning: \(round)\n".utf8))
                    try handle.close()
                }
                try await toldAfter("a replacement") {
                    try home.write("theme: mono\n", to: ".config/berth/config.yaml.new")
                    #expect(rename(file + ".new", file) == 0)
                }
                try await toldAfter("a mode") { #expect(chmod(file, round.isMultiple(of: 2) ? 0o622 : 0o600) == 0) }
                try await toldAfter("an end") { try FileManager.default.removeItem(atPath: file) }
                try await toldAfter("a return") { try home.write("theme: dark\n", to: TemporaryHome.standardFile) }
                let (folder, aside) = (home.file(".config/berth"), home.file("aside"))
                try await toldAfter("a folder put aside") { #expect(rename(folder, aside) == 0) }
                try await toldAfter("a folder put back") { #expect(rename(aside, folder) == 0) }
            }
        }
    }

    @Test("What was changed before the watch began is told, and what happens to other files is not")
    func beforeAndBeside() async throws {
        let home = try TemporaryHome()
        try home.write("theme: dark\n", to: TemporaryHome.standardFile)
        let watch = ConfigurationWatch(flag: nil, home.environment())
        try home.write("theme: light\n", to: TemporaryHome.standardFile)
        for await _ in watch.changes() { break }
        try await watching(home) { changes, toldAfter in
            try await toldAfter("an edit") { try home.write("theme: mono\n", to: TemporaryHome.standardFile) }
            let before = changes()
            for round in 0..<20 { try home.write("\(round)", to: ".config/berth/other") }
            try await toldAfter("an edit") { try home.write("theme: light\n", to: TemporaryHome.standardFile) }
            // The edit may be told in two steps, and never more: those of the other file are none.
            #expect(changes() - before <= 2)
        }
    }

    @Test("A file behind a link is followed, and so is the link, and a folder that another one takes the place of")
    func links() async throws {
        let home = try TemporaryHome()
        try home.write("theme: light\n", to: "dotfiles/one.yaml")
        try home.write("theme: dark\n", to: "elsewhere/two.yaml")
        let file = home.file(TemporaryHome.standardFile)
        try FileManager.default.createDirectory(atPath: home.file(".config/berth"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: home.file("dotfiles/one.yaml"))
        try await watching(home, nil) { _, toldAfter in
            for round in 0..<2 {
                try await toldAfter("an edit behind it") {
                    try home.write("warning: \(round)\n", to: "dotfiles/one.yaml")
                }
                try await toldAfter("another link") {
                    try FileManager.default.removeItem(atPath: file)
                    try FileManager.default.createSymbolicLink(
                        atPath: file, withDestinationPath: home.file("elsewhere/two.yaml"))
                }
                try await toldAfter("an edit behind that") {
                    try home.write("warning: 1\(round)\n", to: "elsewhere/two.yaml")
                }
                try await toldAfter("the first link again") {
                    try FileManager.default.removeItem(atPath: file)
                    try FileManager.default.createSymbolicLink(
                        atPath: file, withDestinationPath: home.file("dotfiles/one.yaml"))
                }
            }
        }
    }

    @Test("A link that the file's link leads to is followed, too, wherever it lies")
    func linkBehindLink() async throws {
        let home = try TemporaryHome()
        try home.write("theme: light\n", to: "one/config.yaml")
        try home.write("theme: dark\n", to: "two/config.yaml")
        let link = home.file("between/link")
        func lead(_ link: String, to target: String) throws {
            try FileManager.default.createDirectory(
                atPath: (link as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(atPath: link + ".new", withDestinationPath: home.file(target))
            #expect(rename(link + ".new", link) == 0)
        }
        try lead(link, to: "one/config.yaml")
        try lead(home.file(TemporaryHome.standardFile), to: "between/link")
        try await watching(home, nil) { _, toldAfter in
            try await toldAfter("another file behind it") { try lead(link, to: "two/config.yaml") }
            try await toldAfter("an edit of that") { try home.write("theme: mono\n", to: "two/config.yaml") }
        }
    }

    @Test("A thousand edits are told far less often, and the last of them is")
    func thousand() async throws {
        let home = try TemporaryHome()
        try await watching(home) { changes, toldAfter in
            for round in 0..<1_000 { try home.write("warning: \(round)\n", to: TemporaryHome.standardFile) }
            try await toldAfter("the last") { try home.write("warning: 1000\n", to: TemporaryHome.standardFile) }
            #expect(changes() < 500)
        }
    }

    @Test("Where there is no folder to watch it ends, and tells nothing")
    func nothingToWatch() async throws {
        let home = try TemporaryHome()
        for await _ in ConfigurationWatch(flag: nil, home.environment()).changes() { Issue.record("nothing was there") }
    }
}
