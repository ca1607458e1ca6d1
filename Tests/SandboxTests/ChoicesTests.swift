internal import Foundation
internal import LicenseAPI
internal import Licensing
@testable internal import Sandbox
internal import TestKit
internal import Testing

/// One choice, written in a scenario file as another value than the standard, and what that changes.
struct Flip: Sendable, CustomTestStringConvertible {
    var name: String
    var value: String
    var catalogue = TestCatalogue.make()
    /// What comes of the standard, and of the other value.
    var standard: String
    var flipped: String
    var ask: @Sendable (Caller, TestClock) async throws -> String

    init(
        _ name: String, _ value: String, _ standard: String, _ flipped: String,
        license: (inout Catalogue.License) -> Void = { _ in }, catalogue: (inout Catalogue) -> Void = { _ in },
        ask: @escaping @Sendable (Caller, TestClock) async throws -> String
    ) {
        self.name = name
        self.value = value
        self.standard = standard
        self.flipped = flipped
        self.ask = ask
        self.catalogue = TestCatalogue.make(license)
        catalogue(&self.catalogue)
    }

    var testDescription: String { "\(name): \(value)" }

    /// The choices that a scenario with this value has.
    var choices: Choices {
        get throws {
            try Scenario(yaml: "choices: {\(name): \(value)}\nproducts: []\nlicenses: []", path: "flip.yaml").choices
        }
    }
}

@Suite("Choices")
struct ChoicesTests {
    @Test("Each choice changes the answer that it is about", arguments: Flip.all)
    func flips(_ flip: Flip) async throws {
        var answers: [String] = []
        for choices in [Choices(), try flip.choices] {
            let clock = TestClock()
            try await withSandbox(flip.catalogue, choices: choices, clock: clock) { caller, _ async throws in
                answers.append(try await flip.ask(caller, clock))
            }
        }
        #expect(answers == [flip.standard, flip.flipped])
    }

    @Test("No choice is without such a test, nor without a place in the reference")
    func complete() {
        #expect(Set(Flip.all.map(\.name)) == Set(Choices.guide.map(\.name)))
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
