import Foundation
import Licensing
import Testing

@testable import ClientLive

/// Secrets that systemd hands to a unit.
@Suite struct CredentialTests {
    let home: TemporaryHome
    private let variables: [String: String]

    init() throws {
        home = try TemporaryHome()
        variables = ["CREDENTIALS_DIRECTORY": home.file("credentials")]
        try home.write("from-unit\n", to: "credentials/berth.shared_key", mode: 0o400)
        try home.write("key-of-unit\n", to: "credentials/berth.license_key", mode: 0o440)
    }

    @Test func `They are found by their names, over the file and under variables`() throws {
        try home.write("api_key: from-file\nshared_key: from-file", to: TemporaryHome.standardFile)
        let configuration = try home.load(variables)
        #expect(configuration.apiKey == Secret("from-file"))
        #expect(configuration.sharedKey == Secret("from-unit"))
        #expect(configuration.spelling(of: "shared_key") == "berth.shared_key")
        #expect(configuration.spelling(of: "api_key") == "api_key")
        #expect(configuration.licenseKeySource?.place == .file(home.file("credentials/berth.license_key")))
        let stronger = try home.load(variables.merging(["BERTH_SHARED_KEY": "from-variable"]) { $1 })
        #expect(stronger.sharedKey == Secret("from-variable"))
        #expect(try home.load().sharedKey == Secret("from-file"))
    }

    @Test func `The group may seem to read one, which is how a unit's user is let in`() throws {
        let reader = SecretReader(environment: home.environment(variables))
        let path = home.file("credentials/berth.license_key")
        #expect(try reader.read(.file(path)) == Secret("key-of-unit"))
        #expect(chmod(path, 0o444) == 0)
        #expect(throws: Problem.self) { try reader.read(.file(path)) }
        #expect(chmod(path, 0o440) == 0)
        #expect(throws: Problem.self, "elsewhere a file is a file") {
            try SecretReader(environment: home.environment()).read(.file(path))
        }
    }

    @Test func `One that cannot be used is told by its name`() throws {
        try home.write("", to: "credentials/berth.shared_key", mode: 0o600)
        let problem = try #require(#expect(throws: Problem.self) { try home.load(variables) })
        #expect(problem.facts.name == "berth.shared_key")
        #expect(problem.message == "The file with the secret is empty.")
    }

    @Test func `What is shown says where they come from`() throws {
        let origins = try SettingOrigin.all(flag: nil, home.environment(variables))
        let shared = try #require(origins.first { $0.name == "shared_key_file" })
        #expect(shared.origin == "systemd")
        let places = try NamedSecretPlace.all(flag: nil, home.environment(variables))
        #expect(places.map(\.setting) == ["shared_key_file", "license_key_file"])
    }

    @Test func `An address with a password in it is refused as every use of it is, and not shown`() throws {
        try home.write("server: http://ana:s3cret@h\n", to: TemporaryHome.standardFile)
        for (variables, name) in [
            (["BERTH_SERVER": "http://ana:s3cret@h"], "BERTH_SERVER"), ([:], "server"),
            (["BERTH_LEDGER": "postgresql://ana:s3cret@h/x", "BERTH_SERVER": "https://h"], "BERTH_LEDGER"),
        ] {
            let environment = home.environment(variables)
            let problem = try #require(
                #expect(throws: Problem.self) { try SettingOrigin.all(flag: nil, environment) })
            #expect(problem.facts.name == name && !"\(problem)".contains("s3cret"), "\(problem)")
        }
    }

    @Test func `This host's hardware id is shown with what it is made of`() throws {
        for algorithm in HostIdentity.Algorithm.allCases {
            let variables = ["BERTH_HARDWARE_ID_ALGORITHM": algorithm.rawValue]
            let shown = try SettingOrigin.all(flag: nil, home.environment(variables)).first { $0.name == "hardware_id" }
            // A container may have no machine id.
            let device = try? HostIdentity.device(algorithm)
            #expect(shown?.value == device?.id.rawValue && shown?.origin == device?.source)
        }
        let set = try SettingOrigin.all(flag: nil, home.environment(["BERTH_HARDWARE_ID": "hw"]))
        #expect(set.first { $0.name == "hardware_id" }?.origin == "BERTH_HARDWARE_ID")
    }

    @Test func `A program that has them is set up`() {
        #expect(BerthConfiguration.isAbsent(flag: nil, home.environment()))
        #expect(!BerthConfiguration.isAbsent(flag: nil, home.environment(variables)))
        #expect(!BerthConfiguration.isAbsent(flag: nil, home.environment(["BERTH_API_KEY_COMMAND": "pass x"])))
    }

    @Test func `A relative folder is none`() throws {
        #expect(home.environment(["CREDENTIALS_DIRECTORY": "credentials"]).credentials == nil)
    }
}
