internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Licensing
internal import Sandbox

struct SandboxCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Serve a License API on this host, to try Berth or another client without an account.",
        discussion: """
            Listens on 127.0.0.1 alone. Prints what to export so that berth in another terminal uses it. \
            Start a scenario of your own from: berth sandbox --print-scenario

            Examples:
              berth sandbox
              berth sandbox --port 0
              berth sandbox --print-scenario > scenario.yaml
              berth sandbox --scenario scenario.yaml
            """)

    @Option(help: ArgumentHelp("The port; 0 takes any that is free.", valueName: "number"))
    var port = 8181

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var host = "127.0.0.1"

    @Flag(help: "Let other hosts in, where --host is an address that they can reach.")
    var allowOtherHosts = false

    @Option(
        help: ArgumentHelp(
            "A file to keep seats and activations in; without it they are forgotten.", valueName: "path"),
        completion: .file(), transform: PathArgument.read
    )
    var state: String?

    @Option(
        help: ArgumentHelp(
            "A YAML file with products, licenses, users, keys, clock, choices and faults.", valueName: "path"),
        completion: .file(), transform: PathArgument.read)
    var scenario: String?

    @Option(
        help: ArgumentHelp("How the clock runs: \(ClockSetting.allowed).", valueName: "clock"),
        transform: Self.readClock)
    var clock: ClockSetting?

    @Option(
        name: .customLong("fail"), parsing: .singleValue,
        help: ArgumentHelp(
            "A fault for the next calls of an endpoint, for example floating/borrow:hang:1; may be repeated.",
            valueName: "endpoint:fault:count"),
        transform: Self.readFaults)
    var faults: [Faults] = []

    @Flag(help: "Print the demo as a scenario file, and end.")
    var printScenario = false

    var ownFlags: OwnFlags { OwnFlags() }

    mutating func perform() async throws -> ExitCode {
        var scenario = try Self.reading("--scenario") { () throws(Problem) in
            try self.scenario.map(Scenario.load(path:)) ?? Scenario()
        }
        if let clock { scenario.clock = clock }
        scenario.faults = faults.reduce(Faults(), +) + scenario.faults
        if printScenario {
            try Output.write(Data(scenario.yaml().utf8))
        } else {
            try await serve(scenario)
        }
        return .success
    }

    /// What a flag names and cannot be read is a fault of the flag.
    private static func reading<Value>(
        _ flag: String, _ body: () throws(Problem) -> Value
    ) throws(Problem) -> Value {
        do {
            return try body()
        } catch {
            guard error.code != .fileUnwritable else { throw error.named(flag) }
            guard [.configUnreadable, .configInvalid].contains(error.code), let path = error.facts.path else {
                throw error
            }
            throw .usage(error.message.contains(path) ? error.message : "\(path): \(error.message)", name: flag)
        }
    }

    private func serve(_ scenario: Scenario) async throws {
        guard allowOtherHosts || Sandbox.isLoopback(host) else {
            throw Problem.usage(
                "The sandbox listens on this host only, not on \(host). To let other hosts in, add --allow-other-hosts.",
                name: "--host")
        }
        let folder = Workplace.stateDirectory + "/sandbox"
        let key = try SigningKey.kept(at: folder + "/key.pem")
        let publicKey = folder + "/public-key.pem"
        let sandbox = try Self.reading("--state") { () throws(Problem) in
            try Sandbox(scenario: scenario, key: key, state: state.map(StateFile.init(path:)))
        }
        let running = try await sandbox.start(
            host: host, port: port, allowsOtherHosts: allowOtherHosts, logger: .silent)
        try write(running.publicKeyPEM, to: publicKey)
        if !Sandbox.isLoopback(host) {
            Report.note("warning: other hosts can reach this sandbox, over plain HTTP; use no real secret in it")
        }
        // What nobody can read about is of no use, and ends.
        try Report.done("Stopped the sandbox on \(running.url) again.") {
            try Report.lines(directions(scenario, running, publicKey) + descriptions(scenario))
        }
        await running.waitUntilStopped()
    }

    /// What to export, and a command to begin with.
    private func directions(_ scenario: Scenario, _ running: RunningSandbox, _ publicKey: String) -> [String] {
        var lines = [
            "Serving a License API on \(running.url); ^C stops it. In another terminal:", "",
            "  export BERTH_SERVER=\(running.url)", "  export BERTH_PUBLIC_KEY_FILE=\(publicKey.shellQuoted)",
        ]
        if let key = scenario.inventory.apiKeys.first {
            lines.append(
                "  export BERTH_API_KEY=\(key.key.exposed.shellQuoted) "
                    + "BERTH_SHARED_KEY=\(key.sharedKey.exposed.shellQuoted)")
        }
        let product = scenario.inventory.products.first?.code ?? ""
        return lines + ["  berth borrow --product \(product.shellQuoted) --max", ""]
    }

    @Sendable
    private static func readClock(_ text: String) throws -> ClockSetting {
        guard let setting = ClockSetting(text) else { throw ValidationError("It must be \(ClockSetting.allowed).") }
        return setting
    }

    @Sendable
    private static func readFaults(_ text: String) throws -> Faults {
        do {
            return try Faults(text: text)
        } catch {
            throw ValidationError(error.message)
        }
    }

    /// What there is to try.
    private func descriptions(_ scenario: Scenario) -> [String] {
        guard scenario.inventory == .demo else {
            return ["Licenses (product, license key or user):", ""]
                + scenario.inventory.licenses.map { "  \($0.product)  \($0.holderText)" }
        }
        return ["What to try (product, license key or user and password, what comes of it):", ""]
            + Inventory.guide.map { entry in
                let product = BorrowSubject.title(entry.product, entry.feature)
                let others = [
                    entry.licenseID.map { "license \($0)" }, entry.hardwareID.map { "device \($0)" }, entry.end.wish,
                ].compactMap(\.self).map { ", " + $0 }.joined()
                return "  \(product)  \(entry.signIn.text)\(others)  \(entry.code?.rawValue ?? "works")"
            }
    }

    private func write(_ text: String, to path: String) throws(Problem) {
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            // Whatever the umask: a key that others can write to is not obeyed.
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        } catch {
            throw .unwritable(path, error.localizedDescription)
        }
    }
}

extension BorrowEnd {
    /// `until 2099-01-01T00:00:00Z`; nil for the longest.
    fileprivate var wish: String? { if case .at(let date) = self { "until " + UTC.format(date) } else { nil } }
}

extension Inventory.License {
    /// What opens it, to be shown: a sandbox's license keys are made up.
    fileprivate var holderText: String {
        switch holder {
        case .key(let key): key.exposed
        case .user(let email): email
        }
    }
}

extension SigningKey {
    /// The key at a place in the state directory, which is made at the first start.
    ///
    /// - Throws: as `load(path:)`; where it cannot be written, with the variable that says where that directory is.
    static func kept(at path: String) throws(Problem) -> SigningKey {
        do throws(Problem) {
            return try load(path: path)
        } catch {
            throw error.code == .fileUnwritable ? error.named("XDG_STATE_HOME") : error
        }
    }
}
