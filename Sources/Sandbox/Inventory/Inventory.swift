internal import Licensing

/// Everything that a sandbox knows when it starts: who may ask, for what, and on which terms.
public struct Inventory: Hashable, Sendable {
    public var apiKeys: [APIKey]
    public var clients: [ClientCredentials]
    public var products: [Product]
    public var licenses: [License]
    public var users: [User]
    public var accounts: [CustomerAccount]
    /// Hardware ids that no license lets in.
    public var blacklistedDevices: Set<String>

    public init(
        apiKeys: [APIKey], clients: [ClientCredentials] = [], products: [Product], licenses: [License],
        users: [User] = [],
        accounts: [CustomerAccount] = [], blacklistedDevices: Set<String> = []
    ) {
        self.apiKeys = apiKeys
        self.clients = clients
        self.products = products
        self.licenses = licenses
        self.users = users
        self.accounts = accounts
        self.blacklistedDevices = blacklistedDevices
    }

    /// The book of a sandbox that starts with this inventory: the devices that it names, and the seats they hold.
    ///
    /// - Parameter book: what was kept of an earlier run.
    func initialBook(_ book: SeatBook = SeatBook()) -> SeatBook {
        var book = book
        for license in licenses {
            for device in license.devices {
                // The inventory's own devices are on the license whatever its limit says.
                _ = try? book.activate(device.hardwareID, on: license.id, limit: nil)
                if device.holdsSeat { book.seed(device.hardwareID, in: SeatPool.ID(licenseID: license.id)) }
            }
        }
        return book
    }
}
