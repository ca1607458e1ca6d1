internal import Foundation
@testable internal import Sandbox
internal import TestKit
internal import Testing

@Suite("What comes over a connection")
struct HTTPTests {
    private static let error = #"{"code":"validation_error","message":"The request is not HTTP"#

    @Test(
        "What is not HTTP is refused in the API's own form",
        arguments: ["hello\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nbad header\r\n\r\n"])
    func malformed(_ text: String) async throws {
        try await withSandbox { _, running async throws in
            let received = try await RawClient.send(text, to: running)
            #expect(received.hasPrefix("HTTP/1.1 400 "), "\(received)")
            #expect(received.contains(Self.error))
            #expect(received.contains("application/json"))
        }
    }

    @Test("Headers beyond the limit are refused in the API's own form")
    func headers() async throws {
        try await withSandbox { _, running async throws in
            let padding = String(repeating: "x", count: Limits().headerBytes + 1)
            let received = try await RawClient.send("GET / HTTP/1.1\r\nX-Padding: \(padding)\r\n\r\n", to: running)
            #expect(received.hasPrefix("HTTP/1.1 400 "), "\(received)")
            #expect(received.contains(Self.error))
        }
    }

    @Test("A client that has closed its side after the request gets its response")
    func halfClosed() async throws {
        try await withSandbox { _, running async throws in
            let received = try await RawClient.send(
                "GET / HTTP/1.1\r\nHost: sandbox\r\n\r\n", to: running, closesOutput: true)
            #expect(received.hasPrefix("HTTP/1.1 200 "), "\(received)")
            #expect(received.contains("A sandbox of the License API."))
        }
    }

    @Test("The address itself responds, to those who want to know whether the service is there")
    func home() async throws {
        try await withSandbox { caller, _ async throws in
            #expect(try await caller.get("", headers: [:]).status == 200)
        }
    }

    @Test(
        "What only looks like JSON is no JSON",
        arguments: [
            #"{"product":"TOOL",}"#, #"{"a":[1,]}"#, #"{"a":[1, ]}"#, "{,}", #"{"a":1}}"#, "{'a':1}", "{a:1}",
            "{\"a\":\"\u{0}\"}", "",
        ])
    func json(_ text: String) async throws {
        try await withSandbox { caller, _ async throws in
            #expect(try await caller.post("/api/v4/floating/borrow", text: text).code == "invalid_json")
        }
    }

    @Test(
        "JSON in another encoding than UTF-8 is no JSON",
        arguments: [String.Encoding.utf16, .utf16LittleEndian, .utf32])
    func encodings(_ encoding: String.Encoding) throws {
        let data = try #require(#"{"a":1}"#.data(using: encoding))
        #expect(JSON(data) == nil)
        #expect(JSON(Data(#"{"a":1}"#.utf8)) == ["a": 1])
    }

    @Test("A comma, a bracket and a quotation mark in a text are part of the text")
    func texts() {
        #expect(JSON(Data(#"{"a":",]","b":"\",}"}"#.utf8)) == ["a": ",]", "b": "\",}"])
    }

    @Test(
        "The lists for this host are not shown under another name, which a site could have taken",
        arguments: ["/sandbox/seats", "/sandbox/activations", "/sandbox/sign-in?customer_account_code=acme"])
    func rebinding(_ path: String) async throws {
        try await withSandbox { _, running async throws in
            func status(_ host: String) async throws -> Substring {
                try await RawClient.send(
                    "GET \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n", to: running
                ).dropFirst(9).prefix(3)
            }
            for name in ["127.0.0.1", "127.0.0.1:\(running.port)", "localhost:8181", "LOCALHOST", "[::1]:8181"] {
                #expect(try await status(name) == "200", "\(name)")
            }
            for name in ["evil.example", "localhost.evil.example:8181", "192.0.2.1", "[::2]"] {
                #expect(try await status(name) == "404", "\(name)")
            }
        }
    }
}
