import Foundation
import NIOHTTP1

/// A request as it was recorded from the official Python SDK: see `Tests/sdk/capture_requests.py`.
struct RecordedRequest: Decodable, Sendable {
    var method: String
    var path: String
    var query: [String: String]
    var headers: [String: String]
    var body: [String: Member]?

    /// The value of one member of a JSON body.
    enum Member: Decodable, Hashable, Sendable {
        case null
        case bool(Bool)
        case number(Int64)
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .bool(value)
            } else if let value = try? container.decode(Int64.self) {
                self = .number(value)
            } else {
                self = .text(try container.decode(String.self))
            }
        }
    }

    /// All recorded requests, by what they were made for.
    static func all() throws -> [String: RecordedRequest] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/sdk-requests.json")
        return try JSONDecoder().decode([String: RecordedRequest].self, from: Data(contentsOf: file))
    }

    /// Everything in it by name: `body.product`, `query.product`, `header.date`.
    var members: [String: Member] {
        var members: [String: Member] = [:]
        for (name, value) in query { members["query.\(name)"] = .text(value) }
        for (name, value) in headers { members["header.\(name)"] = .text(value) }
        for (name, value) in body ?? [:] { members["body.\(name)"] = value }
        return members
    }
}

extension RecordedRequest {
    /// A request of the client under test, in the same form.
    init(_ request: ScriptedServer.Request) throws {
        method = request.method
        path = request.path
        headers = [:]
        for name in ["date", "authorization", "content-type", "accept"] {
            headers[name] = request.headers.first(name: name)
        }
        query = Self.form(request.target.contains("?") ? request.target : "")
        if headers["content-type"] == "application/json" {
            body = try JSONDecoder().decode([String: Member].self, from: Data(request.body.utf8))
        } else if !request.body.isEmpty {
            body = Self.form("?" + request.body).mapValues { .text($0) }
        }
    }

    private static func form(_ text: String) -> [String: String] {
        let items = URLComponents(string: text)?.queryItems ?? []
        return Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
    }
}
