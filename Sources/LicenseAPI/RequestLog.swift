internal import FoundationEssentials
internal import Licensing
internal import Logging

/// What a log is told of one request: never its query, its headers or its body, of which each may hold a secret.
struct RequestLog {
    private let logger: Logger
    private let start = ContinuousClock.now

    init(_ logger: Logger, _ call: Call) {
        var logger = logger
        logger[metadataKey: "request"] = "\(call.id)"
        logger[metadataKey: "server"] = "\(call.address.text)"
        // The path of a token's endpoint is the server's word, and may repeat what is secret.
        logger[metadataKey: "endpoint"] = "\(call.redactor.redacted(call.endpoint.path))"
        self.logger = logger
    }

    func sends() { logger.debug("request") }

    func hears(_ response: HTTPResponse) {
        let isFine = (200..<400).contains(response.status)
        logger.log(
            level: isFine ? .info : .notice, "response",
            metadata: [
                "status": "\(response.status)", "bytes": "\(response.body.count)", "milliseconds": "\(milliseconds)",
            ])
    }

    func hearsNothing(_ fault: TransportFailure) {
        logger.warning(
            "no response",
            metadata: [
                "code": "\(fault.code.rawValue)", "effect": "\(fault.effect.rawValue)",
                "milliseconds": "\(milliseconds)",
            ])
    }

    private var milliseconds: Int { Int((ContinuousClock.now - start) / .milliseconds(1)) }
}
