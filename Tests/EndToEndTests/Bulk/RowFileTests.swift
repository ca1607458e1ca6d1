import Foundation
import TestKit
import Testing

/// Files of rows that cannot be read, or only some rows of which can.
@Suite("Many at once: files of rows", .heavy)
struct RowFileTests {
    @Test(
        "A file that cannot be read as a whole is named with its line",
        arguments: [
            (
                "product,hardwareid\nMESH,a\n",
                "line 1: there is no column \"hardwareid\". Did you mean \"hardware_id\"?"
            ),
            ("product,product\nMESH,a\n", "line 1: the column product stands there twice"),
            ("\n\nproduct,comment,end\nMESH,a,max\n", "line 3: there is no column \"comment\". There are product,"),
            ("product,,end\nMESH,a,max\n", "line 1: column 2 has no name."),
            ("MESH,MESH-SECRET,max\n", "line 1: the first line is to name the columns"),
            ("product,MESH-SECRET-R9PA\nMESH,a\n", "line 1: there is no column \"••••"),
            ("[{\"product\": \"MESH\"}]\n", "is a list in JSON. Have an object a line"),
            ("product,end\nMESH,\"max\nMESH,max\n", "line 2: A quotation mark has no second one"),
            ("product,end\nMESH,a\"b\n", "line 2: A quotation mark stands in the middle"),
            ("product,end\n", "has no rows"), ("", "has no rows"), ("\u{0}", "the first line is to name the columns"),
        ])
    func badFiles(text: String, says: String) async throws {
        let home = try Home()
        let berth = BerthProgram(home: home, variables: ["BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared"])
        let file = try home.write(text, to: "rows.csv")
        let ended = try await berth("borrow", "--from", file)
        #expect(ended.status == 64 && ended.unwrapped.contains(says), "\(ended)")
        #expect(!ended.everything.contains("SECRET"), "\(ended)")
        let missing = try await berth("borrow", "--from", home.file("none.csv"))
        #expect(missing.status == 64 && missing.unwrapped.contains("No such file"), "\(missing)")
        #expect(!FileManager.default.fileExists(atPath: home.file("state/berth/ledger.sqlite")))
    }

    @Test("Standard input is called that where it cannot be used, and not by its sign")
    func standardInput() async throws {
        let home = try Home()
        let berth = BerthProgram(home: home, variables: ["BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared"])
        let folder = try await berth.start(["borrow", "--from", "-"], input: home.path).ended()
        #expect(folder.status == 64 && folder.unwrapped.contains("standard input is a directory"), "\(folder)")
        let wrong = try await berth.start(["release", "--from", "-"], input: try home.write("nope,x\n", to: "in"))
            .ended()
        #expect(wrong.status == 64 && wrong.unwrapped.contains("standard input, line 1: the first line"), "\(wrong)")
    }

    @Test("A file of rows, a configuration or a key that others keep to themselves is named", .ordinaryUser)
    func keptByOthers() async throws {
        let home = try Home()
        let berth = BerthProgram(
            home: home,
            variables: ["BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared", "BERTH_SERVER": "http://127.0.0.1:9"])
        let closed = try home.write("product,hardware_id,end\nMESH,a,max\n", to: "closed.csv", mode: 0o000)
        for verb in ["borrow", "release"] {
            let ended = try await berth(verb, "--from", closed)
            #expect(ended.status == 64, "\(ended)")
            #expect(ended.unwrapped.contains("\(closed) cannot be read: Permission denied."), "\(ended)")
        }
        let rows = try home.write("product,key,hardware_id,end\nMESH,file:\(closed),a,max\n", to: "rows.csv")
        let key = try await berth("borrow", "--from", rows)
        #expect(key.status == 64 && key.output.hasPrefix("line 2: not sent: "), "\(key)")
        #expect(key.output.contains("Permission denied"), "\(key)")
        let config = try await berth("borrow", "--from", rows, "--config", closed)
        #expect(config.status == 78 && config.unwrapped.contains("\(closed) cannot be read"), "\(config)")
        // The ledger may have been begun, and holds nothing.
        let all: PrintedStatus = try await berth("status", "--all", "--json").printed()
        #expect(all.borrows.isEmpty)
    }

    @Test(
        "A row of JSON Lines is named with its line and the member at fault",
        arguments: [
            (#"{"product": "MESH", "product": "CAD-PRO"}"#, "It has product more than once"),
            (#"{"product": "MESH", "produc\u0074": "CAD-PRO"}"#, "It has product more than once"),
            (#"{"product": "MESH", "comment": "\"x\": 1"}"#, #"there is no member "comment"."#),
            (#"{"product": "MESH", "hardwareid": "a"}"#, #"Did you mean "hardware_id"?"#),
            (#"{"MESH-SECRET": "MESH"}"#, "none of its members is one that there is: product,"),
            (#"{"product": ["MESH"]}"#, "It is no JSON object of texts and whole numbers."),
        ], ["\n", "\r\n", "\r"])
    func badMembers(row: (text: String, says: String), end: String) async throws {
        let home = try Home()
        let berth = BerthProgram(
            home: home,
            variables: ["BERTH_API_KEY": "k", "BERTH_SHARED_KEY": "s", "BERTH_LICENSE_KEY_MESH": DemoLicense.mesh])
        let good = #"{"product": "MESH", "key": "env:BERTH_LICENSE_KEY_MESH", "hardware_id": "a\\\"b", "end": "max"}"#
        let file = try home.write([good, "", row.text, ""].joined(separator: end), to: "rows.jsonl")
        let ended = try await berth("borrow", "--from", file)
        #expect(ended.status == 64 && ended.output.hasPrefix("line 3: not sent: "), "\(ended)")
        #expect(ended.output.contains(row.says) && !ended.everything.contains("SECRET"), "\(ended)")
        #expect(ended.output.hasSuffix("1 not sent, 1 not begun\n"), "\(ended)")
    }

    @Test("Lines are counted whichever line break ends them", arguments: ["\n", "\r\n", "\r"])
    func lineBreaks(end: String) async throws {
        let home = try Home()
        let berth = BerthProgram(
            home: home,
            variables: ["BERTH_API_KEY": "k", "BERTH_SHARED_KEY": "s", "BERTH_LICENSE_KEY_MESH": DemoLicense.mesh])
        let rows = [
            "product,key,hardware_id,end", "MESH,env:BERTH_LICENSE_KEY_MESH,\"node", "1\",max", "",
            "MESH,env:BERTH_LICENSE_KEY_MESH,node-2,soon", "",
        ]
        let ended = try await berth("borrow", "--from", try home.write(rows.joined(separator: end), to: "rows.csv"))
        #expect(ended.output.contains("line 5: not sent: Not a time: \"soon\"."), "\(ended)")
    }

    @Test("What is no UTF-8 text is named with its line, and what to do")
    func encoding() async throws {
        let home = try Home()
        let berth = BerthProgram(home: home, variables: ["BERTH_API_KEY": "k", "BERTH_SHARED_KEY": "s"])
        for (bytes, line) in [
            (Data("product,end\nMESH,m".utf8) + [0xE4, 0x78, 0x0A], 2),
            (Data("{}\r\n{}\r{\"product\": \"".utf8) + [0xC3], 3), (Data([0xFF, 0xFE, 0x70, 0x00]), 1),
        ] {
            let file = home.file("rows")
            try bytes.write(to: URL(filePath: file))
            let ended = try await berth("borrow", "--from", file)
            #expect(ended.status == 64, "\(ended)")
            #expect(
                ended.unwrapped.contains("\(file), line \(line): it is not UTF-8 text. Save the file as UTF-8."),
                "\(ended)")
        }
    }
}
