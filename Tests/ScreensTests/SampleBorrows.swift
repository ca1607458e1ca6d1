import ClientCore
import Foundation
import Licensing
import Screens
import TestKit

/// Borrows as a list of them may look.
enum SampleBorrows {
    /// Six in six states, on three devices.
    static var typical: [Borrow] {
        var returned = Fixture.borrow(
            "returned", product: "MESH", license: .key(lastFour: "9012", fingerprint: "f2"), hours: 20)
        returned.releasedAt = TestClock.start.addingTimeInterval(-600)
        return [
            Fixture.borrow(
                "mine", product: "SIM-X", license: .user("ana@acme.example"), hours: 3.5,
                licenseID: 1_699_349_720_170_001),
            Fixture.borrow("key", hours: 99),
            Fixture.borrow(
                "there", product: "RENDER", license: .user("bo@acme.example"), hours: 0.46,
                hardwareID: HardwareID(rawValue: "render-node-17")),
            Fixture.borrow(
                "ended", product: "MESH", license: .key(lastFour: "R9PA", fingerprint: "f4"), hours: -5,
                hardwareID: HardwareID(rawValue: "render-node-18")),
            returned,
            Fixture.borrow(
                "unknown", product: "MESH", license: .user("bo@acme.example"), hours: 26,
                phase: .unknown(Fixture.timeout.problem)),
        ]
    }

    /// The account in use, the profiles that there are, and borrows of both: held, in doubt and over.
    static let account = Account(profile: "production", authorization: "API key …aaaa")
    static let profiles = ["production", "staging"].map { Client.Profile(name: $0, server: Fixture.server) }
    static var twoProfiles: [Borrow] {
        [("mine", "production", 20.0), ("key", "production", 99), ("theirs", "staging", 30), ("over", "staging", -5)]
            .map {
                var borrow = Fixture.borrow(
                    $0, product: $0 == "mine" ? "SIM-X" : "CAD-PRO", license: .user("\($0)@acme.example"), hours: $2)
                borrow.account = Account(
                    profile: $1, authorization: $1 == "staging" ? "API key …bbbb" : "API key …aaaa")
                return borrow
            } + [inDoubt]
    }
    private static var inDoubt: Borrow {
        var borrow = Fixture.borrow(
            "doubt", product: "MESH", license: .user("doubt@acme.example"), hours: 26,
            phase: .unknown(Fixture.timeout.problem))
        borrow.account = Account(profile: "staging", authorization: "API key …bbbb")
        return borrow
    }

    /// A license and two of its features: one borrowed, one in doubt.
    static var features: [Borrow] {
        let license = LicenseReference.key(lastFour: "5VJA", fingerprint: "f5")
        return [
            Fixture.borrow("gpu", product: "RENDER", license: license, hours: 20, feature: "GPU"),
            Fixture.borrow("license", product: "RENDER", license: license, hours: 300),
            Fixture.borrow(
                "film", product: "RENDER", license: license, hours: 40, feature: "FILM-EXPORT",
                phase: .unknown(Fixture.timeout.problem)),
        ]
    }

    /// More than any screen holds.
    static var sixty: [Borrow] {
        (0..<60).map { number in
            Fixture.borrow(
                "b\(number)", product: ["CAD-PRO", "SIM-X", "MESH", "RENDER"][number % 4],
                license: number.isMultiple(of: 3)
                    ? .user("user\(number)@acme.example")
                    : .key(lastFour: String(1000 + number), fingerprint: "f\(number)"),
                hours: Double(number) * 2.75 + 0.275,
                hardwareID: number.isMultiple(of: 5)
                    ? Fixture.host : HardwareID(rawValue: "render-\(number % 17)"))
        }
    }

    /// Names as long as they come, and as wide.
    static var longNames: [Borrow] {
        [
            Fixture.borrow(
                "a", product: "SolidWorks-Premium-Simulation-Suite-2026",
                license: .user("maximiliane.von-und-zu-hohenstein@engineering.acme-industries.example"), hours: 30,
                hardwareID: HardwareID(rawValue: "render-node-of-the-third-floor-017.build.acme.example")),
            Fixture.borrow(
                "b", product: "SolidWorks-Premium-Simulation-Suite-2027",
                license: .user("maximiliane.von-und-zu-hohenstein@engineering.acme-industries.example"), hours: 31,
                hardwareID: HardwareID(rawValue: "render-node-of-the-third-floor-018.build.acme.example")),
            Fixture.borrow("c", product: "設計ソフトウェア", license: .user("花子@例.example"), hours: 32),
            Fixture.borrow("d", product: "X", license: .key(lastFour: "0000", fingerprint: "f9"), hours: 3000),
        ]
    }

    /// What went out and came back, as it is kept for the details.
    static let exchange = Exchange(
        requestID: "1x9k",
        command: #"""
            curl 'https://api.example.test/api/v4/floating/borrow' \
              --header "Date: $DATE" \
              --header "Authorization: algorithm=\"hmac-sha256\",headers=\"date\",signature=\"$SIGNATURE\",apikey=\"$BERTH_API_KEY\"" \
              --header 'Accept: application/json' \
              --header 'Content-Type: application/json' \
              --data '{
              "borrowed_until" : null,
              "hardware_id" : "3eb1bd439947eb762998e566ccc2e099c791118b2f40579cc4f7da2b5061b7f9",
              "license_key" : "'"$BERTH_LICENSE_KEY"'",
              "product" : "CAD-PRO"
            }'
            """#,
        reply: Exchange.Reply(
            status: 400, contentType: "application/json",
            body:
                #"{"status":400,"code":"floating_not_available","message":"No available slots for floating license","key":"‹redacted›"}"#,
            size: 131))

    /// What a demo may offer to try.
    static let guide = [
        App.GuideRow(
            title: "works", text: "A key borrow to the maximum: two presses of Enter.", product: "CAD-PRO",
            licenseKey: "CADP-7Q2M-K4XN-9F3T"),
        App.GuideRow(
            title: "works", text: "A user with a password.", product: "SIM-X", userName: "ana@acme.example",
            password: "tulip-9-harbour"),
        App.GuideRow(
            title: "floating_not_available",
            text: "Every seat of this license is taken by devices of others, so that the server has none to give.",
            product: "MESH", licenseKey: "MESH-FULL-0000-0001"),
        App.GuideRow(
            title: "device_not_found", text: "Activate the device first.", product: "RENDER",
            licenseKey: "REND-0000-0000-0001", hardwareID: "render-node-17"),
        App.GuideRow(
            title: "borrow_until_not_valid", text: "An end past the longest borrow.", product: "CAD-PRO",
            licenseKey: "CADP-7Q2M-K4XN-9F3T", end: "+400d"),
    ]
}
