import Foundation
import Hummingbird
import Synchronization
import TestKit
import Testing

/// Every operation of every sign-in, with secrets that cannot be mistaken, against servers that echo what they are sent.
@Suite("Secrets", .heavy)
struct SecretsTests {
    static let licenseKey = "QKEYQ-LICENSE-0001"
    static let password = #"QPASSQ"wo\rd"0002"#
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
        /// A refusal that repeats the request in letters with blanks between, in addresses within addresses, as a page's
        /// numbers, and quoted twice.
        case spelled
        /// A refusal that names the beginning of each secret, and goes on.
        case cut

        func response(_ echo: String) -> Response {
            let quoted = quoted(echo)
            let json = #"{"status":400,"code":"validation_error","message":"you sent \#(quoted)"}"#
            let (status, type, body): (HTTPResponse.Status, String, String) =
                switch self {
                case .refusal: (.badRequest, "application/json", json)
                case .failure: (.internalServerError, "application/json", json)
                case .page: (.ok, "text/html", "<html>\(echo)</html>")
                case .text: (.ok, "text/plain", echo)
                case .spelled: (.badRequest, "application/json", refusing(SecretsTests.spellings(of: echo)))
                case .cut:
                    (
                        .badRequest, "application/json",
                        refusing(SecretsTests.beginnings(in: echo))
                    )
                }
            return Response(
                status: status,
                headers: [.contentType: type, .init("X-Echo") ?? .server: String(quoted.prefix(400))],
                body: .init(byteBuffer: ByteBuffer(string: body)))
        }
    }

    /// How much of a secret gives it away.
    static func beginning(of secret: String) -> String { String(secret.prefix(12)) }

    /// What a server says that names the beginning of each secret in a request.
    static func beginnings(in request: String) -> [String] {
        all.filter { request.contains($0) || request.contains(quoted($0)) }
            .map { "License '\(beginning(of: $0))...' is wrong" }
    }

    /// A text as servers and proxies write what they quote.
    static func spellings(of text: String) -> [String] {
        let percent = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return [
            text.map(String.init).joined(separator: " "), percent.replacing("%", with: "%25"),
            text.unicodeScalars.map { "&#\($0.value);" }.joined(), quoted(quoted(text)),
        ]
    }

    /// What a server that gives out tokens says to whatever it is asked, besides the token and in place of it.
    enum TokenVoice: String, CaseIterable {
        /// OAuth's own error, which repeats the request and the token of before.
        case description
        /// The same, with a code that is made of them.
        case code
        /// Another token, which no header can hold, with the request beside it.
        case token

        static func granted(_ echo: String) -> Response {
            OtherServer.json(
                """
                {"access_token":"\(token)","token_type":"Bearer","expires_in":3600,"scope":"\(quoted(echo)) \(token)"}
                """)
        }

        func response(_ echo: String) -> Response {
            let words = "\(quoted(echo)) \(SecretsTests.token)"
            return switch self {
            case .description:
                OtherServer.json(
                    #"{"error":"invalid_client","error_description":"\#(words)"}"#, status: .unauthorized)
            case .code: OtherServer.json(#"{"error":"\#(words)"}"#, status: .unauthorized)
            case .token: OtherServer.json(#"{"access_token":"\#(words)\n","scope":"\#(words)","expires_in":3600}"#)
            }
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
        // Each two of voice, account and sign-in meet, and that is all: what one of them lets through does not hang on both others.
        let turn = Voice.allCases.firstIndex(of: voice) ?? 0
        try await OtherServer.echo(voice.response, tokens: TokenVoice.granted) { server in
            for (place, account) in accounts().enumerated() {
                for (number, signIn) in signIns.enumerated() where (turn + place + number).isMultiple(of: 2) {
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
        try await expectNoneKept(in: home)
    }

    @Test(
        "They reach nothing from a server that gives out tokens, whether it says yes or no",
        arguments: TokenVoice.allCases)
    func tokens(voice: TokenVoice) async throws {
        let home = try Home()
        let wasAsked = Mutex(false)
        let expired = { @Sendable (echo: String) in
            OtherServer.json(
                #"{"status":401,"code":"oauth_token_expired","message":"\#(quoted(echo))"}"#, status: .unauthorized)
        }
        try await OtherServer.echo(
            expired,
            tokens: { echo in
                let isFirst = wasAsked.withLock { wasAsked in
                    defer { wasAsked = true }
                    return !wasAsked
                }
                return isFirst ? TokenVoice.granted(echo) : voice.response(echo)
            }
        ) { server in
            let berth = BerthProgram(
                home: home,
                variables: accounts()[1].merging([
                    "BERTH_SERVER": server, "BERTH_LICENSE_KEY": Self.licenseKey,
                ]) { $1 })
            for words in [["--json"], []] {
                wasAsked.withLock { $0 = false }
                let end = try await berth.start(["borrow", "--product", "K", "--max"] + words).ended()
                #expect(end.status != 0, "\(end)")
                expectNone(in: end.everything, "\(voice) \(words)")
            }
        }
        #expect(wasAsked.withLock { $0 })
        try await expectNoneKept(in: home)
    }

    private func expectNoneKept(in home: Home) async throws {
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

    @Test("They are in no command line, and in no environment that another could look into")
    func process() async throws {
        try await whileWaiting { waiting, _ in
            for file in ["cmdline", "environ"] {
                let text = (try? String(contentsOfFile: "/proc/\(waiting.id)/\(file)", encoding: .utf8)) ?? ""
                expectNone(in: text, file)
            }
            let limits = try String(contentsOfFile: "/proc/\(waiting.id)/limits", encoding: .utf8)
            let core = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
            #expect(core?.split(separator: " ").dropFirst(4).first == "0", "\(limits)")
            waiting.signal(SIGKILL)
            _ = try await waiting.ended()
        }
    }

    @Test("The memory that they are in is the superuser's to read, and not its user's", .ordinaryUser)
    func memory() async throws {
        try await whileWaiting { waiting, _ in
            var status = stat()
            #expect(stat("/proc/\(waiting.id)/mem", &status) == 0 && status.st_uid == 0)
            waiting.signal(SIGKILL)
            _ = try await waiting.ended()
        }
    }

    @Test(
        "They are in no core file, where a program that does not forbid it leaves one", .coreFiles,
        arguments: [SIGABRT, SIGQUIT, SIGSEGV])
    func coreFile(signal: Int32) async throws {
        try await whileWaiting { waiting, home in
            waiting.signal(signal)
            let ended = try await waiting.ended()
            #expect(ended.status == 128 + signal, "\(ended)")
            #expect(try CoreFile.names(in: home).isEmpty)
            expectNone(in: ended.everything, "output")
            for (name, content) in home.contents() { expectNone(in: content, name) }
        }
    }

    /// A borrow that has sent its request and waits, with secrets in its memory and core files asked for.
    private func whileWaiting(_ body: @escaping @Sendable (RunningProgram, Home) async throws -> Void) async throws {
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
            let waiting = try CoreFile.program(
                BerthProgram.path, ["borrow", "--product", "U", "--max", "--user", "ana@acme.example"],
                environment: home.environment.merging(berth.variables) { $1 }, home: home)
            for await _ in requests { break }
            try await body(waiting, home)
        }
    }

    private func expectNone(in text: String, _ place: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let found = Self.all.filter { secret in
            let base64 = String(Data(secret.utf8).base64EncodedString().prefix(12))
            let forms =
                [secret, String(secret.reversed()), base64, Self.beginning(of: secret)] + Self.spellings(of: secret)
            // What quotes a response is quoted again where it is printed as JSON, and kept so.
            return forms.flatMap { [$0, quoted($0), quoted(quoted($0))] }.contains { text.contains($0) }
        }
        #expect(found.isEmpty, "\(found) in \(place)", sourceLocation: sourceLocation)
    }
}

/// As it stands in a text of JSON.
private func quoted(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
        if scalar == "\"" || scalar == "\\" { return "\\\(scalar)" }
        return scalar.isASCII && scalar.value >= 32 ? String(scalar) : " "
    }.joined()
}

/// The refusal of a server that says these things.
private func refusing(_ words: [String]) -> String {
    #"{"status":400,"code":"validation_error","message":"\#(quoted(words.joined(separator: " | ")))"}"#
}
