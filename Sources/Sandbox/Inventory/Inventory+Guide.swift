internal import FoundationEssentials
internal import Licensing

extension Inventory {
    /// What to try with ``demo``: first what works, then the eleven exceptions of the borrow page in its order, then
    /// some that other pages describe, then responses that cannot be used. An entry holds for a fresh sandbox.
    public static let guide: [GuideEntry] = guideSeats + guideBorrowPage + guideOthers + guideTroubles

    private static let ana = GuideEntry.SignIn.user(name: "ana@acme.example", password: "harbour-1")
    private static let faultKey = GuideEntry.SignIn.licenseKey(demoFaultKey)

    private static let guideSeats: [GuideEntry] = [
        GuideEntry(
            .granted, product: "CAD-PRO", signIn: .licenseKey("CADP-7Q2M-K4XN-9F3T"),
            text: "Borrow with a license key, up to a week. Three of five seats are free."),
        GuideEntry(
            .granted, product: "MESH", signIn: .licenseKey("MESH-6ZTQ-B3XK-R9PA"),
            text: "Borrow for four hours at most."),
        GuideEntry(
            .granted, product: "RENDER", signIn: .licenseKey("REND-4HXC-M9QT-5VJA"),
            text: "Borrow for a month. Ten seats."),
        GuideEntry(
            .granted, product: "SIM-X", signIn: ana,
            text: "Borrow as a user who has two licenses, without choosing one: the first is taken."),
        GuideEntry(
            .granted, product: "SIM-X", signIn: ana, licenseID: 1_699_349_720_166_342,
            text: "Borrow as the same user and choose the second license: one seat, for a day."),
        GuideEntry(
            .granted, product: "RENDER", signIn: .licenseKey("REND-4HXC-M9QT-5VJA"), feature: "GPU",
            text: "Borrow a feature of the license RENDER: two seats of its own, for a day, beside the license's."),
    ]

    private static let guideBorrowPage: [GuideEntry] = [
        GuideEntry(
            .refused(.missingHeaders), product: "FAULT-HEADERS", signIn: faultKey,
            text: "A product of the demo only: refused as if a proxy had dropped Date or Authorization."),
        GuideEntry(
            .refused(.missingParameters), product: "FAULT-PARAMS", signIn: faultKey,
            text: "A product of the demo only: refused as if the client had left hardware_id out."),
        GuideEntry(
            .refused(.unknownProduct), product: "CAD-PR0", signIn: .licenseKey("CADP-7Q2M-K4XN-9F3T"),
            text: "A product code with a slip: a zero for the letter O."),
        GuideEntry(
            .refused(.licenseNotFound), product: "CAD-PRO", signIn: .licenseKey("MESH-6ZTQ-B3XK-R9PA"),
            text: "A license key of another product."),
        GuideEntry(
            .refused(.licenseNotActive), product: "CAD-PRO", signIn: .licenseKey("CADP-M3KY-P7UF-2WSB"),
            text: "A license that is not active."),
        GuideEntry(
            .refused(.licenseNotEnabled), product: "CAD-PRO", signIn: .licenseKey("CADP-X9TC-4NVA-8GZD"),
            text: "A license that the vendor has switched off."),
        GuideEntry(
            .refused(.licenseBorrowNotAllowed), product: "MESH", signIn: .licenseKey("MESH-J7LV-5CDW-N2YF"),
            text: "A floating license that may not be borrowed."),
        GuideEntry(
            .refused(.borrowUntilNotValid), product: "MESH", signIn: .licenseKey("MESH-4CKD-Y7HP-Z5UW"),
            end: .at(Date(timeIntervalSince1970: 4_070_908_800)),
            text:
                "An end more than two hours ahead, which is all that this license allows. Once it has been borrowed that is "
                + "known, and nothing is sent."),
        GuideEntry(
            .refused(.deviceNotFound), product: "MESH", signIn: .licenseKey("MESH-8QEB-T4SG-X6MH"),
            text: "A device that is not activated on the license. Activate it, and the borrow works."),
        GuideEntry(
            .refused(.blacklisted), product: "MESH", signIn: .licenseKey("MESH-V5NA-9KRC-3JDT"),
            text: "A license on which every device is blacklisted."),
        GuideEntry(
            .refused(.floatingNotAvailable), product: "CAD-PRO", signIn: .licenseKey("CADP-2B8W-HJ5R-6LQE"),
            text: "A license whose two seats are held by other devices for good."),
    ]

    private static let guideOthers: [GuideEntry] = [
        GuideEntry(
            .refused(.blacklisted), product: "CAD-PRO", signIn: .licenseKey("CADP-7Q2M-K4XN-9F3T"),
            hardwareID: blacklistedDevice, text: "A device that is blacklisted everywhere, on a license that works."),
        GuideEntry(
            .refused(.licenseNotFound), product: "SIM-X",
            signIn: .user(name: "cleo@acme.example", password: "harbour-3"),
            text: "A user who has no license for the product."),
        GuideEntry(
            .refused(.floatingNotAvailable), product: "SIM-X",
            signIn: .user(name: "ben@acme.example", password: "harbour-2"),
            text: "A user whose two seats are held by other devices for good."),
        GuideEntry(
            .refused(.authenticationFailure), product: "SIM-X",
            signIn: .user(name: "ana@acme.example", password: "harbour-9"), text: "A wrong password."),
        GuideEntry(
            .refused(.licenseExpired), product: "CAD-PRO", signIn: .licenseKey("CADP-5RGH-D8EJ-V2NC"),
            text: "A license that ended with the year 2024."),
        GuideEntry(
            .refused(.licenseBorrowNotAllowed), product: "RENDER", signIn: .licenseKey("REND-D6NB-K2YR-8WPE"),
            text: "A license whose seats the cloud does not count: it cannot be borrowed here."),
        GuideEntry(
            .refused(.invalidLicenseFeatureCode), product: "RENDER", signIn: .licenseKey("REND-4HXC-M9QT-5VJA"),
            feature: "GPX", text: "A feature's code with a slip: an X for the letter U."),
        GuideEntry(
            .refused(.featureNotFloating), product: "RENDER", signIn: .licenseKey("REND-4HXC-M9QT-5VJA"),
            feature: "EXPORT", text: "A feature that comes with each device: it has no seats to borrow."),
        GuideEntry(
            .refused(.deviceNotFound), product: "MESH", signIn: .licenseKey("MESH-3WFP-G8ZU-7TKB"),
            text: "A device that cannot be activated either: the license allows one, and that is another."),
    ]

    private static let guideTroubles: [GuideEntry] = [
        GuideEntry(
            .troubled(.transportLost), product: "FAULT-LOST", signIn: faultKey,
            text: "A product of the demo only: the seat is taken, and the connection breaks before the response."),
        GuideEntry(
            .troubled(.transportTimeout), product: "FAULT-SLOW", signIn: faultKey,
            text: "A product of the demo only: the seat is taken, and no response ever comes."),
        GuideEntry(
            .troubled(.responseUnverified), product: "FAULT-SIGNED", signIn: faultKey,
            text: "A product of the demo only: the seat is taken, and the response's signature is wrong."),
    ]
}
