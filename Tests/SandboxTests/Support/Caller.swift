internal import AsyncHTTPClient
internal import Foundation
internal import LicenseAPI
internal import NIOCore
internal import NIOHTTP1
@testable internal import Sandbox

/// What came back: the raw bytes are kept, because the signature covers them.
struct Received: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var body: Data

    var json: JSON { JSON(body) ?? .null }
    var text: String { String(decoding: body, as: UTF8.self) }
    var code: String? { json["code"]?.text }
    var signature: String? { headers.first(name: "LicenseSignature") }
}

/// A tiny client of the License API, made of an HTTP library and the request signer alone.
struct Caller: Sendable {
    var url: String
    var key = Inventory.APIKey.demo
    var now: @Sendable () -> Date = { Date() }

    /// The two documented headers, for now.
    var signedHeaders: [String: String] {
        let date = DateHeader.format(now())
        let signer = RequestSigner(apiKey: key.key, sharedKey: key.sharedKey)
        return ["Date": date, "Authorization": signer.authorization(dateHeader: date)]
    }

    func post(_ path: String, _ body: JSON, headers: [String: String]? = nil) async throws -> Received {
        try await send("POST", path, String(decoding: body.data, as: UTF8.self), headers: headers ?? signedHeaders)
    }

    func post(_ path: String, text: String, headers: [String: String]? = nil) async throws -> Received {
        try await send("POST", path, text, headers: headers ?? signedHeaders)
    }

    func get(
        _ path: String, _ query: [String: String] = [:], headers: [String: String]? = nil
    ) async throws -> Received {
        var components = URLComponents()
        components.queryItems = query.map { URLQueryItem(name: $0.key, value: $0.value) }
        // A plus sign in a query is a blank, and URLComponents leaves it as it is.
        let encoded = (components.percentEncodedQuery ?? "").replacingOccurrences(of: "+", with: "%2B")
        let question = query.isEmpty ? "" : "?\(encoded)"
        return try await send("GET", path + question, nil, headers: headers ?? signedHeaders)
    }

    func send(
        _ method: String, _ path: String, _ body: String?, headers: [String: String]
    ) async throws -> Received {
        var request = HTTPClientRequest(url: url + path)
        request.method = HTTPMethod(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let bytes = try await response.body.collect(upTo: 1 << 24)
        return Received(
            status: Int(response.status.code), headers: response.headers, body: Data(bytes.readableBytesView))
    }

    // MARK: The calls that most tests make

    func borrow(
        _ hardwareID: String, key: String = TestInventory.key, until: JSON = .null
    ) async throws -> Received {
        try await post(
            "/api/v4/floating/borrow",
            [
                "product": "TOOL", "hardware_id": .string(hardwareID), "license_key": .string(key),
                "borrowed_until": until,
            ])
    }

    func call(
        _ path: String, _ hardwareID: String, _ more: [String: JSON] = [:]
    ) async throws -> Received {
        var members: [String: JSON] = [
            "product": "TOOL", "hardware_id": .string(hardwareID), "license_key": .string(TestInventory.key),
        ]
        members.merge(more) { _, new in new }
        return try await post(path, .object(members))
    }

    func check(_ hardwareID: String) async throws -> Received {
        try await get(
            "/api/v4/check_license",
            ["product": "TOOL", "hardware_id": hardwareID, "license_key": TestInventory.key])
    }

    /// What each device holds, by hardware id.
    func seats() async throws -> [String: JSON] {
        let json = try await get("/sandbox/seats", headers: [:]).json
        var found: [String: JSON] = [:]
        for seat in json.elements { found[seat["hardware_id"]?.text ?? ""] = seat }
        return found
    }
}

extension JSON {
    subscript(_ name: String) -> JSON? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    var text: String? { if case .string(let text) = self { text } else { nil } }
    var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
    var elements: [JSON] { if case .array(let elements) = self { elements } else { [] } }
    var names: Set<String> { if case .object(let members) = self { Set(members.keys) } else { [] } }
}
