internal import Licensing

/// All that a sandbox starts with, as a YAML file says it: the inventory, the clock, the choices and the faults.
public struct Scenario: Hashable, Sendable {
    /// Who may ask, for what, and on which terms.
    public var inventory: Inventory
    public var clock: ClockSetting
    /// What is done where the reference is silent.
    public var choices: Choices
    /// What goes wrong on purpose.
    public var faults: Faults

    public init(
        inventory: Inventory = .demo, clock: ClockSetting = .real, choices: Choices = Choices(),
        faults: Faults = Faults()
    ) {
        self.inventory = inventory
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
            inventory: Inventory(
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
        try container.encode(inventory.apiKeys, forKey: .apiKeys)
        if !inventory.clients.isEmpty { try container.encode(inventory.clients, forKey: .clients) }
        if !inventory.users.isEmpty { try container.encode(inventory.users, forKey: .users) }
        if !inventory.accounts.isEmpty { try container.encode(inventory.accounts, forKey: .accounts) }
        if !inventory.blacklistedDevices.isEmpty {
            try container.encode(inventory.blacklistedDevices.sorted(), forKey: .blacklistedDevices)
        }
        try container.encode(inventory.products, forKey: .products)
        try container.encode(inventory.licenses, forKey: .licenses)
        if !faults.rules.isEmpty { try container.encode(faults, forKey: .faults) }
    }
}

extension Scenario {
    /// Refuses what refers to nothing, and what stands there twice.
    private func checkReferences() throws {
        try refuseTwins(inventory.products.map(\.code), .products, "code")
        try refuseTwins(inventory.products.map { String($0.id) }, .products, "id")
        try refuseTwins(inventory.licenses.map { String($0.id) }, .licenses, "id")
        try refuseTwins(inventory.users.map(\.email), .users, "email")
        try refuseTwins(inventory.apiKeys.map(\.key), .apiKeys, "key")
        try refuseTwins(inventory.clients.map(\.id), .clients, "id")
        try refuseTwins(inventory.accounts.map(\.code), .accounts, "code")
        for (index, license) in inventory.licenses.enumerated() {
            guard let product = inventory.products.first(where: { $0.code == license.product }) else {
                throw unknown(license.product, "product", inventory.products.map(\.code), .licenses, index, "product")
            }
            switch license.holder {
            case .key where product.signIn == .user:
                throw Self.fault(.licenses, index, "key", "does not fit: \(product.code) is opened by users")
            case .user where product.signIn == .licenseKey:
                throw Self.fault(.licenses, index, "user", "does not fit: \(product.code) is opened by license keys")
            case .user(let email) where !inventory.users.contains { $0.email == email }:
                throw unknown(email, "user", inventory.users.map(\.email), .licenses, index, "user")
            default: continue
            }
        }
        for (index, account) in inventory.accounts.enumerated()
        where !inventory.users.contains(where: { $0.email == account.user }) {
            throw unknown(account.user, "user", inventory.users.map(\.email), .accounts, index, "user")
        }
        for (index, key) in inventory.apiKeys.enumerated() {
            for code in (key.products ?? []).sorted() where !inventory.products.contains(where: { $0.code == code }) {
                throw unknown(code, "product", inventory.products.map(\.code), .apiKeys, index, "products")
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
