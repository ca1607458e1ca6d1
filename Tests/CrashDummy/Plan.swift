internal import Foundation
internal import Licensing

/// What a dummy is to do, as its environment says.
struct Plan: Sendable {
    enum Action: String {
        /// Only begin, which settles what others left open.
        case start
        case borrow
        /// Borrow the license's feature.
        case borrowFeature
        /// Borrow, and never hear the response.
        case loseBorrow
        case extend, release, check, note
        /// Take the device off the license.
        case deactivate
    }

    /// A word that the environment does not say, or says wrongly.
    struct Missing: Error { let name: String }

    /// The variable that holds the license key.
    static let keyName = "BERTH_LICENSE_KEY"

    let server: String
    let publicKey: String
    let ledger: String
    let product: String
    let key: Secret
    let device: HardwareID
    let actions: [Action]
    let fault: FaultPoint?
    let gate: Gate?
    /// How many seconds this process's clock is ahead, so that what others left counts as lapsed.
    let ahead: TimeInterval

    /// The clock of this process.
    @Sendable func now() -> Date { Date(timeIntervalSinceNow: ahead) }

    init(_ environment: [String: String]) throws {
        func word(_ name: String) throws -> String {
            guard let value = environment[name] else { throw Missing(name: name) }
            return value
        }
        server = try word("CRASH_SERVER")
        publicKey = try word("CRASH_PUBLIC_KEY")
        ledger = try word("CRASH_LEDGER")
        product = try word("CRASH_PRODUCT")
        key = Secret(try word(Self.keyName))
        device = HardwareID(rawValue: try word("CRASH_DEVICE"))
        actions = try word("CRASH_ACTIONS").split(separator: ",").map { name in
            guard let action = Action(rawValue: String(name)) else { throw Missing(name: String(name)) }
            return action
        }
        fault = try environment["CRASH_AT"].map { text in
            guard let fault = FaultPoint(text) else { throw Missing(name: text) }
            return fault
        }
        gate = environment["CRASH_GATE"].map(Gate.init(path:))
        ahead = environment["CRASH_AHEAD"].flatMap(TimeInterval.init) ?? 0
    }
}

/// Lets many processes begin at the same moment: each says that it is ready, then waits for a lock to be let go.
struct Gate: Sendable {
    let path: String

    func pass() throws {
        let ready = FileHandle(forWritingAtPath: path + ".ready")
        try ready?.write(contentsOf: Data([1]))
        let lock = open(path, O_RDONLY | O_CLOEXEC)
        guard lock >= 0 else { throw Plan.Missing(name: path) }
        while flock(lock, LOCK_SH) != 0, errno == EINTR {}
        close(lock)
    }
}
