import Licensing
import TestKit
import Testing

@Suite("What tells borrows apart that are called the same")
struct NamesakesTests {
    private func borrow(_ number: Int64?, bundle: String? = nil, license: LicenseReference = .user("ana@x.example"))
        -> Borrow
    {
        var borrow = Fixture.borrow("1", license: license, licenseID: 0)
        (borrow.grant, borrow.subject.licenseID, borrow.subject.bundleCode) = (nil, number, bundle)
        return borrow
    }

    @Test("the license's number, as much of it as it takes, or the bundle; nothing where there is no other")
    func marks() {
        #expect([borrow(12)].marks == [nil])
        #expect([borrow(12), borrow(12)].marks == [nil, nil])
        #expect([borrow(12), borrow(13), borrow(nil)].marks == ["…12", "…13", "any"])
        #expect([borrow(156_389), borrow(166_389)].marks == ["…56389", "…66389"])
        #expect([borrow(1, bundle: "SUITE"), borrow(1)].marks == ["SUITE", "no bundle"])
        #expect(
            [borrow(12), borrow(13, license: .user("bo@x.example"))].marks == [nil, nil], "they are called otherwise")
    }

    @Test("a key opens one license, whether or not its number is known")
    func keys() {
        let key = Fixture.keyReference
        #expect([borrow(12, license: key), borrow(nil, license: key)].marks == [nil, nil])
        #expect([borrow(12, license: key), borrow(13, license: key)].marks == ["…12", "…13"])
    }
}
