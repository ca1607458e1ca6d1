internal import AsyncHTTPClient
internal import FoundationEssentials
internal import Licensing
internal import NIOCore
internal import NIOFoundationCompat
internal import NIOHTTP1

/// Sends one request and brings its whole answer, or says what came between.
///
/// Nothing is ever sent twice. AsyncHTTPClient repeats neither a request whose connection was lost nor one that waits
/// for an answer; it would repeat the *making* of a connection, which is switched off so that a refusal is told at once.
final class HTTPTransport: Sendable {
    /// A request, ready to leave.
    struct Request: Sendable {
        var method: HTTPMethod
        var url: String
        var headers: HTTPHeaders
        var body: Data?
    }

    private let client: HTTPClient
    private let configuration: TransportConfiguration
    private let usesProxy: Bool

    /// Prepares a client; nothing is connected yet.
    init(_ configuration: TransportConfiguration, server: ServerAddress, now: Date) throws(Problem) {
        let proxy = try ProxySettings.find(for: server, in: configuration.proxyEnvironment, now: now)
        self.configuration = configuration
        usesProxy = proxy != nil
        client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: try .make(configuration, proxy: proxy, now: now))
    }

    deinit {
        // A client that is let go of while it is open stops the process, so close it; once closed, this does nothing.
        client.shutdown { _ in }
    }

    /// Closes every connection. Calls under way end as cancelled.
    func shutdown() async {
        try? await client.shutdown()
    }

    /// Sends a request.
    func send(_ request: Request) async -> Result<HTTPAnswer, TransportFailure> {
        let departure = Departure()
        do {
            try Task.checkCancellation()
            return .success(try await exchange(request, departure))
        } catch {
            let failure = TransportFailure(
                error, hasLeft: departure.hasHappened, usesProxy: usesProxy, configuration: configuration)
            return .failure(await diagnosed(failure, url: request.url))
        }
    }

    /// Looks at a certificate that was not accepted, to tell an old one from one of a stranger.
    private func diagnosed(_ failure: TransportFailure, url: String) async -> TransportFailure {
        guard failure.tlsFault == .untrusted, !usesProxy, !Task.isCancelled,
            let components = URLComponents(string: url), let host = components.host
        else { return failure }
        let validity = await CertificateProbe.validity(
            host: host.trimmingBrackets, port: components.port ?? 443, timeout: configuration.connectTimeout)
        return failure.sharpened(by: validity, now: Date())
    }

    /// The request and its whole answer, within the time for both.
    private func exchange(_ request: Request, _ departure: Departure) async throws -> HTTPAnswer {
        let seconds = configuration.answerTimeout
        return try await withThrowingTaskGroup(of: HTTPAnswer?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await self.execute(request, departure) }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                return nil
            }
            guard let first = try await group.next(), let answer = first else { throw AnswerTimeout() }
            return answer
        }
    }

    private func execute(_ request: Request, _ departure: Departure) async throws -> HTTPAnswer {
        var message = HTTPClientRequest(url: request.url)
        message.method = request.method
        message.headers = request.headers
        // A kept connection that the server has just closed would lose the request and leave its outcome unknown.
        message.headers.replaceOrAdd(name: "Connection", value: "close")
        if let body = request.body {
            message.body = .observed(body, by: departure)
        } else {
            // Nothing tells when a request without a body leaves, so it counts as gone from here on.
            departure.happen()
        }
        // The deadline is the task group's: this one would end with the answer's head.
        let response = try await client.execute(message, deadline: .distantFuture)
        let body = try await response.body.collect(upTo: configuration.answerSizeLimit)
        return HTTPAnswer(
            status: Int(response.status.code), headers: response.headers, body: Data(buffer: body))
    }
}

/// The wait for an answer ran out.
struct AnswerTimeout: Error {}
