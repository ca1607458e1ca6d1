import Licensing
import TestKit
import Testing

@Suite("Which user an address means")
struct UserIdentityTests {
    private func borrow(_ id: String, of user: String) -> Borrow {
        Fixture.borrow(id, license: .user(user))
    }

    @Test("letter case tells no users apart")
    func same() {
        #expect(UserIdentity.areSame("Ana@ACME.example", "ana@acme.example"))
        #expect(!UserIdentity.areSame("ana@acme.example", "anna@acme.example"))
        #expect(LicenseReference.user("Ana@x.example").isSame(as: .user("ana@x.example")))
        #expect(!LicenseReference.user("ana").isSame(as: .customerAccount("ana")))
        #expect(!LicenseReference.customerAccount("ACME").isSame(as: .customerAccount("acme")))
    }

    @Test("borrows of one user share a seat, and keep a deactivation away, however the address is written")
    func shared() {
        let (one, other) = (borrow("1", of: "ana@acme.example"), borrow("2", of: "Ana@Acme.Example"))
        #expect(LedgerRules.mayShareSeat(one, with: other) && one.subject.identity == other.subject.identity)
        #expect(LedgerRules.mayShareActivation(one, with: other))
        #expect(!LedgerRules.mayShareSeat(one, with: borrow("3", of: "bo@acme.example")))
        #expect(other.subject.license.label == "Ana@Acme.Example", "it is shown as it was typed")
    }
}
