internal import Licensing
internal import Sandbox
internal import TerminalUI

extension Scene {
    /// Every picture of the documentation. Keys, users and products are those of the sandbox's catalogue.
    static let all = screens + exceptions

    private static let screens = [
        Scene(name: "desk", keys: threeBorrows + .anotherForm + anotherSeat),
        Scene(name: "desk-monochrome", looks: [.monochrome], keys: threeBorrows + .anotherForm + anotherSeat),
        Scene(name: "desk-high-contrast", looks: [.highContrast], keys: threeBorrows + .anotherForm + anotherSeat),
        Scene(name: "desk-narrow", size: Size(columns: 60, rows: 16), keys: threeBorrows),
        Scene(
            name: "desk-wide", size: Size(columns: 120, rows: 40),
            keys: threeBorrows + .anotherForm + seatsTaken + [.enter]),
        Scene(name: "borrowed", keys: userSeat + [.enter] + .anotherForm + keySeat + [.enter]),
        Scene(name: "calendar", keys: threeBorrows + .anotherForm + keySeat + [.backTab, .backTab, .down]),
        Scene(
            name: "license-picker",
            keys: keySeat + [.enter] + .anotherForm + userSeat + [.backTab, .character(" "), .tab, .enter, .down]),
        Scene(name: "problem", keys: userSeat + [.enter] + .anotherForm + seatsTaken + [.enter]),
        Scene(
            name: "problem-unknown",
            faults: Faults(on: borrowPath) + Faults(.hangAfterEffect, on: borrowPath),
            keys: userSeat + [.enter] + .anotherForm + keySeat + [.enter]),
        Scene(name: "return", keys: threeBorrows + [.character("r")]),
        Scene(name: "extend", keys: threeBorrows + [.character("e")] + .replaced(by: "tomorrow 9am")),
        Scene(
            name: "marks", keys: threeBorrows + [.character("*"), .character("r")]),
        Scene(name: "timeline", keys: threeBorrows + [.character("t")]),
        Scene(name: "who-holds-what", keys: threeBorrows + [.character("w")]),
        Scene(name: "search", keys: threeBorrows + [.character("/")] + .typed("sim")),
        Scene(name: "details", size: Size(columns: 100, rows: 30), keys: threeBorrows + [.character("d")]),
        Scene(name: "form-unfolded", keys: threeBorrows + .anotherForm + unfolded),
        Scene(name: "first-start", program: .firstStart, keys: [.enter, .enter] + .typed("an-api-key") + [.enter]),
        Scene(
            name: "first-start-end", program: .firstStart,
            keys: [.enter, .enter] + .typed("an-api-key") + [.enter] + .typed("a-shared-key") + [.enter]
                + .typed("CAD-PRO") + [.enter, .enter, .enter, .enter]),
        Scene(name: "commands", keys: threeBorrows + [.character(":")] + .typed("return")),
        Scene(name: "help", keys: threeBorrows + [.character("?")]),
        Scene(name: "guide", program: .demo, keys: [.function(2)] + Array(repeating: .down, count: 15)),
    ]

    /// The panel of each exception of the borrow page, as the sandbox's guide brings it about.
    private static let exceptions = ProblemCode.borrowPage.compactMap { code in
        Inventory.guide.first { $0.code == code }.map { entry in
            Scene(name: "exceptions/" + code.rawValue, keys: .form(entry) + [.enter])
        }
    }

    /// The main job, as the recording shows it: borrow, look at what is held, extend, return.
    static let recording = Scene(
        name: "borrow", looks: [.dark],
        keys: .form("CAD-PRO", key: "CADP-7Q2M-K4XN-9F3T", until: "fri 18:00") + [.enter]
            + [.character("d"), .escape, .character("e")] + .replaced(by: "next mon 9am") + [.enter]
            + [.character("r"), .enter])

    private static let borrowPath = "/api/v4/floating/borrow"

    /// Granted.
    private static let userSeat: [Key] = .form(
        "SIM-X", user: "ana@acme.example", password: "harbour-1", until: "2026-11-23 17:30")
    private static let keySeat: [Key] = .form("CAD-PRO", key: "CADP-7Q2M-K4XN-9F3T", until: "2026-11-27 18:00")
    private static let anotherSeat: [Key] = .form("RENDER", key: "REND-4HXC-M9QT-5VJA", until: "2026-12-11 18:00")
    private static let shortSeat: [Key] = .form("MESH", key: "MESH-6ZTQ-B3XK-R9PA", until: "2026-11-23 14:30")

    /// The fields that are seldom needed, with a feature in one of them.
    private static let unfolded: [Key] =
        .replaced(by: "RENDER") + [.tab, .tab] + .typed("REND") + [.tab, .tab, .tab, .character(" "), .tab, .tab]
        + .typed("GPU")

    /// Refused: both seats of this license are held for good.
    private static let seatsTaken: [Key] = .form("CAD-PRO", key: "CADP-2B8W-HJ5R-6LQE", until: "2026-11-27 18:00")

    private static let threeBorrows: [Key] =
        userSeat + [.enter] + .anotherForm + keySeat + [.enter] + .anotherForm + shortSeat + [.enter]
}
