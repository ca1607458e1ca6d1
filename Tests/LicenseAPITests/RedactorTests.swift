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

    /// What is written down of a password with what every escape is about in it.
    private static let awkward = #"Ab"cd\efgh"ijkl"#

    @Test(
        "A secret is found however often it is escaped, and in whatever way",
        arguments: [
            awkward, awkward.json, awkward.json.json, awkward.json.json.json.json, awkward.percent,
            awkward.percent.percent, awkward.percent.percent.percent, awkward.json.percent.json, awkward.numbers,
            awkward.html, awkward.html.percent.html, awkward.html.json, awkward.percent.html.json,
            awkward.map { "%\(String($0.asciiValue ?? 0, radix: 16))" }.joined().percent,
            awkward.map { "\\x\(String($0.asciiValue ?? 0, radix: 16))" }.joined().json,
            awkward.utf16.map { "\\u00\(String($0, radix: 16))" }.joined().json,
            awkward.map(String.init).joined(separator: " "), awkward.map(String.init).joined(separator: "&nbsp;"),
            awkward.map { "\"\($0)\"".json }.joined(separator: ","), awkward.uppercased().json,
            Data(awkward.utf8).map { String($0, radix: 16) }.joined(separator: ":"),
        ])
    func escaped(form: String) {
        let found = redacted("you sent [\(form)], no", Self.awkward)
        #expect(found.hasPrefix("you sent [") && found.hasSuffix("], no") && found.contains(mark), "\(found)")
        #expect(found.count <= "you sent [], no".count + mark.count + 8, "\(found)")
        for letters in ["Ab", "cd", "efgh", "ijkl"] { #expect(!found.contains(letters)) }
    }

    @Test("A secret is found in Base32, wherever it stands in what was encoded", arguments: 0..<6)
    func base32(offset: Int) {
        // "AAAA-BBBB-CCCC-DDDD" after some bytes more.
        let encoded = [
            "IFAUCQJNIJBEEQRNINBUGQZNIRCEIRA=", "OVAUCQKBFVBEEQSCFVBUGQ2DFVCEIRCE",
            "OV2UCQKBIEWUEQSCIIWUGQ2DIMWUIRCEIQ======", "OV2XKQKBIFAS2QSCIJBC2Q2DINBS2RCEIRCA====",
            "OV2XK5KBIFAUCLKCIJBEELKDINBUGLKEIRCEI===", "OV2XK5LVIFAUCQJNIJBEEQRNINBUGQZNIRCEIRA=",
        ][offset]
        let left = redacted("sent \(encoded)", "AAAA-BBBB-CCCC-DDDD")
        #expect(left.contains(mark))
        #expect(left.count <= "sent ".count + mark.count + 14, "\(left)")
    }

    @Test("The beginning of a secret is found wherever the text goes on after it")
    func cutWithin() {
        for (said, expected) in [
            ("License 'SEKR-KEY7-ZXQW...' of product X", "License '\(mark)...' of product X"),
            ("License SEKR-KEY7-… of product X", "License \(mark)… of product X"),
            ("License SEKR-KEY7 is wrong", "License \(mark) is wrong"),
            ("{\"key\":\"SEKR-K***\"}", "{\"key\":\"\(mark)***\"}"),
            ("SEKRKEY7ZXQWabc", "\(mark)abc"), ("SEKR-… of product X", "SEKR-… of product X"),
        ] {
            #expect(redacted(said, "SEKR-KEY7-ZXQW-9F3T") == expected)
        }
        #expect(redacted(#"License 'Ab"cd\efgh"ij...' of X"#, Self.awkward) == "License '\(mark)...' of X")
    }

    @Test("A word that anybody may say is none of a secret's beginning")
    func words() {
        for text in ["Provided product was not found", "the product123x", "a prod-uct, the products", "produ"] {
            #expect(redacted(text, "product-123-x").contains(mark) == text.contains("123"))
        }
        for text in ["The password may not be changed", "the passwords", "\"password\""] {
            #expect(redacted(text, "password-123") == text)
        }
        for (said, left) in [("passwo", ""), ("password", ""), ("password...", "..."), ("password… is", "… is")] {
            let expected = said == "passwo" ? "no passwo" : "no \(mark)\(left)"
            #expect(redacted("no \(said)", "passwordofmine") == expected)
        }
        #expect(redacted("correcthorseb is", "correcthorsebattery") == "\(mark) is")
        #expect(redacted("the message", "theme") == "the message")
        #expect(redacted("a sum of 1, 2, 3 and 4", "1234") == "a sum of 1, 2, 3 and 4")
    }

    @Test("A secret whose letters are few, or none, is found as it is and escaped")
    func fewLetters() {
        for secret in ["!?#\"$", "a!\"\\b", "%%%%"] {
            for form in [secret, secret.json, secret.json.json, secret.percent] {
                #expect(redacted("<\(form)>", secret) == "<\(mark)>", "\(form)")
            }
        }
    }

    @Test("What a secret has beside a dash counts as itself")
    func besideDashes() {
        for secret in ["abc-_def", "abc_-def", "abc- def", "abc--def"] {
            for form in [secret, secret.replacingOccurrences(of: "-", with: "")] {
                #expect(redacted("<\(form)>", secret) == "<\(mark)>", "\(form) of \(secret)")
            }
        }
        #expect(redacted("a b_c", "a-bc") == "a b_c", "three letters are in any text")
        #expect(redacted("A  BBBB", "ABBBB") == "A  BBBB")
    }

    @Test("A secret is found as the hex of its bytes, in capitals, too")
    func hexadecimal() {
        let hex = "414141412d42c3b642422d"
        for form in [hex, hex.uppercased()] {
            #expect(redacted("dump 00\(form)00", "AAAA-BöBB-") == "dump 00\(mark)00")
        }
    }

    @Test("The beginning of a secret at which a text breaks off is found, in every encoding")
    func cut() {
        let secret = "AAAA-BBBB-CCCC-DDDD"
        for end in ["", "…", "..."] {
            for form in [
                "aaaa-bbb", "AAAA-BBBB-", "AAAA BBBB C", "AAAABBBBCCCC", "AAAA%2DBBBB", "QUFBQS1CQkJC",
                "FBQUEtQkJCQi1", "414141412d424242", "414141412D424242422D43",
            ] {
                #expect(redacted("you sent \(form)\(end)", secret) == "you sent \(mark)\(end)", "\(form)")
            }
            for form in ["AAAA-", "xAAAA-BB", "QUFBQS1C", "414141412d42"] {
                #expect(redacted("you sent \(form)\(end)", secret) == "you sent \(form)\(end)", "\(form)")
            }
        }
        #expect(redacted("AAAA-BBBB and more", secret) == "\(mark) and more")
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

    @Test("Members within a string are members too, however deep", arguments: 0..<5)
    func quotedMembers(depth: Int) {
        let inner = #"{"a":"b","password": "x\"7\\","license_key":"zz","n":"c"}"#
        var (json, level) = (inner, 0)
        while level < depth { (json, level) = (#"{"e":"\#(json.json)"}"#, level + 1) }
        let redacted = Redactor([Secret]()).redacted(json: json)
        #expect(!redacted.contains("x") && !redacted.contains("7"), "\(redacted)")
        #expect(redacted.split(separator: mark, omittingEmptySubsequences: false).count == 3, "\(redacted)")
        #expect(redacted.contains("a") && redacted.contains("b") && redacted.contains("n") && redacted.contains("c"))
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

    @Test(
        "However a hostile text is made, it is gone through in one pass",
        arguments: [
            "\\", "%", "%25", "%3", "\\u005c", "&amp;", "&", "&#", ";", "a", "a!", "!", "\"", "\\\"", "\"password\":\"",
            "\\ud83d", "%F0%9F", "aaaaaaaab", "\"password\"", "AAAA-BBB", "\"\\",
        ])
    func hostile(piece: String) {
        let text = String(repeating: piece, count: 200_000 / piece.count)
        let secrets = [
            String(repeating: "a", count: 3000) + "b", String(repeating: "!", count: 3000) + "b",
            String(repeating: "a", count: 900) + String(repeating: "!", count: 900) + "b", "AAAA-BBBB-CCCC-DDDD",
        ]
        let start = ContinuousClock.now
        _ = Redactor(secrets.map(Secret.init)).redacted(json: text)
        #expect(ContinuousClock.now - start < .seconds(60), "by squares it would take hours")
    }
}

extension String {
    /// As it stands in a JSON string.
    fileprivate var json: String { replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") }

    /// As it stands in an address.
    fileprivate var percent: String { addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? self }

    /// As it stands in a page.
    fileprivate var html: String {
        replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing("<", with: "&lt;")
    }

    /// Each character as the number that a page may write for it.
    fileprivate var numbers: String {
        unicodeScalars.map { $0.value.isMultiple(of: 2) ? "&#\($0.value);" : "&#x\(String($0.value, radix: 16));" }
            .joined()
    }
}
