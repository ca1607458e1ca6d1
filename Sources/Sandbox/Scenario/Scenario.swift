internal import Licensing

/// All that a sandbox starts with, as a YAML file says it: the catalogue, the clock, the choices and the faults.
public struct Scenario: Hashable, Sendable {
    /// Who may ask, for what, and on which terms.
    public var catalogue: Catalogue
    public var clock: ClockSetting
    /// What is done where the reference is silent.
    public var choices: Choices
    /// What goes wrong on purpose.
    public var faults: Faults

    public init(
        catalogue: Catalogue = .demo, clock: ClockSetting = .real, choices: Choices = Choices(),
        faults: Faults = Faults()
    ) {
        self.catalogue = catalogue
        self.clock = clock
        self.choices = choices
        self.faults = faults
    }
}

extension Scenario: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case clock, choices, clients, users, accounts, products, licenses, faults
        case apiKeys = "api_keys"
        case blacklistedDevices = "blacklisted_devices"
    }

    public init(from decoder: any Decoder) throws {
        let members = try Members(decoder, CodingKeys.self)
        let blacklisted: [String] = try members.value(.blacklistedDevices, [])
        self.init(
            catalogue: Catalogue(
                apiKeys: try members.value(.apiKeys, []), clients: try members.value(.clients, []),
                products: try members.need(.products), licenses: try members.need(.licenses),
                users: try members.value(.users, []), accounts: try members.value(.accounts, []),
                blacklistedDevices: Set(blacklisted)),
            clock: try members.value(.clock, .real), choices: try members.value(.choices, Choices()),
            faults: try members.value(.faults, Faults()))
        try checkReferences()
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(clock, forKey: .clock)
        if choices != Choices() { try container.encode(choices, forKey: .choices) }
        try container.encode(catalogue.apiKeys, forKey: .apiKeys)
        if !catalogue.clients.isEmpty { try container.encode(catalogue.clients, forKey: .clients) }
        if !catalogue.users.isEmpty { try container.encode(catalogue.users, forKey: .users) }
        if !catalogue.accounts.isEmpty { try container.encode(catalogue.accounts, forKey: .accounts) }
        if !catalogue.blacklistedDevices.isEmpty {
            try container.encode(catalogue.blacklistedDevices.sorted(), forKey: .blacklistedDevices)
        }
        try container.encode(catalogue.products, forKey: .products)
        try container.encode(catalogue.licenses, forKey: .licenses)
        if !faults.rules.isEmpty { try container.encode(faults, forKey: .faults) }
    }
}

extension Scenario {
    /// Refuses what refers to nothing, and what stands there twice.
    private func checkReferences() throws {
        try refuseTwins(catalogue.products.map(\.code), .products, "code")
        try refuseTwins(catalogue.products.map { String($0.id) }, .products, "id")
        try refuseTwins(catalogue.licenses.map { String($0.id) }, .licenses, "id")
        try refuseTwins(catalogue.users.map(\.email), .users, "email")
        try refuseTwins(catalogue.apiKeys.map(\.key), .apiKeys, "key")
        try refuseTwins(catalogue.clients.map(\.id), .clients, "id")
        try refuseTwins(catalogue.accounts.map(\.code), .accounts, "code")
        for (index, license) in catalogue.licenses.enumerated() {
            guard let product = catalogue.products.first(where: { $0.code == license.product }) else {
                throw unknown(license.product, "product", catalogue.products.map(\.code), .licenses, index, "product")
            }
            switch license.holder {
            case .key where product.signIn == .user:
                throw Self.fault(.licenses, index, "key", "does not fit: \(product.code) is opened by users")
            case .user where product.signIn == .licenseKey:
                throw Self.fault(.licenses, index, "user", "does not fit: \(product.code) is opened by license keys")
            case .user(let email) where !catalogue.users.contains { $0.email == email }:
                throw unknown(email, "user", catalogue.users.map(\.email), .licenses, index, "user")
            default: continue
            }
        }
        for (index, account) in catalogue.accounts.enumerated()
        where !catalogue.users.contains(where: { $0.email == account.user }) {
            throw unknown(account.user, "user", catalogue.users.map(\.email), .accounts, index, "user")
        }
        for (index, key) in catalogue.apiKeys.enumerated() {
            for code in (key.products ?? []).sorted() where !catalogue.products.contains(where: { $0.code == code }) {
                throw unknown(code, "product", catalogue.products.map(\.code), .apiKeys, index, "products")
            }
        }
    }

    private func refuseTwins<Name: Hashable>(_ names: [Name], _ list: CodingKeys, _ key: String) throws {
        var seen: Set<Name> = []
        for (index, name) in names.enumerated() where !seen.insert(name).inserted {
            throw Self.fault(list, index, key, "stands there twice")
        }
    }

    private func unknown(
        _ name: String, _ kind: String, _ known: [String], _ list: CodingKeys, _ index: Int, _ key: String
    ) -> ScenarioFault {
        let near = NearMatch.of(name, among: known)
        let hint = near.map { ": did you mean \($0)?" } ?? ""
        return Self.fault(list, index, key, "names \(name), and there is no such \(kind)\(hint)")
    }

    private static func fault(_ list: CodingKeys, _ index: Int, _ key: String, _ message: String) -> ScenarioFault {
        ScenarioFault([list, AnyKey(intValue: index) ?? AnyKey("\(index)"), AnyKey(key)], message)
    }
}
