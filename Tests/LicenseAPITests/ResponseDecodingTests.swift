import Foundation
import Licensing
import Testing

@testable import LicenseAPI

@Suite("Responses on the wire")
struct ResponseDecodingTests {
    private func decode<Wire: Decodable>(_ type: Wire.Type, _ json: String) throws -> Wire {
        try JSONDecoder().decode(type, from: Data(json.utf8))
    }

    @Test("The documented borrow response, with 64-bit ids")
    func borrow() throws {
        #expect(try decode(BorrowResponse.self, Fixture.borrowResponse).grant == Fixture.grant)
    }

    @Test("A time without a fraction, and members that nobody knows yet")
    func borrowVariant() throws {
        let json = """
            {"borrowed_until":"2031-05-06T00:00:00Z","max_borrow_time":168,"device_id":1699349796909409,
             "license_id":1699349720166389,"new_member":{"deep":[1,2]}}
            """
        #expect(try decode(BorrowResponse.self, json).grant == Fixture.grant)
    }

    @Test(
        "A borrow response that lacks a member or has an unreadable time is refused",
        arguments: [
            #"{"max_borrow_time":168,"device_id":1,"license_id":1}"#,
            #"{"borrowed_until":null,"max_borrow_time":168,"device_id":1,"license_id":1}"#,
            #"{"borrowed_until":"soon","max_borrow_time":168,"device_id":1,"license_id":1}"#,
            #"{"borrowed_until":"2031-05-06T00:00:00Z","max_borrow_time":168,"device_id":"1","license_id":1}"#,
            "[]", "null",
        ])
    func badBorrow(json: String) {
        #expect(throws: DecodingError.self) { try decode(BorrowResponse.self, json) }
    }

    @Test(
        "Numbers that cannot be do not fit, and are named",
        arguments: [
            ("max_borrow_time", "null"), ("max_borrow_time", "1.5"), ("max_borrow_time", "-5"), ("license_id", "-1"),
            ("license_id", "0"), ("license_id", "1e300"), ("device_id", "0"), ("device_id", "null"),
        ])
    func impossible(member: String, number: String) throws {
        var members = ["max_borrow_time": "168", "device_id": "7", "license_id": "8"]
        members[member] = number
        let json = members.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
        let response = try decode(BorrowResponse.self, #"{"borrowed_until":"2031-05-06T00:00:00Z",\#(json)}"#)
        let mismatch = #expect(throws: ResponseMismatch.self) { try response.grant }
        #expect(mismatch?.message.hasPrefix("\(member) is ") == true)
    }

    @Test("A time in UTC may say so by an offset of nothing")
    func offset() throws {
        let json = #"{"borrowed_until":"2031-05-06T00:00:00+00:00","max_borrow_time":168,"device_id":1,"license_id":2}"#
        #expect(try decode(BorrowResponse.self, json).grant.end == Fixture.instant)
    }

    @Test("The documented license")
    func license() throws {
        let license = try decode(LicenseResponse.self, Self.license).license
        #expect(
            license
                == License(
                    id: 1_699_349_720_166_389, type: "perpetual", keyLastFour: "DDDD", isFloatingCloud: true,
                    canBorrow: true,
                    maxBorrowHours: 168, seats: Seats(total: 2, inUse: 1), floatingTimeoutMinutes: 120,
                    isBorrowed: false, deviceID: 1_699_349_796_909_409))
    }

    @Test("A borrowed license of a user, with times of both kinds")
    func userLicense() throws {
        let json = """
            {"id":5,"user":{"email":"ana@example.com","first_name":"Ana"},"is_expired":true,"license_enabled":false,
             "license_active":false,"is_floating_cloud":false,"can_borrow":false,"max_borrow_time":null,
             "validity_period":"2031-05-06T00:00:00Z","borrowed_until":"2031-05-06T00:00:00.000Z","floating_users":null}
            """
        let license = try decode(LicenseResponse.self, json).license
        #expect(
            license
                == License(
                    id: 5, user: "ana@example.com", isEnabled: false, isActive: false, isExpired: true,
                    isFloatingCloud: false, canBorrow: false, validUntil: Fixture.instant,
                    borrowedUntil: Fixture.instant))
    }

    @Test("A limit of zero hours means that borrowing is not allowed")
    func zeroLimit() throws {
        let json = #"{"id":5,"can_borrow":true,"max_borrow_time":0}"#
        #expect(try decode(LicenseResponse.self, json).license.canBorrow == false)
    }

    @Test("The features of a license are those that can be read, and the rest spoils nothing")
    func features() throws {
        let json = """
            {"id":5,"license_type":"subscription","product_features":[
             {"id":1,"code":"GPU","name":"GPU","feature_type":"activation","is_floating_cloud":true,"floating_users":3,
              "floating_in_use_devices":1,"max_borrow_time":24,"expiry_date":"2031-05-06T00:00:00Z"},
             {"id":2,"code":7},"?",{"id":3,"code":"EXPORT","name":"Export","license_id":6}]}
            """
        let license = try decode(LicenseResponse.self, json).license
        #expect(license.type == "subscription")
        #expect(
            license.features == [
                LicenseFeature(
                    id: 1, code: "GPU", name: "GPU", type: "activation", isFloatingCloud: true, seatsInTotal: 3,
                    seatsInUse: 1, maxBorrowHours: 24, validUntil: Fixture.instant, licenseID: 5),
                LicenseFeature(id: 3, code: "EXPORT", name: "Export", isFloatingCloud: false, licenseID: 6),
            ])
        #expect(license.features.map(\.seats) == [Seats(total: 3, inUse: 1), nil])
        #expect(try decode(LicenseResponse.self, #"{"id":5,"product_features":{"a":1}}"#).license.features.isEmpty)
        #expect(Seats(total: 2, inUse: 3).free == 0)
    }

    @Test(
        "A number that cannot be is told, and nothing is counted with it",
        arguments: ["floating_users", "floating_in_use_devices", "floating_timeout", "max_borrow_time"],
        [Int64.min, -1, 1 << 40, .max])
    func hostileNumbers(name: String, number: Int64) throws {
        var numbers: [String: Int64] = ["floating_users": 3, "floating_in_use_devices": 1]
        numbers[name] = number
        let members = numbers.map { "\"\($0)\":\($1)" }.joined(separator: ",")
        let license = try decode(LicenseResponse.self, "{\"id\":5,\(members)}")
        let mismatch = #expect(throws: ResponseMismatch.self) { try license.license }
        #expect(mismatch?.message == "\(name) is \(number), which cannot be.")
        guard name != "floating_timeout" else { return }
        let text = "{\"id\":1,\"code\":\"GPU\",\"name\":\"GPU\",\(members)}"
        let feature = try decode(FeatureResponse.self, text)
        #expect(throws: ResponseMismatch.self) { try feature.feature }
        // The license does not fall with it.
        let whole = try decode(LicenseResponse.self, "{\"id\":5,\"product_features\":[\(text)]}")
        #expect(try whole.license.features.isEmpty)
    }

    @Test("Seats are counted whatever the numbers are")
    func anySeats() {
        #expect(Seats(total: .min, inUse: .max).free == 0)
        #expect(Seats(total: .max, inUse: .min).free == .max)
    }

    @Test("A user of an unknown shape does not spoil the license")
    func oddUser() throws {
        #expect(try decode(LicenseResponse.self, #"{"id":5,"user":"ana"}"#).license.user == nil)
        #expect(try decode(LicenseResponse.self, #"{"id":5,"user":{"email":3}}"#).license.user == nil)
    }

    @Test("Elements of user_licenses, wrapped and bare")
    func userLicenses() throws {
        let json = """
            [{"license": {"id": 10003, "order_store_id": "order-3", "license_active": true, "license_enabled": true,
              "license_type": "perpetual", "is_trial": false, "max_license_users": 1, "validity_period": null,
              "max_activations": 1, "times_activated": 1, "is_floating_cloud": false, "is_floating": false,
              "floating_timeout": 120, "can_borrow": false, "max_borrow_time": 0, "custom_fields": [],
              "product_features": []}}, {"id": 10004, "license_active": true}]
            """
        let licenses = try decode([UserLicensesElement].self, json).map { try $0.content.license }
        #expect(licenses.map(\.id) == [10003, 10004])
        #expect(licenses.first?.isFloatingCloud == false)
    }

    @Test(
        "Both spellings of the authorization method, and words that nobody knows",
        arguments: [
            ("license-key", Product.SignIn.licenseKey), ("license_key", .licenseKey), ("user", .user), ("dongle", nil),
        ] as [(String, Product.SignIn?)])
    func product(method: String, signIn: Product.SignIn?) throws {
        let json = """
            {"product_id": 1683881296184003, "product_name": "Product", "short_code": "PROD1",
             "authorization_method": "\(method)", "allow_trial": false, "trial_days": 0, "floating_timeout": 120,
             "prevent_vm": false, "metadata": {}}
            """
        let product = try decode(ProductDetailsResponse.self, json).product
        #expect(product == Product(code: "PROD1", name: "Product", signIn: signIn, floatingTimeoutMinutes: 120))
    }

    @Test("The documented feature, and the presumed response to its borrow")
    func feature() throws {
        let json = """
            {"id": 5, "code": "FEAT1", "name": "Feature one", "feature_type": "activation", "expiry_date": null,
             "is_floating": false, "is_floating_cloud": true, "floating_in_use_devices": 1, "max_consumption": 0,
             "consumption_period": null, "metadata": {}, "license_id": 1699349720166389}
            """
        #expect(
            try decode(FeatureResponse.self, json).feature
                == LicenseFeature(
                    id: 5, code: "FEAT1", name: "Feature one", type: "activation", isFloatingCloud: true, seatsInUse: 1,
                    licenseID: 1_699_349_720_166_389))
        let full = #"{"borrowed_until":"2031-05-06T00:00:00.000Z","max_borrow_time":168,"device_id":1,"license_id":1}"#
        #expect(
            try decode(FeatureBorrowResponse.self, full).grant
                == BorrowGrant(end: Fixture.instant, maxBorrowHours: 168, deviceID: 1, licenseID: 1))
        let bare = #"{"borrowed_until":"2031-05-06T00:00:00Z"}"#
        #expect(try decode(FeatureBorrowResponse.self, bare).grant == BorrowGrant(end: Fixture.instant))
    }

    @Test("The documented error and the documented token responses")
    func others() throws {
        let error = try decode(ErrorResponse.self, Fixture.refusal)
        #expect(error.code == "floating_not_available")
        #expect(error.message == "No available slots")
        let token = try decode(
            TokenResponse.self,
            """
            {"access_token": "TOKEN", "expires_in": 480, "refresh_expires_in": 0, "token_type": "Bearer",
             "not-before-policy": 0, "scope": "profile email"}
            """)
        #expect(token.accessToken == "TOKEN")
        #expect(token.expiresIn == 480)
    }

    private static let license = """
        {"id": 1699349720166389, "order_store_id": "c40cd038", "license_active": true, "license_enabled": true,
         "license_type": "perpetual", "license_key": "AAAA-BBBB-CCCC-DDDD", "is_trial": false, "trial_days": 0,
         "validity_period": null, "start_date": null, "enable_maintenance_period": false, "maintenance_period": null,
         "allow_grace_period": false, "grace_period": 0, "max_activations": 5, "allow_unlimited_activations": false,
         "times_activated": 1, "transfer_count": 0, "max_transfers": 0, "max_license_users": 1,
         "is_floating_cloud": true, "is_floating": false, "floating_users": 2, "floating_in_use_devices": 1,
         "floating_timeout": 120, "can_borrow": true, "max_borrow_time": 168, "is_borrowed": false,
         "borrowed_until": null, "device_id": 1699349796909409, "is_expired": false, "prevent_vm": false,
         "allow_overages": false, "max_overages": 0, "max_consumptions": 0, "total_consumptions": 0,
         "custom_fields": [], "product_features": [], "metadata": {},
         "customer": {"email": "", "first_name": "", "last_name": "", "company_name": "", "customer_account": null},
         "product_details": {"product_id": 1683881296184003, "product_name": "Product", "short_code": "PROD1",
                             "authorization_method": "license-key", "metadata": {}},
         "license_signature": "BASE64"}
        """
}
