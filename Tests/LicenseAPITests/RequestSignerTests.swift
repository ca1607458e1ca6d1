import LicenseAPI
import Licensing
import Testing

@Suite("Signing a request")
struct RequestSignerTests {
    let signer = RequestSigner(
        apiKey: Secret("aaaaaaaa-1111-4111-8111-111111111111"),
        sharedKey: Secret("kw4qSnpSwXzgiv5yxYpZZmFEd9QAeiKTQ6OuyMja"))
    let date = "Tue, 07 Jun 2011 20:51:35 GMT"

    @Test("The published vector comes out")
    func publishedVector() {
        #expect(signer.signature(dateHeader: date) == "UDysfR6MndUZReo07Y9r+vErn8vSxrnQ5ulit18iJ/Q=")
    }

    @Test("The published wrong signatures do not come out")
    func wrongVectors() {
        let signature = signer.signature(dateHeader: date)
        #expect(signature != "klTwb9t6gh5JzO1hH3O5pGUg0iL9yhWJFd5X24C6oFM=", "a trailing line feed")
        #expect(signature != "bBUg5NUAFIV+eZBR/wR/wAWt0s3nNvahY3sw6tuUs+s=", "no date: before the date")
    }

    @Test("The trailing line feed is what makes the first wrong signature")
    func trailingLineFeed() {
        #expect(signer.signature(dateHeader: date + "\n") == "klTwb9t6gh5JzO1hH3O5pGUg0iL9yhWJFd5X24C6oFM=")
    }

    @Test("The header has the comma-only form, without a scheme word")
    func header() {
        let expected =
            #"algorithm="hmac-sha256",headers="date","#
            + #"signature="UDysfR6MndUZReo07Y9r+vErn8vSxrnQ5ulit18iJ/Q=","#
            + #"apikey="aaaaaaaa-1111-4111-8111-111111111111""#
        #expect(signer.authorization(dateHeader: date) == expected)
    }

    @Test("The keys do not show in a description")
    func redacted() {
        #expect(!String(reflecting: signer).contains("kw4q"))
        #expect(!"\(signer)".contains("aaaaaaaa"))
    }
}
