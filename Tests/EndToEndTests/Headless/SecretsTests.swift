import Foundation
import Hummingbird
import TestKit
import Testing

/// Every operation of every sign-in, with secrets that cannot be mistaken, against servers that echo what they are sent.
@Suite("Secrets", .heavy)
struct SecretsTests {
    static let licenseKey = "QKEYQ-LICENSE-0001"
    static let password = "QPASSQ-word-0002"
    static let sharedKey = "QSHAREDQ-key-0003"
    static let apiKey = "QAPIQ-key-0004"
    static let clientSecret = "QCLIENTQ-secret-0005"
    static let token = "QTOKENQ-access-0006"
    static let code = "QCODEQ-sign-on-0007"
    static let idToken = "QIDTOKENQ-0008"
    static let proxyPassword = "QPROXYQ-0009"
    static let all = [
        licenseKey, password, sharedKey, apiKey, clientSecret, token, code, idToken, proxyPassword,
    ]

    /// What a server says to whatever it is asked.
    enum Voice: String, CaseIterable {
        /// An error of the API whose message repeats the request, head and body.
        case refusal
        /// The same with a status that leaves the outcome open.
        case failure
        /// A page that repeats it.
        case page
        /// A text that is no JSON.
        case text

        func response(_ echo: String) -> Response {
            let quoted = echo.unicodeScalars.map {
                $0.isASCII && $0 != "\"" && $0 != "\\" && $0.value >= 32 ? String($0) : " "
            }
            let json = #"{"status":400,"code":"validation_error","message":"you sent \#(quoted.joined())"}"#
            let (status, type, body): (HTTPResponse.Status, String, String) =
                switch self {
                case .refusal: (.badRequest, "application/json", json)
                case .failure: (.internalServerError, "application/json", json)
                case .page: (.ok, "text/html", "<html>\(echo)</html>")
                case .text: (.ok, "text/plain", echo)
                }
            return Response(
                status: status,
                headers: [.contentType: type, .init("X-Echo") ?? .server: String(quoted.joined().prefix(400))],
                body: .init(byteBuffer: ByteBuffer(string: body)))
        }
    }

    /// Ways to sign in, each with the flags and variables of its own.
    struct SignIn {
        var flags: [String]
        var variables: [String: String]
    }

    private func signIns(_ home: Home) throws -> [SignIn] {
        let file = try home.write(Self.licenseKey, to: "secrets/key")
        let code = try home.write(Self.code, to: "secrets/code")
        let token = try home.write(Self.idToken, to: "secrets/token")
        return [
            SignIn(flags: ["--product", "K"], variables: ["BERTH_LICENSE_KEY": Self.licenseKey]),
            SignIn(flags: ["--product", "F", "--license-key-file", file], variables: [:]),
            SignIn(
                flags: ["--product", "U", "--user", "ana@acme.example"], variables: ["BERTH_PASSWORD": Self.password]),
            SignIn(flags: ["--product", "C", "--account", "acme", "--code-file", code], variables: [:]),
            SignIn(flags: ["--product", "T", "--account", "acme", "--token-file", token], variables: [:]),
        ]
    }

    private func accounts() -> [[String: String]] {
        [
            ["BERTH_API_KEY": Self.apiKey, "BERTH_SHARED_KEY": Self.sharedKey],
            ["BERTH_OAUTH_CLIENT_ID": "the-client", "BERTH_OAUTH_CLIENT_SECRET": Self.clientSecret],
        ]
    }

    @Test(
        "They reach no output, no file, no backup, export or proof, whatever a server says", arguments: Voice.allCases)
    func nowhere(voice: Voice) async throws {
        let home = try Home()
        let signIns = try signIns(home)
        try await OtherServer.echo(voice.response, token: Self.token) { server in
            for account in accounts() {
                for signIn in signIns {
                    let berth = BerthProgram(
                        home: home,
                        variables: account.merging(signIn.variables) { $1 }.merging([
                            "BERTH_SERVER": server, "HTTPS_PROXY": "http://ana:\(Self.proxyPassword)@127.0.0.1:1",
                        ]) { $1 })
                    var ends = [try await berth.start(["borrow", "--max", "--json"] + signIn.flags).ended()]
                    ends.append(try await berth.start(["borrow", "--max", "--repeat"] + signIn.flags).ended())
                    let product = signIn.flags[1]
                    for way in [["--check"], ["--release"], ["--repeat"], ["--note", "done"]] {
                        ends.append(try await berth.start(["settle", product] + way).ended())
                    }
                    ends.append(try await berth("release", product))
                    for end in ends { expectNone(in: end.everything, "\(voice) \(signIn.flags)") }
                }
            }
        }
        let reader = BerthProgram(home: home)
        let readings = [
            ["status", "--all"], ["status", "--all", "--json"], ["history"], ["history", "--json"],
            ["history", "--export", "-"],
            ["history", "--export", home.file("trail.jsonl")], ["ledger", "backup", home.file("backup.sqlite")],
        ]
        for words in readings {
            let ended = try await reader.start(words).ended()
            #expect(ended.status == 0, "\(words) \(ended)")
            expectNone(in: ended.everything, "\(words)")
        }
        for (name, content) in home.contents() where !name.hasPrefix("secrets/") { expectNone(in: content, name) }
    }

    @Test("A check's response names the key, and its receipt and proof do not")
    func receipts() async throws {
        try await SandboxServer.run(["--fail", "floating/borrow:reset_after:1"]) { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            _ = try await berth("borrow", "--product", "MESH", "--max")
            let checked = try await berth("settle", "MESH", "--check", "--json")
            #expect(checked.status == 0, "\(checked)")
            let proof = sandbox.home.file("proof")
            let receipt = try await berth("receipt", "MESH", "--export", proof)
            #expect(receipt.status == 0 && receipt.output.contains("VALID"), "\(receipt)")
            #expect(FileManager.default.fileExists(atPath: proof + "/receipt.redacted.json"), "\(receipt)")
            #expect(!receipt.everything.contains(DemoLicense.mesh))
            for (name, content) in sandbox.home.contents() where !name.hasPrefix("scratch/") {
                #expect(!content.contains(DemoLicense.mesh), "in \(name)")
            }
            let command = try #require(receipt.output.split(separator: "\n").last { $0.contains("openssl ") })
            let verified = try await sandbox.shell("cd \(proof) && \(command.drop { $0 == " " })")
            #expect(verified.status == 0, "\(verified)")
        }
    }

    @Test("They are in no command line, and in no environment and no memory that another could look into")
    func process() async throws {
        let (requests, request) = AsyncStream.makeStream(of: Void.self)
        let silence: @Sendable () async throws -> OtherServer.Response = {
            request.yield()
            return try await OtherServer.silence()
        }
        try await OtherServer.run(silence) { server in
            let home = try Home()
            let berth = BerthProgram(
                home: home,
                variables: [
                    "BERTH_SERVER": server, "BERTH_API_KEY": Self.apiKey, "BERTH_SHARED_KEY": Self.sharedKey,
                    "BERTH_PASSWORD": Self.password, "SWIFT_BACKTRACE": "enable=no",
                ])
            // A shell, so that core files are asked for and the place where they would be is the home.
            let script =
                "cd \(home.path); ulimit -c unlimited; exec \(BerthProgram.path) borrow --product U --max --user ana@acme.example"
            let waiting = try RunningProgram(
                "/bin/sh", ["-c", script], environment: home.environment.merging(berth.variables) { $1 }, scratch: home)
            for await _ in requests { break }
            for file in ["cmdline", "environ"] {
                let text = (try? String(contentsOfFile: "/proc/\(waiting.id)/\(file)", encoding: .utf8)) ?? ""
                expectNone(in: text, file)
            }
            let limits = try String(contentsOfFile: "/proc/\(waiting.id)/limits", encoding: .utf8)
            let core = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
            #expect(core?.split(separator: " ").dropFirst(4).first == "0", "\(limits)")
            waiting.signal(SIGABRT)
            let ended = try await waiting.ended()
            #expect(ended.status == 128 + SIGABRT, "\(ended)")
            expectNone(in: ended.everything, "output")
            for (name, content) in home.contents() { expectNone(in: content, name) }
        }
    }

    private func expectNone(in text: String, _ place: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let found = Self.all.filter { secret in
            let base64 = Data(secret.utf8).base64EncodedString().prefix(12)
            return [secret, String(secret.reversed()), String(base64)].contains { text.contains($0) }
        }
        #expect(found.isEmpty, "\(found) in \(place)", sourceLocation: sourceLocation)
    }
}
