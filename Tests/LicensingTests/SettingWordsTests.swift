import Testing

@testable import Licensing

@Suite("Where settings are said")
struct SettingWordsTests {
    private func remedies(_ code: ProblemCode, _ spellings: [String: String]) -> [String] {
        ProblemCatalogue.explain(code).completed(by: OwnFlags(spellings: spellings)).remedies.map(\.words)
    }

    @Test("A flag or a variable is named in place of the configuration, where it says all that is spoken of")
    func places() {
        let key = ["api_key": "BERTH_API_KEY", "server": "--server"]
        #expect(remedies(.invalidAPIKey, key).first == "copy the API key into BERTH_API_KEY again")
        #expect(remedies(.invalidAPIKey, key).contains("check the server's address in --server"))
        #expect(remedies(.invalidAPIKey, [:]).first == "copy the API key into the configuration again")
        let both = key.merging(["shared_key": "BERTH_SHARED_KEY_FILE"]) { $1 }
        #expect(
            remedies(.authorizationMissingParams, both).first
                == "check the API key and the shared key in BERTH_API_KEY and BERTH_SHARED_KEY_FILE")
        #expect(
            remedies(.authorizationMissingParams, key).first
                == "check the API key and the shared key in the configuration")
        let told = ProblemCatalogue.explain(.invalidAPIKey).completed(by: OwnFlags(spellings: key))
        #expect(told.whatFailed == "The server does not know the API key in BERTH_API_KEY.")
    }
}
