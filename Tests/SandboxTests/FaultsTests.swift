internal import Foundation
internal import LicenseAPI
internal import NIOHTTP1
@testable internal import Sandbox
internal import Testing
internal import TestKit

@Suite("Faults", .heavy)
struct FaultsTests {
    private static let path = "/api/v4/floating/borrow"

    @Test("A fault is used up by as many calls as it was made for, each path on its own, rules in their order")
    func counting() {
        var faults = Faults(.internalError, on: "/a", times: 2) + Faults(on: "/a") + Faults(.closeAfterEffect, on: "/a")
        #expect(faults.take(path: "/b") == [])
        #expect(faults.take(path: "/a") == [.internalError])
        #expect(faults.take(path: "/a") == [.internalError])
        #expect(faults.take(path: "/a") == [])
        #expect(faults.take(path: "/a") == [.closeAfterEffect])
        #expect(faults.take(path: "/a") == [])
        var always = Faults(.internalError, on: "/a", times: nil)
        for _ in 0..<3 { #expect(always.take(path: "/a") == [.internalError]) }
    }

    @Test(
        "A connection that breaks takes effect or not, as told",
        arguments: [
            (Faults.Fault.closeBeforeEffect, false), (.closeAfterEffect, true), (.truncatedBody, true),
        ])
    func broken(_ fault: Faults.Fault, _ takesEffect: Bool) async throws {
        try await withSandbox(faults: Faults(fault, on: Self.path)) { caller, _ async throws in
            await #expect(throws: (any Error).self) { try await caller.borrow("mine") }
            #expect(try await caller.seats().keys.contains("mine") == takesEffect)
            #expect(try await caller.borrow("mine").status == 200, "the fault is used up")
        }
    }

    @Test(
        "A call that hangs takes effect or not, as told",
        arguments: [(Faults.Fault.hangBeforeEffect, false), (.hangAfterEffect, true)])
    func hanging(_ fault: Faults.Fault, _ takesEffect: Bool) async throws {
        try await withSandbox(faults: Faults(fault, on: Self.path)) { caller, running async throws in
            let call = Task { try await caller.borrow("mine") }
            try await waitUntil("the fault is met") { await running.faults == Faults(fault, on: Self.path, times: 0) }
            if takesEffect { try await waitUntil("the effect") { try await !caller.seats().isEmpty } }
            call.cancel()
            await #expect(throws: (any Error).self) { try await call.value }
            #expect(try await caller.seats().keys.contains("mine") == takesEffect)
            #expect(try await caller.borrow("mine").status == 200, "the fault is used up")
        }
    }

    @Test("Responses of a proxy and of a busy server say so, and have no effect")
    func refusals() async throws {
        let faults =
            Faults(.htmlResponse(status: 502), on: Self.path) + Faults(.internalError, on: Self.path)
            + Faults(.tooManyRequests(retryAfter: 30), on: Self.path)
        try await withSandbox(faults: faults) { caller, _ async throws in
            let page = try await caller.borrow("mine")
            #expect(page.status == 502)
            #expect(page.headers.first(name: "Content-Type") == "text/html")
            #expect(page.text.hasPrefix("<!DOCTYPE html>"))
            let failure = try await caller.borrow("mine")
            #expect(failure.status == 500)
            #expect(failure.code == "internal_error")
            let busy = try await caller.borrow("mine")
            #expect(busy.status == 429)
            #expect(busy.headers.first(name: "Retry-After") == "30")
            #expect(try await caller.seats().isEmpty)
        }
    }

    @Test("A signature can be left out or wrong")
    func signatures() async throws {
        let faults = Faults(.missingSignature, on: Self.path) + Faults(.wrongSignature, on: Self.path)
        try await withSandbox(faults: faults) { caller, _ async throws in
            #expect(try await caller.borrow("mine").signature == nil)
            let wrong = try await caller.borrow("mine")
            #expect(wrong.signature != nil)
            #expect(try TestKey.verifies(wrong) == false)
            #expect(try TestKey.verifies(try await caller.borrow("mine")))
        }
    }

    @Test("A date can be skewed and a body too large")
    func distorted() async throws {
        let clock = TestClock()
        let faults = Faults(.skewedDate(seconds: 3600), .oversizedBody(bytes: 2_000_000), on: Self.path)
        try await withSandbox(clock: clock, faults: faults) { caller, _ async throws in
            let response = try await caller.borrow("mine")
            #expect(response.headers["Date"] == [DateHeader.format(clock.now + 3600)])
            #expect(response.body.count == 2_000_000)
        }
    }

    @Test("Faults can be exchanged while the sandbox runs")
    func exchange() async throws {
        let faults = Faults(.internalError, on: Self.path, times: nil)
        try await withSandbox(faults: faults) { caller, running async throws in
            #expect(try await caller.borrow("mine").status == 500)
            await running.replaceFaults(Faults(.latency(seconds: 0.001), on: Self.path))
            #expect(try await caller.borrow("mine").status == 200)
        }
    }
}
