internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing

struct WatchCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract:
            "Stay, and say when a borrow comes within its warning time, ends or becomes unknown; run a hook then.",
        discussion: """
            Reads the ledger alone: it asks no License API and needs no account and no secret. What it has told it remembers in a file of \
            its own, so that a restart repeats nothing, and tells what happened meanwhile. What is so at its very first look is no \
            news. A signal ends it, with status 0.

            The hook is run once for each piece of news, without a shell, with BERTH_EVENT (ends_soon, ended or unknown), \
            BERTH_MESSAGE, BERTH_BORROW_ID, BERTH_PRODUCT, BERTH_FEATURE, BERTH_LICENSE, BERTH_DEVICE, BERTH_END (UTC), \
            BERTH_SECONDS_LEFT, BERTH_SERVER and BERTH_LEDGER in its environment, and nothing secret. One that fails or takes \
            too long is told on standard error, and stops nothing.

            Examples:
              berth watch
              berth watch --warn 4h --exec sh -c 'logger -t berth "$BERTH_MESSAGE"'
              berth watch --once --json
            """)

    @OptionGroup var options: LedgerOptions

    @Option(help: ArgumentHelp("How long before its end a borrow is told of: 24h, 2d, 90m.", valueName: "length"))
    var warn = "24h"

    @Flag(help: "Look once, and end: for a timer.")
    var once = false

    @Flag(help: "Print a line of JSON for each piece of news.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "The file to remember in; by default one in Berth's state folder for each ledger.", valueName: "path"),
        completion: .file(), transform: PathArgument.read)
    var state: String?

    @Option(help: ArgumentHelp("How many seconds a hook may take.", valueName: "number"))
    var execSeconds = 60

    @Option(
        parsing: .remaining,
        help: ArgumentHelp("The hook: a program and its arguments, which all that follows is.", valueName: "command"))
    var exec: [String] = []

    var ownFlags: OwnFlags { options.ownFlags }

    /// How often it looks for a ledger that nobody has begun yet.
    private static let missingWait: TimeInterval = 60

    func validate() throws {
        guard (1...86_400).contains(execSeconds) else { throw ValidationError("--exec-seconds is from 1 to 86400.") }
        // The parser takes a flag that nothing follows for one that was not given.
        guard !exec.isEmpty || !CommandLine.arguments.contains("--exec") else {
            throw ValidationError("--exec wants a program, and its arguments after it.")
        }
    }

    mutating func perform() async throws -> ExitCode {
        let (command, paths) = (self, ProcessEnvironment.current.paths)
        let warning = try EndInput.length(warn, for: "--warn")
        let hook = exec.isEmpty ? nil : try Hook(exec, seconds: execSeconds)
        let path = try options.path()
        let memory = try WatchMemory(
            path: state.map(paths.absolute)
                ?? WatchMemory.standardPath(of: path, in: paths.state, standard: paths.ledger), ledger: path)
        let work = Task {
            var memory = memory
            if !FileManager.default.fileExists(atPath: path), path == paths.ledger { try memory.beginWithNothing() }
            guard let ledger = try await command.opened(path, isStandard: path == paths.ledger) else { return }
            var watch = Watch(
                ledger: path, follower: LedgerFollower(ledger), warning: warning, hook: hook, json: command.json,
                once: command.once, memory: memory)
            try await watch.run()
        }
        // It listens to its end, so that a signal ends the wait for who does not read why it has ended, too.
        _ = Signals(isLeftBySecond: true) { _ in work.cancel() }
        try await work.value
        return .success
    }

    /// The ledger, to be read alone; one that is missing from the standard place is waited for. Nil where the wait was
    /// ended, and where there is nothing to look at once.
    private func opened(_ path: String, isStandard: Bool) async throws -> (any LedgerStore)? {
        var isTold = false
        while !Task.isCancelled {
            do {
                return try LedgerAddress(path).read()
            } catch {
                guard error.code == .ledgerMissing, isStandard else { throw error }
                if once { return nil }
                if !isTold { Report.note("there is no ledger at \(path) yet; it is looked for each minute") }
                isTold = true
                try? await Task.sleep(for: .seconds(Self.missingWait))
            }
        }
        return nil
    }
}
