import Foundation
import Licensing
import Screens
import StateMachine
import TestKit
import Testing

@Suite("The way through a first start")
struct SetupWalkTests {
    @Test("Every step has what both front ends need")
    func steps() {
        for id in SetupStep.ID.allCases {
            let step = SetupStep.of(id)
            #expect(step.id == id)
            #expect(!step.label.isEmpty && !step.question.isEmpty && !step.help.isEmpty, "\(id)")
            #expect((step.kind == .choice) == !step.choices.isEmpty, "\(id)")
        }
    }

    @Test("Each answer that the world can judge is held against it before the next step, and all is written at the end")
    func wholeWay() {
        var walk = WalkScript()
        #expect(
            walk.answer("licensespring")
                == [.check(.place, walk.state.draft.answers, number: 1)])
        #expect(walk.state.phase == .checking(since: SetupFixture.now))
        walk.checked(.success(.reached(clockOffset: 0)))
        #expect(walk.state.step == .authorization)
        #expect(walk.answer("keys").isEmpty)
        #expect(walk.answer("an-api-key").isEmpty, "a key is judged with the one that signs")
        #expect(walk.answer("a-shared-key").count == 1)
        walk.checked(.success(.accepted))
        walk.answer("CAD-PRO", finding: .product(SetupFixture.product))
        #expect(walk.answer("").isEmpty && walk.answer("").isEmpty, "device and key file may be left empty")
        walk.answer("files")
        #expect(walk.state.step == .finish)
        let answers = SetupAnswers.expected
        #expect(walk.answer("") == [.write(answers, replacing: false)])
        walk.script.play(.wrote(.success(.done(SetupFixture.report))))
        #expect(walk.state.phase == .written(SetupFixture.report))
        walk.answer("")
        #expect(walk.state.phase == .ended(.configured(SetupFixture.report)))
    }

    @Test("A check that fails can be repeated, answered anew, left, or gone back from")
    func failure() {
        var walk = WalkScript()
        walk.answer("licensespring", finding: .reached(clockOffset: nil))
        walk.answer("keys")
        walk.answer("an-api-key")
        walk.answer("a-shared-key")
        walk.checked(.failure(SetupFixture.refused))
        #expect(walk.state.phase == .failed(SetupFixture.refused))
        #expect(walk.answer("a-shared-key").count == 1, "the same again")
        walk.checked(.failure(SetupFixture.refused))
        #expect(walk.answer("another-key").count == 1)
        walk.checked(.failure(SetupFixture.refused))
        var back = walk
        back.script.play(.wentBack(typed: "half a k"))
        #expect(back.state.step == .apiKey && back.state.draft.answer(.sharedKey) == "half a k")
        var refused = walk
        refused.script.play(.skipped)
        #expect(refused.state.step == .sharedKey, "nothing is left to go on with")
        walk.answer("a-shared-key")
        walk.checked(.failure(SetupFixture.unreachable))
        #expect(walk.state.draft.answer(.sharedKey) == "a-shared-key", "nobody has refused it")
        walk.script.play(.skipped)
        #expect(walk.state.step == .product && walk.state.unchecked == [.sharedKey])
    }

    @Test(
        "A secret that is refused, by the server or by its looks, is kept nowhere; any other answer stays to be corrected"
    )
    func refusedSecrets() {
        var walk = WalkScript()
        walk.answer("licensespring", finding: .reached(clockOffset: nil))
        walk.answer("keys")
        for secret in ["two words", "naïve", String(repeating: "k", count: 513)] {
            walk.answer(secret)
            #expect(walk.state.draft.answer(.apiKey).isEmpty && walk.state.forgotten == .apiKey, "\(secret.prefix(9))")
            guard case .refused(let sentence) = walk.state.phase else {
                Issue.record("\(walk.state.phase)")
                continue
            }
            #expect(sentence.hasSuffix("What was typed is forgotten; type or paste it anew."), "\(sentence)")
        }
        walk.answer("")
        #expect(walk.state.phase == .refused("API key: something has to be typed here."), "nothing was typed")
        walk.answer("an-api-key")
        walk.answer("a-shared-key")
        walk.checked(.failure(SetupFixture.refused))
        #expect(walk.state.draft.answer(.sharedKey).isEmpty && walk.state.forgotten == .sharedKey)
        #expect(walk.state.draft.answer(.apiKey) == "an-api-key", "the one at hand was refused")
        walk.answer("another-key", finding: .accepted)
        #expect(walk.state.forgotten == nil)
        walk.answer("CAD PRO")
        #expect(walk.state.draft.answer(.product) == "CAD PRO")
        let lost = Problem(.transportLost, message: "lost", time: SetupFixture.now)
        walk.answer("CAD-PRO")
        walk.checked(.failure(lost))
        #expect(walk.state.canGoOnAnyway)
    }

    @Test(
        "A refusal leads to the answer that it names, which alone is forgotten",
        arguments: [
            (ProblemCode.invalidAPIKey, SetupStep.ID.apiKey), (.revokedAPIKey, .apiKey), (.readOnlyAPIKey, .apiKey),
            (.signatureMismatch, .sharedKey), (.hmacRequired, .authorization),
        ])
    func fault(code: ProblemCode, step: SetupStep.ID) {
        var walk = WalkScript()
        walk.answer("licensespring", finding: .reached(clockOffset: nil))
        walk.answer("keys")
        walk.answer("an-api-key")
        walk.answer("a-shared-key")
        let problem = Problem(code, message: "No.", time: SetupFixture.now)
        walk.checked(.failure(problem))
        #expect(walk.state.step == step && walk.state.phase == .failed(problem))
        #expect(walk.state.draft.answer(.apiKey) == (step == .apiKey ? "" : "an-api-key"))
        #expect(walk.state.draft.answer(.sharedKey) == (step == .sharedKey ? "" : "a-shared-key"))
        guard step == .apiKey else { return }
        #expect(walk.answer("another-api-key").isEmpty && walk.state.step == .sharedKey)
        #expect(walk.answer("a-shared-key").count == 1, "the pair is judged anew")
    }

    @Test("What was found is old once an answer before it is another one, and only then")
    func oldFindings() {
        var walk = WalkScript()
        walk.walkToEnd()
        for _ in 0..<5 { walk.script.play(.wentBack(typed: nil)) }
        #expect(walk.state.step == .sharedKey)
        var same = walk
        #expect(same.answer("a-shared-key").isEmpty, "nothing is asked again")
        #expect(same.state.step == .product)
        #expect(walk.answer("another").count == 1)
        #expect(walk.state.findings.keys.sorted { $0.rawValue < $1.rawValue } == [.place])
        walk.checked(.success(.accepted))
        #expect(walk.answer("CAD-PRO").count == 1, "with other keys the product may be another's")
    }

    @Test("A check that is not waited for tells nothing any more")
    func stopped() {
        var walk = WalkScript()
        walk.answer("licensespring")
        #expect(walk.script.play(.stopped) == [.stopChecking])
        #expect(walk.state.phase == .asking)
        walk.script.play(.checked(number: 1, .success(.reached(clockOffset: nil))))
        #expect(walk.state.step == .place && walk.state.findings.isEmpty)
        walk.answer("licensespring")
        walk.script.play(.checked(number: 1, .failure(SetupFixture.unreachable)))
        #expect(walk.state.phase == .checking(since: SetupFixture.now), "that was the check before")
    }

    @Test("What is there already is replaced after a yes alone")
    func existing() {
        var walk = WalkScript()
        walk.walkToEnd()
        walk.answer("")
        walk.script.play(.wrote(.success(.wouldReplace(["/config.yaml"]))))
        #expect(walk.state.phase == .existing(["/config.yaml"]))
        #expect(walk.answer("").isEmpty, "an answer is no yes")
        var no = walk
        no.script.play(.wentBack(typed: nil))
        #expect(no.state.phase == .asking && no.state.step == .finish)
        #expect(walk.script.play(.replacingConfirmed) == [.write(.expected, replacing: true)])
        walk.script.play(.wrote(.failure(SetupFixture.unreachable)))
        #expect(walk.state.phase == .failed(SetupFixture.unreachable))
        #expect(walk.script.play(.skipped).isEmpty && walk.state.step == .finish)
        #expect(walk.answer("") == [.write(.expected, replacing: false)])
    }

    @Test("What keeps what was written from counting is told, a sentence each")
    func warnings() {
        #expect(SetupReport(files: ["a"], variables: []).warnings == [])
        let told = SetupReport(files: ["a"], variables: [], hiding: ["BERTH_SERVER"], inheritsPublicKey: true).warnings
        #expect(told.count == 2 && told.first?.hasPrefix("BERTH_SERVER is set, and goes before") == true, "\(told)")
        #expect(told.last?.hasPrefix("public_key_file at the top level holds for this profile, too") == true, "\(told)")
    }

    @Test("Another server is asked for with its key, OAuth in place of keys, and a user where the product has users")
    func otherWays() {
        var walk = WalkScript()
        walk.answer("other")
        #expect(walk.state.step == .server)
        walk.answer("http://127.0.0.1:8181", finding: .reached(clockOffset: 3600))
        #expect(walk.state.findings[.server]?.isWarning == true)
        #expect(walk.state.draft.answer(.publicKey) == "/state/public-key.pem", "that of the sandbox on this host")
        walk.answer("/state/public-key.pem", finding: .usable)
        walk.answer("2")
        walk.answer("a-client")
        walk.answer("a-secret", finding: .accepted)
        walk.answer("SIM-X", finding: .product(Product(code: "SIM-X", name: "Sim", signIn: .user)))
        walk.answer("render-17")
        #expect(walk.state.step == .user)
        walk.answer("ana@example.com")
        walk.answer("variables")
        let answers = walk.state.draft.answers
        #expect(answers.server == "http://127.0.0.1:8181" && answers.publicKeyFile == "/state/public-key.pem")
        #expect(answers.authorization == .oauth(clientID: "a-client", clientSecret: Secret("a-secret")))
        #expect(answers.hardwareID == HardwareID(rawValue: "render-17") && answers.userName == "ana@example.com")
        #expect(answers.secrets == .variables && answers.licenseKeyFile == nil)
    }

    @Test("The demo ends it at once; so does leaving, but for what is being written")
    func endings() {
        var demo = WalkScript()
        demo.answer("demo")
        #expect(demo.state.phase == .ended(.demo))
        var left = WalkScript()
        left.answer("licensespring")
        #expect(left.script.play(.left) == [.stopChecking])
        #expect(left.state.phase == .ended(.left))
        var writing = WalkScript()
        writing.walkToEnd()
        writing.answer("")
        writing.script.play(.left)
        #expect(writing.state.phase == .writing)
    }

    @Test("What cannot be an answer is refused with a reason that repeats no secret, and kept to be corrected")
    func badInput() throws {
        let paths = ["relative", "~", "/a\u{7}b"]
        let keys = ["", "two words", "naïve", "a\u{1B}[2J", String(repeating: "k", count: 100_000)]
        let faults: [(SetupStep.ID, [String])] = [
            (.place, ["", "nowhere", "9"]), (.server, ["", "mine.example.org", "https://a b"]), (.publicKey, paths),
            (.authorization, ["", "x"]), (.apiKey, keys), (.sharedKey, keys), (.clientID, keys), (.clientSecret, keys),
            (.product, ["", "CAD PRO", "CADP-7Q2M-K4XN-9F3T", String(repeating: "x", count: 101)]),
            (.device, ["a\u{0}b", String(repeating: "x", count: 257)]), (.licenseKey, paths),
            (.user, ["ana", "a@b@c"]),
        ]
        for (id, texts) in faults {
            for text in texts {
                var draft = SetupDraft(SetupFixture.facts)
                let error = #expect(throws: AnswerError.self, "\(id): \(text.prefix(20))") {
                    try draft.take(text, for: id)
                }
                if text.count > 3, let error { #expect(!error.sentence.contains(text), "\(id)") }
            }
        }
        var nameless = SetupFixture.facts
        nameless.device = nil
        var draft = SetupDraft(nameless)
        #expect(throws: AnswerError.self) { try draft.take("", for: .device) }
    }
}

extension SetupAnswers {
    fileprivate static var expected: SetupAnswers {
        var walk = WalkScript()
        walk.walkToEnd()
        let answers = walk.state.draft.answers
        #expect(answers.server == "https://api.licensespring.com" && answers.product == "CAD-PRO")
        #expect(answers.authorization == .keys(apiKey: Secret("an-api-key"), sharedKey: Secret("a-shared-key")))
        #expect(answers.hardwareID == nil && answers.licenseKeyFile == nil && answers.secrets == .files)
        return answers
    }
}
