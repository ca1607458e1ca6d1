internal import FoundationEssentials
internal import NIOHTTP1

/// An HTTP response, whole: status, headers, and the body after decompression.
struct HTTPResponse: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var body: Data
    /// Whether the protocol itself tells where a body ends, as HTTP/2 does and HTTP/1.1 does not.
    var isFramed = false

    /// Whether the body is empty, and known to be so as a whole. One that lasts until the connection ends may have been cut off before
    /// its first byte, and one that was compressed within what it was compressed to.
    var isWhollyEmpty: Bool {
        guard body.isEmpty else { return false }
        if let length = headers.first(name: "Content-Length") { return Int(length) == 0 }
        return (isFramed || headers[canonicalForm: "Transfer-Encoding"].last?.lowercased() == "chunked")
            && !headers.contains(name: "Content-Encoding")
    }

    /// The `LicenseSignature` header, in Base64; HTTP does not count blanks around a value.
    var signature: String? {
        headers.first(name: "LicenseSignature")?.trimming(while: \.isWhitespace)
    }

    /// How far the server's clock is ahead of this host's, in seconds; nil without a readable `Date`.
    ///
    /// The header has no fraction, and the response took its time, so this is good to a second or so.
    func clockOffset(sentAt: Date, receivedAt: Date) -> TimeInterval? {
        guard let text = headers.first(name: "Date"), let date = DateHeader.parse(text) else { return nil }
        let midpoint = sentAt.addingTimeInterval(receivedAt.timeIntervalSince(sentAt) / 2)
        return date.timeIntervalSince(midpoint)
    }

    /// For how many seconds the server asks to be left alone (`Retry-After`): a number of them, or a date.
    func retryAfter(receivedAt: Date) -> Double? {
        guard let text = headers.first(name: "Retry-After")?.trimming(while: \.isWhitespace) else { return nil }
        if let seconds = Int(text) { return seconds >= 0 ? Double(seconds) : nil }
        guard let date = DateHeader.parse(text) else { return nil }
        let now = headers.first(name: "Date").flatMap(DateHeader.parse) ?? receivedAt
        return max(0, date.timeIntervalSince(now))
    }

    /// What the body says it is.
    var contentType: String? { headers.first(name: "Content-Type") }

    /// Whether the body is a web page: by its declared type, or by how it begins.
    var isHTML: Bool {
        let type = contentType?.lowercased() ?? ""
        if type.hasPrefix("text/html") || type.hasPrefix("application/xhtml") { return true }
        let start = String(decoding: body.prefix(256), as: UTF8.self).trimmingPrefix(while: \.isWhitespace)
            .lowercased()
        return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
    }

    /// The response in a few words, without a byte of its body.
    var summary: String {
        let type = contentType ?? "no content type"
        return "HTTP \(status), \(type), \(body.count) bytes"
    }

    /// Where a redirect leads: scheme and host only; nil where it leads nowhere.
    var redirectTarget: String? {
        guard let location = headers.first(name: "Location"), let components = URLComponents(string: location) else {
            return nil
        }
        guard let scheme = components.scheme, let host = components.host else { return "another path" }
        return "\(scheme)://\(host)"
    }
}

extension String {
    fileprivate func trimming(while isBlank: (Character) -> Bool) -> String {
        var rest = self[...].drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest = rest.dropLast() }
        return String(rest)
    }
}
