internal import FoundationEssentials
internal import Licensing

extension Inventory {
    /// A small company's licenses, among them one for every exception of the borrow page. Every device may borrow from
    /// most of them, so that a demonstration works with any hardware id. ``guide`` says what each is for.
    public static let demo = Inventory(
        apiKeys: [.demo, .demoRevoked, .demoReadOnly, .demoRestricted],
        clients: [ClientCredentials(id: "demo-company", secret: Secret("demo-client-secret"))],
        products: demoProducts,
        licenses: demoKeyLicenses + demoUserLicenses + demoFaultLicenses,
        users: [
            User(email: "ana@acme.example", password: Secret("harbour-1"), firstName: "Ana", lastName: "Marin"),
            User(email: "ben@acme.example", password: Secret("harbour-2"), firstName: "Ben", lastName: "Quay"),
            User(
                email: "cleo@acme.example", password: Secret("harbour-3"), firstName: "Cleo", lastName: "Dock",
                mayChangePassword: false),
        ],
        accounts: [
            CustomerAccount(
                code: "acme", user: "ana@acme.example", idToken: Secret("demo-id-token"),
                authorizationCode: Secret("demo-code"))
        ],
        blacklistedDevices: [blacklistedDevice])

    /// A hardware id that no license of ``demo`` lets in.
    public static let blacklistedDevice = "stolen-laptop-0001"

    private static let demoProducts = [
        Product(id: 1_683_881_296_184_003, code: "CAD-PRO", name: "CAD Professional"),
        Product(id: 1_683_881_296_184_011, code: "MESH", name: "Mesh Studio", floatingTimeoutMinutes: 60),
        Product(id: 1_683_881_296_184_027, code: "RENDER", name: "Render Engine"),
        Product(id: 1_683_881_296_184_038, code: "SIM-X", name: "Simulation X", signIn: .user),
        Product(
            id: 1_683_881_296_184_101, code: "FAULT-HEADERS", name: "Demo: missing headers",
            refusesWith: .missingHeaders),
        Product(
            id: 1_683_881_296_184_102, code: "FAULT-PARAMS", name: "Demo: missing parameters",
            refusesWith: .missingParameters),
        Product(
            id: 1_683_881_296_184_103, code: "FAULT-LOST", name: "Demo: the connection breaks",
            faultAfterBorrow: .closeAfterEffect),
        Product(
            id: 1_683_881_296_184_104, code: "FAULT-SLOW", name: "Demo: no response comes",
            faultAfterBorrow: .hangAfterEffect),
        Product(
            id: 1_683_881_296_184_105, code: "FAULT-SIGNED", name: "Demo: the signature is wrong",
            faultAfterBorrow: .wrongSignature),
    ]

    /// Licenses of key-based products.
    private static let demoKeyLicenses = [
        key(1_699_349_720_166_301, "CAD-PRO", "CADP-7Q2M-K4XN-9F3T", seats: 5, hours: 168) {
            $0.devices = [Device("cad-workstation-01", holdsSeat: true), Device("cad-workstation-02", holdsSeat: true)]
        },
        key(1_699_349_720_166_302, "CAD-PRO", "CADP-2B8W-HJ5R-6LQE", seats: 2, hours: 168) {
            $0.devices = [Device("cad-workstation-03", holdsSeat: true), Device("cad-workstation-04", holdsSeat: true)]
        },
        key(1_699_349_720_166_303, "CAD-PRO", "CADP-X9TC-4NVA-8GZD", seats: 3, hours: 72) { $0.isEnabled = false },
        key(1_699_349_720_166_304, "CAD-PRO", "CADP-M3KY-P7UF-2WSB", seats: 3, hours: 72) { $0.isActive = false },
        key(1_699_349_720_166_305, "CAD-PRO", "CADP-5RGH-D8EJ-V2NC", seats: 3, hours: 72) {
            $0.validUntil = Date(timeIntervalSince1970: 1_735_689_600)
        },
        key(1_699_349_720_166_311, "MESH", "MESH-6ZTQ-B3XK-R9PA", seats: 3, hours: 4),
        key(1_699_349_720_166_312, "MESH", "MESH-J7LV-5CDW-N2YF", seats: 3, hours: 72) { $0.canBorrow = false },
        key(1_699_349_720_166_313, "MESH", "MESH-8QEB-T4SG-X6MH", seats: 3, hours: 72) {
            $0.activatesAnyDevice = false
            $0.maxActivations = 3
            $0.devices = [Device("mesh-cluster-01", holdsSeat: true)]
        },
        key(1_699_349_720_166_314, "MESH", "MESH-V5NA-9KRC-3JDT", seats: 3, hours: 72) {
            $0.blacklistsEveryDevice = true
        },
        key(1_699_349_720_166_315, "MESH", "MESH-3WFP-G8ZU-7TKB", seats: 3, hours: 72) {
            $0.activatesAnyDevice = false
            $0.maxActivations = 1
            $0.devices = [Device("mesh-cluster-02")]
        },
        key(1_699_349_720_166_316, "MESH", "MESH-4CKD-Y7HP-Z5UW", seats: 3, hours: 2),
        key(1_699_349_720_166_321, "RENDER", "REND-4HXC-M9QT-5VJA", seats: 10, hours: 720) {
            $0.features = [
                Feature(id: 5001, code: "GPU", name: "GPU rendering", seats: 2, maxBorrowHours: 24),
                Feature(id: 5002, code: "EXPORT", name: "Film export", seats: nil),
            ]
        },
        key(1_699_349_720_166_322, "RENDER", "REND-D6NB-K2YR-8WPE", seats: 1, hours: 24) {
            $0.isFloatingCloud = false
        },
    ]

    /// Licenses of license users.
    private static let demoUserLicenses = [
        user(1_699_349_720_166_341, "SIM-X", "ana@acme.example", seats: 4, hours: 72) {
            $0.devices = [Device("sim-node-01", holdsSeat: true)]
        },
        user(1_699_349_720_166_342, "SIM-X", "ana@acme.example", seats: 1, hours: 24),
        user(1_699_349_720_166_343, "SIM-X", "ben@acme.example", seats: 2, hours: 48) {
            $0.devices = [Device("sim-node-02", holdsSeat: true), Device("sim-node-03", holdsSeat: true)]
        },
    ]

    /// Licenses of the products on which something goes wrong.
    private static let demoFaultLicenses = [
        key(1_699_349_720_166_391, "FAULT-LOST", demoFaultKey, seats: 3, hours: 24),
        key(1_699_349_720_166_392, "FAULT-SLOW", demoFaultKey, seats: 3, hours: 24),
        key(1_699_349_720_166_393, "FAULT-SIGNED", demoFaultKey, seats: 3, hours: 24),
    ]

    /// The license key of all the fault products.
    static let demoFaultKey = "FALT-0000-0000-0001"

    private typealias Device = License.Device

    private static func key(
        _ id: Int64, _ product: String, _ key: String, seats: Int, hours: Int,
        _ change: (inout License) -> Void = { _ in }
    ) -> License {
        License(id: id, product: product, holder: .key(Secret(key)), seats: seats, maxBorrowHours: hours)
            .with { $0.activatesAnyDevice = true }.with(change)
    }

    private static func user(
        _ id: Int64, _ product: String, _ email: String, seats: Int, hours: Int,
        _ change: (inout License) -> Void = { _ in }
    ) -> License {
        License(id: id, product: product, holder: .user(email), seats: seats, maxBorrowHours: hours)
            .with { $0.activatesAnyDevice = true }.with(change)
    }
}

extension Inventory.APIKey {
    /// The one to use with ``Inventory/demo``.
    public static let demo = Inventory.APIKey(
        key: Secret("3f6b1a52-7c0e-4d2a-9b61-5e8d0c4f7a10"), sharedKey: Secret("demo-shared-key-of-the-sandbox-0001"))

    /// Refused with `revoked_api_key`.
    public static let demoRevoked = Inventory.APIKey(
        key: Secret("3f6b1a52-7c0e-4d2a-9b61-5e8d0c4f7a11"), sharedKey: Secret("demo-shared-key-of-the-sandbox-0002"),
        isRevoked: true)

    /// Good for looking only: borrowing is refused with `read_only_api_key`.
    public static let demoReadOnly = Inventory.APIKey(
        key: Secret("3f6b1a52-7c0e-4d2a-9b61-5e8d0c4f7a12"), sharedKey: Secret("demo-shared-key-of-the-sandbox-0003"),
        isReadOnly: true)

    /// May activate MESH only.
    public static let demoRestricted = Inventory.APIKey(
        key: Secret("3f6b1a52-7c0e-4d2a-9b61-5e8d0c4f7a13"), sharedKey: Secret("demo-shared-key-of-the-sandbox-0004"),
        products: ["MESH"])
}
