import Foundation
import Licensing
import Testing

@testable import LicenseAPI

@Suite("Requests on the wire")
struct RequestFieldsTests {
    private func json(_ fields: RequestFields) throws -> String {
        String(decoding: try fields.json(), as: UTF8.self)
    }

    @Test("A borrow for as long as possible really says null")
    func borrowMaximum() throws {
        let expected =
            #"{"borrowed_until":null,"hardware_id":"hw-0001","license_key":"AAAA-BBBB-CCCC-DDDD","product":"PROD1"}"#
        #expect(try json(.borrow(Fixture.borrow)) == expected)
    }

    @Test("A user's borrow of one license until an instant names all of them")
    func borrowUser() throws {
        let expected =
            #"{"borrowed_until":"2031-05-06T00:00:00Z","hardware_id":"hw-0001","license_id":1699349720166389,"#
            + #""password":"s3cret-w0rd","product":"PROD1","username":"user@example.com"}"#
        #expect(try json(.borrow(Fixture.userBorrow)) == expected)
    }

    @Test("An end with a fraction of a second is sent without it")
    func fraction() throws {
        var request = Fixture.borrow
        request.end = .at(Fixture.instant + 0.9)
        #expect(try json(.borrow(request)).contains(#""borrowed_until":"2031-05-06T00:00:00Z""#))
    }

    @Test("Single sign-on sends a code or an id_token, each with the customer account")
    func singleSignOn() throws {
        var request = Fixture.borrow
        request.credentials = .singleSignOn(.init(proof: .code(Secret("c0de")), customerAccountCode: "acme"))
        #expect(
            try json(.borrow(request))
                == #"{"borrowed_until":null,"code":"c0de","customer_account_code":"acme","#
                + #""hardware_id":"hw-0001","product":"PROD1"}"#)
        request.credentials = .singleSignOn(.init(proof: .idToken(Secret("t0ken")), customerAccountCode: "acme"))
        #expect(
            try json(.borrow(request))
                == #"{"borrowed_until":null,"customer_account_code":"acme","#
                + #""hardware_id":"hw-0001","id_token":"t0ken","product":"PROD1"}"#)
    }

    @Test("A bundle and the address of a sign-in page are sent where they are known")
    func optional() throws {
        var request = Fixture.borrow
        request.bundleCode = "SUITE"
        request.credentials = .singleSignOn(
            .init(proof: .code(Secret("c0de")), customerAccountCode: "acme", redirectURI: "https://here.example"))
        let members = #""bundle_code":"SUITE","code":"c0de","customer_account_code":"acme","#
        #expect(
            try json(.borrow(request))
                == #"{"borrowed_until":null,\#(members)"hardware_id":"hw-0001","product":"PROD1","#
                + #""redirect_uri":"https://here.example"}"#)
        var target = Fixture.target
        target.bundleCode = "SUITE"
        #expect(try json(RequestFields(target)).hasPrefix(#"{"bundle_code":"SUITE","#))
    }

    @Test("A release names the license and sends no password")
    func release() throws {
        #expect(
            try json(RequestFields(Fixture.target))
                == #"{"hardware_id":"hw-0001","license_key":"AAAA-BBBB-CCCC-DDDD","product":"PROD1"}"#)
        #expect(
            try json(RequestFields(Fixture.userTarget))
                == #"{"hardware_id":"hw-0001","product":"PROD1","username":"ana+test@example.com"}"#)
    }

    @Test("An activation introduces the program and the host, and claims nothing that is not known")
    func activate() throws {
        let request = ActivationRequest(
            product: "PROD1", hardwareID: Fixture.hardwareID, credentials: .licenseKey(Fixture.key), licenseID: 7)
        let client = ClientIdentity(version: "1.2.3", hostname: "host-a")
        #expect(
            try json(.activate(request, client: client))
                == #"{"app_ver":"1.2.3","hardware_id":"hw-0001","hostname":"host-a","license_id":7,"#
                + #""license_key":"AAAA-BBBB-CCCC-DDDD","os_ver":"Linux","product":"PROD1","sdk_ver":"Berth 1.2.3"}"#)
        let full = try json(.activate(request, client: Fixture.client))
        for member in [
            #""ip":"192.0.2.7""#, #""mac_address":"02:00:00:00:00:01""#, #""is_vm":false"#, #""vm_info":null"#,
        ] {
            #expect(full.contains(member))
        }
    }

    @Test("Features are named beside the license")
    func features() throws {
        var (request, target) = (Fixture.borrow, Fixture.target)
        (request.feature, target.feature) = ("FEAT1", "FEAT1")
        #expect(
            try json(.borrow(request))
                == #"{"borrowed_until":null,"feature":"FEAT1","hardware_id":"hw-0001","#
                + #""license_key":"AAAA-BBBB-CCCC-DDDD","product":"PROD1"}"#)
        #expect(
            RequestFields(target).urlEncoded
                == "feature=FEAT1&hardware_id=hw-0001&license_key=AAAA-BBBB-CCCC-DDDD&product=PROD1")
    }

    @Test("A check and a description of a product say what they can do without, as the vendor's clients do")
    func exclusions() {
        #expect(RequestFields.check(Fixture.target).urlEncoded.contains("include_expired_features=false"))
        #expect(
            RequestFields.productDetails("P").urlEncoded
                == "include_custom_fields=false&include_latest_version=false&product=P")
    }

    @Test("A change of password sends both")
    func changePassword() throws {
        let fields = RequestFields.changePassword(username: "user@example.com", from: Secret("old"), to: Secret("new"))
        #expect(try json(fields) == #"{"new_password":"new","password":"old","username":"user@example.com"}"#)
    }

    @Test("A query encodes what would mean something else, the plus sign included")
    func query() {
        #expect(
            RequestFields(Fixture.userTarget).urlEncoded
                == "hardware_id=hw-0001&product=PROD1&username=ana%2Btest@example.com")
        let fields = RequestFields.userLicenses(
            product: "A&B", credentials: .user(name: "ü", password: Secret("a=b&c #+%")))
        #expect(fields.urlEncoded == "password=a%3Db%26c%20%23%2B%25&product=A%26B&username=%C3%BC")
    }

    @Test("What was asked can be told without secrets")
    func withoutSecrets() throws {
        let text = try json(RequestFields.borrow(Fixture.userBorrow).withoutSecrets)
        #expect(
            text == #"{"borrowed_until":"2031-05-06T00:00:00Z","hardware_id":"hw-0001","#
                + #""license_id":1699349720166389,"product":"PROD1","username":"user@example.com"}"#)
        for proof in [SingleSignOn.Proof.code(Secret("x")), .idToken(Secret("x"))] {
            var request = Fixture.borrow
            request.credentials = .singleSignOn(.init(proof: proof, customerAccountCode: "acme"))
            let fields = RequestFields.borrow(request).withoutSecrets
            #expect(Set(fields.values.keys) == ["borrowed_until", "customer_account_code", "hardware_id", "product"])
        }
        #expect(RequestFields.borrow(Fixture.borrow).withoutSecrets.values["license_key"] == nil)
    }

    @Test("Secrets do not show in a description of a request")
    func redacted() {
        #expect(!String(reflecting: RequestFields.borrow(Fixture.userBorrow)).contains("s3cret"))
    }
}
