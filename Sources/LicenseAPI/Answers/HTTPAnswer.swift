internal import FoundationEssentials
internal import NIOHTTP1

/// An HTTP answer, whole: status, headers, and the body after decompression.
struct HTTPAnswer: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var body: Data

    /// How far the server's clock is ahead of this host's, in seconds; nil without a readable `Date`.
    ///
    /// The header has no fraction, and the answer took its time, so this is good to a second or so.
    func clockOffset(sentAt: Date, receivedAt: Date) -> TimeInterval? {
        guard let text = headers.first(name: "Date"), let date = DateHeader.parse(text) else { return nil }
        let midpoint = sentAt.addingTimeInterval(receivedAt.timeIntervalSince(sentAt) / 2)
        return date.timeIntervalSince(midpoint)
    }

    /// Whether the body is a web page: by its declared type, or by how it begins.
    var isHTML: Bool {
        let type = headers.first(name: "Content-Type")?.lowercased() ?? ""
        if type.hasPrefix("text/html") || type.hasPrefix("application/xhtml") { return true }
        let start = String(decoding: body.prefix(256), as: UTF8.self).trimmingPrefix(while: \.isWhitespace)
            .lowercased()
        return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
    }

    /// The answer in a few words, without a byte of its body, which may echo what was sent.
    var summary: String {
        let type = headers.first(name: "Content-Type") ?? "no content type"
        return "HTTP \(status), \(type), \(body.count) bytes"
    }
}
