import Foundation
import TestKit
import Testing

@testable import Sandbox

@Suite("The validator of schemas")
struct JSONSchemaTests {
    private func faults(_ schema: String, _ value: String, isClosed: Bool = true) throws -> [String] {
        try JSONSchema(Data(schema.utf8)).finding(in: JSON(reading: Data(value.utf8)), isClosed: isClosed).faults
            .map(\.description)
    }

    @Test(
        "What fits, and what does not",
        arguments: [
            (#"{"type":"string"}"#, #""a""#, #"1"#),
            (#"{"type":"integer"}"#, #"7"#, #"7.5"#),
            (#"{"type":"integer"}"#, #"0"#, #"true"#),
            (#"{"type":"number"}"#, #"7"#, #""7""#),
            (#"{"type":"boolean"}"#, #"false"#, #"0"#),
            (#"{"type":["string","null"]}"#, #"null"#, #"[]"#),
            (#"{"enum":["a",1]}"#, #"1"#, #""1""#),
            (#"{"pattern":"^[0-9]{2}$"}"#, #""12""#, #""123""#),
            (#"{"minimum":1}"#, #"1"#, #"0"#),
            (#"{"type":"array","items":{"type":"integer"}}"#, #"[1,2]"#, #"[1,"2"]"#),
            (#"{"properties":{"a":{"type":"string"}},"required":["a"]}"#, #"{"a":"b"}"#, #"{}"#),
            (#"{"properties":{"a":{"type":"string"}}}"#, #"{"a":"b"}"#, #"{"a":1}"#),
            (#"{"properties":{"a":{}}}"#, #"{"a":1}"#, #"{"b":1}"#),
            (#"{"additionalProperties":{"type":"string"}}"#, #"{"x":"y"}"#, #"{"x":1}"#),
            (#"{"properties":{"a":{}},"additionalProperties":false}"#, #"{}"#, #"{"b":1}"#),
            (#"{"anyOf":[{"type":"string"},{"minimum":5}]}"#, #"5"#, #"4"#),
            (#"{"oneOf":[{"type":"integer"},{"minimum":5}]}"#, #"4"#, #"5"#),
            (##"{"$defs":{"n":{"type":"null"}},"$ref":"#/$defs/n"}"##, #"null"#, #"0"#),
        ] as [(String, String, String)])
    func fits(schema: String, good: String, bad: String) throws {
        #expect(try faults(schema, good).isEmpty)
        #expect(try faults(schema, bad).count == 1)
    }

    @Test("A fault names its place")
    func place() throws {
        let schema = #"{"properties":{"rows":{"items":{"properties":{"id":{"type":"string"}}}}}}"#
        #expect(try faults(schema, #"{"rows":[{"id":"a"},{"id":2}]}"#).first?.hasPrefix("$.rows[1].id: ") == true)
    }

    @Test("A schema is open to members that it does not name, unless it is to be closed")
    func open() throws {
        #expect(try faults(#"{"properties":{"a":{}}}"#, #"{"b":1}"#, isClosed: false).isEmpty)
    }

    @Test(
        "What it does not know is refused",
        arguments: [
            #"{"type":"string","maxLength":3}"#, ##"{"$ref":"#/$defs/none"}"##, #"{"pattern":"("}"#,
            #"{"properties":{"a":{"format":"date"}}}"#, #"{"required":["a"]}"#, #"{"items":3}"#, #"[]"#,
        ])
    func refused(schema: String) {
        #expect(throws: (any Error).self) { try JSONSchema(Data(schema.utf8)) }
    }

    @Test("The properties that occur are told by their place in the schema, those of a choice where it fits")
    func seen() throws {
        let schema = try JSONSchema(
            Data(
                ##"""
                {"properties":{"one":{"$ref":"#/$defs/d"},"two":{}},
                 "$defs":{"d":{"anyOf":[{"properties":{"a":{"type":"string"}},"required":["a"]},
                                        {"properties":{"b":{}},"required":["b"]}]}}}
                """##.utf8))
        let finding = schema.finding(in: try JSON(reading: Data(#"{"one":{"b":1}}"#.utf8)))
        #expect(finding.faults.isEmpty)
        #expect(finding.seen == ["#/properties/one", "#/$defs/d/anyOf/1/properties/b"])
        #expect(
            Set(schema.properties.keys) == [
                "#/properties/one", "#/properties/two", "#/$defs/d/anyOf/0/properties/a",
                "#/$defs/d/anyOf/1/properties/b",
            ])
    }
}
