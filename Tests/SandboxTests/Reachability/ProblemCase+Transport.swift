internal import Foundation
internal import LicenseAPI
internal import Licensing
internal import NIOCore
internal import NIOPosix
@testable internal import Sandbox
internal import TestKit

/// What comes between a request and its response, and responses that cannot be used.
extension ProblemCase {
    static let transport: [ProblemCase] = [
        ProblemCase(
            .transportNameNotResolved, "no sandbox: a name that no name service is asked for, because it is too long"
        ) {
            $0.transport = { transport, _ in transport.server = "https://\(String(repeating: "a", count: 70)).invalid" }
        },
        ProblemCase(.transportRefused, "no sandbox: a port that nobody listens on") {
            $0.transport = { transport, _ in transport.server = "http://127.0.0.1:1" }
        },
        ProblemCase(.transportUnreachable, "no sandbox: an address of a group, to which no connection can be made") {
            $0.transport = { transport, _ in transport.server = "https://224.0.0.1" }
        },
        ProblemCase(.transportTLS, "a client that speaks TLS to the sandbox, which does not") {
            $0.transport = { transport, running in transport.server = "https://127.0.0.1:\(running.port)" }
        },
        ProblemCase(
            .transportConnectTimeout, "no sandbox: a port where connections are taken and TLS gets no response",
            { $0.transport = { transport, _ in transport.connectTimeout = 0.2 } },
            call: { _, running in try await silentListener { try await borrow(at: $0, running) } }),
        ProblemCase(.transportTimeout, "the faults `hang`, `hang_after`, and `latency` beyond the client's patience") {
            $0.faults = Faults(.hangAfterEffect, on: "/api/v4/floating/borrow")
            $0.transport = { transport, _ in transport.readTimeout = 0.2 }
        },
        .fault(.transportLost, "reset_after", "the faults `reset`, `reset_after` and `truncated`"),
        ProblemCase(
            .transportCancelled, "the client's own doing, while the sandbox is at `hang`",
            { $0.faults = Faults(.hangAfterEffect, on: "/api/v4/floating/borrow") },
            call: { service, running in
                let call = Task { try await service.borrow(request) }
                try await waitUntil("the call hangs") { await running.faults.rules.first?.remaining == 0 }
                call.cancel()
                _ = try await call.value
            }),
        ProblemCase(.transportInsecure, "no sandbox: plain HTTP to another host is refused before anything is sent") {
            $0.transport = { transport, _ in transport.server = "http://192.0.2.1" }
        },
        ProblemCase(.transportProxy, "no sandbox: a proxy that is not there, or refuses") { setting in
            setting.transport = { transport, running in
                // A sandbox is no proxy, and refuses a CONNECT with 404.
                transport.server = "https://licenses.invalid"
                transport.proxies = ProxyVariables(environment: ["HTTPS_PROXY": running.url])
            }
        },
    ]

    static let responses: [ProblemCase] = [
        .fault(.responseNotJSON, "not_json"),
        .fault(.responseHTML, "html=502"),
        .fault(.responseTooLarge, "oversized=2000000"),
        .fault(.responseUnverified, "wrong_signature", "the faults `unsigned` and `wrong_signature`"),
        .fault(.responseServerError, "gateway=503"),
        .fault(.responseTooManyRequests, "busy=30"),
        .fault(.responseRedirect, "redirect"),
    ]

    /// Every case.
    static let all = borrowPage + general + authorization + transport + responses

    /// Codes that no call can meet, and the tests that meet them.
    static let elsewhere: [ProblemCode: String] = [
        .ledgerUnreadable: "LedgerTests", .ledgerUnwritable: "LedgerTests", .ledgerTooNew: "LedgerTests",
        .ledgerStepRefused: "LedgerTests", .configUnreadable: "ClientLiveTests", .configMissing: "ClientLiveTests",
        .configInvalid: "ClientLiveTests", .secretFileExposed: "ClientLiveTests", .inputInvalid: "LicenseAPITests",
        .terminalUnknown: "EndToEndTests", .terminalNotATerminal: "EndToEndTests", .sandboxPortTaken: "SandboxTests",
        .sandboxStateInUse: "SandboxTests", .watchInUse: "EndToEndTests", .secretCommandFailed: "ClientLiveTests",
        .operationInterrupted: "ClientCoreTests", .operationInProgress: "ClientCoreTests",
        .borrowNotFound: "EndToEndTests", .operationNotSent: "ClientCoreTests", .operationOvertaken: "ClientCoreTests",
        .seatInQuestion: "LicensingTests",
        .borrowInDoubt: "EndToEndTests", .deviceHoldsSeat: "ClientCoreTests", .responseMismatched: "ClientCoreTests",
        .outcomeNotWritten: "ClientCoreTests", .outcomeOvertaken: "ClientCoreTests",
        .ledgerLocked: "LedgerTests",
        .ledgerReplaced: "LedgerTests", .ledgerCorrupt: "LedgerTests", .ledgerAltered: "LedgerTests",
        .ledgerMissing: "LedgerTests", .fileUnwritable: "LedgerTests", .ledgerForeign: "LedgerTests",
        .ledgerUnreachable: "PostgresLedgerTests", .ledgerDenied: "PostgresLedgerTests",
        .ledgerCrowded: "PostgresLedgerTests", .ledgerUnsuited: "PostgresLedgerTests",
        .ledgerTooOld: "PostgresLedgerTests", .ledgerLibraryMissing: "PostgresLedgerTests",
        .ledgerAddressInvalid: "PostgresLedgerTests", .ledgerPasswordExposed: "PostgresLedgerTests",
        .ledgerNotInFile: "EndToEndTests", .ledgerHoldsOther: "PostgresLedgerTests",
        .ledgerUnsafe: "LedgerTests", .ledgerUnwatched: "LedgerTests", .otherAccount: "ClientCoreTests",
        .outputUnwritable: "EndToEndTests", .secretMissing: "EndToEndTests", .responseUnexpected: "LicenseAPITests",
    ]

    /// A borrow at another address, with little patience.
    private static func borrow(at address: String, _ running: RunningSandbox) async throws {
        let demo = Inventory.APIKey.demo
        let service = try HTTPLicenseService(
            HTTPLicenseService.Configuration(
                transport: TransportConfiguration(server: address, connectTimeout: 0.2),
                authorization: .apiKey(RequestSigner(apiKey: demo.key, sharedKey: demo.sharedKey)),
                client: ClientIdentity(version: "1.2.3")))
        _ = try await service.borrow(request)
    }

    /// Listens without a word while the body runs.
    private static func silentListener(_ body: (String) async throws -> Void) async throws {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body("https://127.0.0.1:\(listener.localAddress?.port ?? 0)")
            try await listener.close()
        } catch {
            try? await listener.close()
            throw error
        }
    }
}
