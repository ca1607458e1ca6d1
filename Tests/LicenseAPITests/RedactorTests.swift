import Foundation
import LicenseAPI
import Licensing
import Testing

@Suite("Secrets in what a server says")
struct RedactorTests {
    let mark = Redactor.mark

    private func redacted(_ text: String, _ secrets: String...) -> String {
        Redactor(secrets.map(Secret.init)).redacted(text)
    }

    static let forms: [String] = [
        "AAAA-BbBB-CC/C-DD\"D", "aaaa-bbbb-cc/c-dd\"d", "AAAABbBBCC/CDD\"D", "AAAA%2DBbBB-CC%2fC-DD%22D",
        #"AAAA-BbBB-CC\/C-DD\"D"#, #"AAAA\u002DBbBB-CC\u002fC-DD\u0022D"#, #"\u0041AAA-BbBB-CC/C-DD"D"#,
        "%41%41%41%41%2D%42%62%42%42%2D%43%43%2F%43%2D%44%44%22%44", #"aaaa\u002dBBBB-cc\/c-dd%22d"#,
    ]

    @Test("A secret is found as it is, in other case, without dashes, percent-encoded and escaped", arguments: forms)
    func everyForm(form: String) {
        let secret = "AAAA-BbBB-CC/C-DD\"D"
        for text in [form, "you sent \(form).", "[\(form)\(form)]", "é\(form)é"] {
            let found = redacted(text, secret)
            #expect(found.contains(mark))
            #expect(found.count < text.count - form.count + 2 * mark.count + 1)
            #expect(!found.lowercased().contains("bbbb"))
        }
        #expect(redacted("you sent \(form).", secret) == "you sent \(mark).")
    }

    @Test("A secret is found in Base64, wherever it stands in what was encoded", arguments: 0..<7)
    func base64(offset: Int) {
        let secret = "s3cret-w0rd?>~"
        let encoded = Data((String(repeating: "u", count: offset) + secret + "tail").utf8).base64EncodedString()
        let web = encoded.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
        for text in [encoded, web] {
            #expect(redacted("Basic \(text)", secret).contains(mark))
            let left = redacted(text, secret).replacingOccurrences(of: mark, with: "")
            #expect(left.count <= text.count - secret.utf8.count)
        }
    }

    @Test(
        "A key is found with blanks, underscores or nothing for its dashes",
        arguments: [
            "AAAA BBBB CCCC DDDD", "aaaa_bbbb_cccc_dddd", "AAAABBBBCCCCDDDD", "AAAA BBBB_CCCCDDDD",
            "AAAA%20BBBB%20CCCC%20DDDD", #"AAAA\u0020BBBB\u005fCCCC\u0009DDDD"#, "AAAA\u{a0}BBBB\tCCCC\nDDDD",
        ])
    func separators(form: String) {
        #expect(redacted("you sent \(form), …", "AAAA-BBBB-CCCC-DDDD") == "you sent \(mark), …")
    }

    @Test("What a secret has beside a dash counts as itself")
    func besideDashes() {
        for secret in ["abc-_def", "abc_-def", "abc- def", "abc--def"] {
            for form in [secret, secret.replacingOccurrences(of: "-", with: "")] {
                #expect(redacted("<\(form)>", secret) == "<\(mark)>", "\(form) of \(secret)")
            }
        }
        #expect(redacted("a b_c", "a-bc") == "a b_c", "three letters are in any text")
        #expect(redacted("AAAA  BBBB", "AAAABBBB") == "AAAA  BBBB")
    }

    @Test("A secret is found as the hex of its bytes, in capitals, too")
    func hexadecimal() {
        let hex = "414141412d42c3b642422d"
        for form in [hex, hex.uppercased()] {
            #expect(redacted("dump 00\(form)00", "AAAA-BöBB-") == "dump 00\(mark)00")
        }
    }

    @Test("The beginning of a secret at which a text breaks off is found, from eight characters on")
    func cut() {
        let secret = "AAAA-BBBB-CCCC-DDDD"
        for end in ["", "…", "..."] {
            for form in [
                "aaaa-bbb", "AAAA-BBBB-", "AAAA BBBB C", "AAAABBBBCCCC", "AAAA%2DBBBB", "QUFBQS1CQkJC",
                "FBQUEtQkJCQi1", "414141412d424242", "414141412D424242422D43",
            ] {
                #expect(redacted("you sent \(form)\(end)", secret) == "you sent \(mark)\(end)", "\(form)")
            }
            for form in ["AAAA-BB", "AAAA-BBBB!", "QUFBQS1C", "414141412d42", "414141412d424242!"] {
                #expect(redacted("you sent \(form)\(end)", secret) == "you sent \(form)\(end)", "\(form)")
            }
        }
        #expect(redacted("AAAA-BBBB and more", secret) == "AAAA-BBBB and more")
    }

    @Test("A secret beyond ASCII is found in other case and in every escape")
    func beyondASCII() {
        let secret = "Pässwörd-😀x"
        for form in [secret, "pÄSSWÖRD-😀X", "P%C3%A4ssw%c3%b6rd-%F0%9F%98%80x", #"P\u00e4ssw\u00F6rd-\ud83d\uDE00x"#] {
            #expect(redacted("<\(form)>", secret) == "<\(mark)>")
        }
    }

    @Test("A secret that looks like an escape is found, too")
    func escapes() {
        for secret in ["a%41b%25", #"c:\new\u0041"#, #"back\\slash"#] {
            #expect(redacted("<\(secret)>", secret) == "<\(mark)>")
        }
        #expect(redacted("<a%2541b%2525>", "a%41b%25") == "<\(mark)>")
    }

    @Test("A short secret is found as a word of its own, and not within others")
    func short() {
        #expect(redacted("No pa was given; path 'pa'", "pa") == "No \(mark) was given; path '\(mark)'")
        #expect(redacted("PA pa_x xpa pa1", "pa") == "PA pa_x xpa pa1")
        #expect(redacted("anything", "") == "anything")
    }

    @Test("What holds no secret is left as it is, line ends included")
    func untouched() {
        let text = "No seat\r\nleft: 100 % \\u12 %zz \\"
        #expect(redacted(text, "AAAA-BBBB-CCCC-DDDD", "s3cret") == text)
    }

    @Test("The longer of two secrets is blotted out whole")
    func nested() {
        #expect(redacted("<secret-and-more>", "secret", "secret-and-more") == "<\(mark)>")
    }

    @Test("Members that are secret by name are blotted out, and nothing else is changed")
    func members() {
        let json =
            "{\"id\" : 5,\r\n\"license_key\": \"AAAA-\\\"BBBB\", \"password\" :\"x\", \"code\":\"F\", \"a\":[\"license_key\",\"b\"]}"
        let expected =
            "{\"id\" : 5,\r\n\"license_key\": \"\(mark)\", \"password\" :\"\(mark)\", \"code\":\"F\", \"a\":[\"license_key\",\"b\"]}"
        #expect(Redactor([Secret]()).redacted(json: Data(json.utf8)) == Data(expected.utf8))
    }

    @Test("A body without a secret is the same bytes")
    func bytes() {
        let body = Data("{\"a\": 1,\r\n \"b\": \"\u{fc}\"}\r\n".utf8)
        #expect(Redactor([Secret("s3cret-w0rd")]).redacted(json: body) == body)
    }

    @Test("A long text is gone through in one pass")
    func long() {
        let text = String(repeating: "AAAA-BBB ", count: 20_000) + "AAAA-BBBB-CCCC-DDDD"
        #expect(redacted(text, "AAAA-BBBB-CCCC-DDDD").hasSuffix(" \(mark)"))
    }
}
