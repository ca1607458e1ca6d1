public import Testing

/// An exception of the borrow page, how to meet it in the demo, and what a person reads then.
public struct Refusal: CustomTestStringConvertible, Sendable {
    public var code: String
    public var product: String
    public var key: String
    /// What stands in the first sentence.
    public var sentence: String
    public var status: Int32
    /// The end to ask for; nil for the longest.
    public var until: String?

    public var testDescription: String { code }

    /// The eleven, in the order of the guide.
    public static let borrowPage = [
        Refusal(
            code: "missing_headers", product: "FAULT-HEADERS", key: DemoLicense.fault,
            sentence: "A header that every request needs did not reach the server.", status: 16),
        Refusal(
            code: "missing_parameters", product: "FAULT-PARAMS", key: DemoLicense.fault,
            sentence: "The request lacks what the server needs: hardware_id.", status: 16),
        Refusal(
            code: "unknown_product", product: "CAD-PR0", key: DemoLicense.cad,
            sentence: "The server knows no product CAD-PR0", status: 16),
        Refusal(
            code: "license_not_found", product: "CAD-PRO", key: DemoLicense.mesh,
            sentence: "The server found no license of CAD-PRO with the key …R9PA.", status: 10),
        Refusal(
            code: "license_not_active", product: "CAD-PRO", key: "CADP-M3KY-P7UF-2WSB",
            sentence: "This license is not active.", status: 10),
        Refusal(
            code: "license_not_enabled", product: "CAD-PRO", key: "CADP-X9TC-4NVA-8GZD",
            sentence: "This license is switched off.", status: 10),
        Refusal(
            code: "license_borrow_not_allowed", product: "MESH", key: "MESH-J7LV-5CDW-N2YF",
            sentence: "This license does not allow borrowing.", status: 10),
        Refusal(
            code: "borrow_until_not_valid", product: "MESH", key: DemoLicense.mesh,
            sentence: "The server did not accept the end 20", status: 13, until: "2098-12-31 00:00"),
        Refusal(
            code: "device_not_found", product: "MESH", key: "MESH-8QEB-T4SG-X6MH",
            sentence: "The server finds no device", status: 12),
        Refusal(
            code: "blacklisted", product: "MESH", key: "MESH-V5NA-9KRC-3JDT", sentence: "This device is blocked",
            status: 12),
        Refusal(
            code: "floating_not_available", product: "CAD-PRO", key: "CADP-2B8W-HJ5R-6LQE",
            sentence: "Every seat of", status: 11),
    ]
}
