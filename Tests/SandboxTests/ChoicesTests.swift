internal import Foundation
internal import LicenseAPI
internal import Licensing
@testable internal import Sandbox
internal import TestKit
internal import Testing

/// One choice, written in a scenario file as another value than the standard, and what that changes.
struct ChoiceCase: Sendable, CustomTestStringConvertible {
    var name: String
    var value: String
    var inventory = TestInventory.make()
    /// What comes of the standard, and of the other value.
    var standard: String
    var changed: String
    var ask: @Sendable (Caller, TestClock) async throws -> String

    init(
        _ name: String, _ value: String, _ standard: String, _ changed: String,
        license: (inout Inventory.License) -> Void = { _ in }, inventory: (inout Inventory) -> Void = { _ in },
        ask: @escaping @Sendable (Caller, TestClock) async throws -> String
    ) {
        self.name = name
        self.value = value
        self.standard = standard
        self.changed = changed
        self.ask = ask
        self.inventory = TestInventory.make(license)
        inventory(&self.inventory)
    }

    var testDescription: String { "\(name): \(value)" }

    /// The choices that a scenario with this value has.
    var choices: Choices {
        get throws {
            try Scenario(yaml: "choices: {\(name): \(value)}\nproducts: []\nlicenses: []", path: "choice.yaml").choices
        }
    }
}

@Suite("Choices", .heavy)
struct ChoicesTests {
    @Test("Each choice changes the response that it is about", arguments: ChoiceCase.all)
    func changes(_ choiceCase: ChoiceCase) async throws {
        var responses: [String] = []
        for choices in [Choices(), try choiceCase.choices] {
            let clock = TestClock()
            try await withSandbox(choiceCase.inventory, choices: choices, clock: clock) { caller, _ async throws in
                responses.append(try await choiceCase.ask(caller, clock))
            }
        }
        #expect(responses == [choiceCase.standard, choiceCase.changed])
    }

    @Test("No choice is without such a test, nor without a place in the reference")
    func complete() {
        #expect(Set(ChoiceCase.all.map(\.name)) == Set(Choices.guide.map(\.name)))
        let fields = Mirror(reflecting: Choices()).children.count
        #expect(Choices.guide.count == fields, "a choice has no row in the guide")
        for choice in Choices.guide {
            #expect(
                !choice.section.isEmpty && !choice.text.isEmpty && !choice.values.isEmpty && !choice.standard.isEmpty)
        }
    }

    @Test("A value that no choice has is told from those that it may have")
    func wrongValues() throws {
        for (text, words) in [
            ("heldseat: kept", "did you mean held_seat?"), ("held_seat: lost", "must be one of kept, counted"),
            ("token_lifetime_seconds: -1", "must be a whole number"),
            ("signature_mismatch_status: 304", "must be a status from 400 to 599"),
            ("token_error_status: 1000", "must be a status from 400 to 599"),
            ("authorization_order: [date, date, signature]", "each of them once"),
            ("borrow_may_shorten: 7", "must be true or false"),
            ("expired_license_code: License Expired", "must be a code"),
            ("check_order: [enabled, enabled]", "each of them once"),
        ] {
            let problem = #expect(throws: Problem.self) {
                _ = try Scenario(yaml: "choices:\n  \(text)\nproducts: []\nlicenses: []", path: "x.yaml")
            }
            #expect(problem?.message.contains(words) == true, "\(problem?.message ?? "")")
            #expect(problem?.message.contains("line 2") == true)
        }
    }
}
