internal import AsyncHTTPClient
internal import FoundationEssentials
internal import Licensing
internal import NIOCore
internal import NIOFoundationCompat
internal import NIOHTTP1
internal import NIOSSL

/// Sends one request and brings its whole response, or says what came between.
///
/// Nothing is ever sent twice, and each request has a client and with it a connection of its own: a kept one that the
/// server is about to close would lose the request and leave its outcome unknown, under HTTP/2 as under HTTP/1.1.
struct HTTPTransport: Sendable {
    /// A request, ready to leave.
    struct Request: Sendable {
        var method: HTTPMethod
        /// Whom it goes to; that decides which proxy it goes through.
        var address: ServerAddress
        /// The path and the query after the address.
        var target: String
        var headers: HTTPHeaders
        var body: Data?
    }

    private let configuration: TransportConfiguration
    private let tls: TLSConfiguration

    /// Reads the certificate authorities; nothing is connected yet.
    init(_ configuration: TransportConfiguration, now: Date) throws(Problem) {
        self.configuration = configuration
        tls = try .client(of: configuration, now: now)
    }

    /// Sends a request, and waits for its response until a moment at the latest.
    func send(
        _ request: Request, until deadline: ContinuousClock.Instant
    ) async -> Result<HTTPResponse, TransportFailure> {
        let progress = SendProgress()
        let proxy: ProxySettings?
        do throws(TransportFailure) {
            proxy = try ProxySettings.find(for: request.address, in: configuration.proxies)
        } catch {
            return .failure(error)
        }
        do {
            try Task.checkCancellation()
            return .success(try await exchange(request, proxy, progress, until: deadline))
        } catch {
            let failure = TransportFailure(
                error, progress: progress, usesProxy: proxy != nil, configuration: configuration)
            return .failure(await diagnosed(failure, request.address, proxy, until: deadline))
        }
    }

    /// Finds out more of what the client does not tell: how old a certificate is that was not accepted, and with which
    /// status a proxy refused.
    private func diagnosed(
        _ failure: TransportFailure, _ address: ServerAddress, _ proxy: ProxySettings?,
        until deadline: ContinuousClock.Instant
    ) async -> TransportFailure {
        let left = min(configuration.connectTimeout, (deadline - .now) / .seconds(1))
        guard left > 0, !Task.isCancelled else { return failure }
        var failure = failure
        switch (failure.code, proxy) {
        case (.transportTLS, nil) where failure.tlsFault == .untrusted:
            let validity = await CertificateProbe.validity(host: address.host, port: address.port, timeout: left)
            failure = failure.sharpened(by: validity, now: Date())
        case (.transportProxy, let proxy?) where failure.proxyStatus == nil:
            failure.proxyStatus = await ProxyProbe.status(of: proxy, for: address, timeout: left)
        default: break
        }
        return failure
    }

    /// The request and its whole response, within the time for both.
    private func exchange(
        _ request: Request, _ proxy: ProxySettings?, _ progress: SendProgress,
        until deadline: ContinuousClock.Instant
    ) async throws -> HTTPResponse {
        // Nothing tells when a request without a body leaves, so it counts as gone once there is a connection.
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: .make(
                configuration, tls: tls, proxy: proxy, progress: progress, begins: request.body == nil))
        let result = await withTaskGroup(of: Result<HTTPResponse, any Error>.self) { group in
            group.addTask { await Self.result { try await self.execute(request, client, progress) } }
            group.addTask {
                await Self.result {
                    try await Task.sleep(until: deadline, clock: .continuous)
                    throw CallTimeout()
                }
            }
            let first = await group.next() ?? .failure(CallTimeout())
            group.cancelAll()
            return first
        }
        try? await client.shutdown()
        return try result.get()
    }

    private func execute(
        _ request: Request, _ client: HTTPClient, _ progress: SendProgress
    ) async throws -> HTTPResponse {
        var message = HTTPClientRequest(url: request.address.text + request.target)
        message.method = request.method
        message.headers = request.headers
        message.headers.replaceOrAdd(name: "Connection", value: "close")
        if let body = request.body { message.body = .observed(body, by: progress) }
        // The deadline is the task group's: this one would end with the response's head.
        let response = try await client.execute(message, deadline: .distantFuture)
        let body = try await response.body.collect(upTo: configuration.responseSizeLimit)
        return HTTPResponse(
            status: Int(response.status.code), headers: response.headers, body: Data(buffer: body),
            isFramed: response.version.major > 1)
    }

    private static func result<Value>(_ body: () async throws -> Value) async -> Result<Value, any Error> {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}

/// The time for the whole call ran out.
struct CallTimeout: Error {}
