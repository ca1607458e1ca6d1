internal import Foundation
internal import Licensing

/// One thing that the doctor looks at.
struct DoctorCheck: Sendable {
    /// What it is called, in the table and in JSON.
    let name: String
    /// Looks at it. Nothing here takes a seat or writes.
    let examine: @Sendable (DoctorPatient) async -> DoctorFinding

    init(_ name: String, _ examine: @escaping @Sendable (DoctorPatient) async -> DoctorFinding) {
        (self.name, self.examine) = (name, examine)
    }

    /// All of them, in the order in which they are told: what others rest on comes first.
    static let all: [DoctorCheck] = [
        configuration, secrets, nameResolution, proxy, server, tls, clock, credentials, product, device, ledger,
        fileSystem, terminal,
    ]

    /// How long one may take, in seconds.
    private static let patience = 45.0

    /// Makes all checks at once, and returns what each has found, in their order.
    static func examineAll(_ patient: DoctorPatient) async -> [(check: DoctorCheck, finding: DoctorFinding)] {
        await withTaskGroup(of: (Int, DoctorFinding).self) { group in
            for (number, check) in all.enumerated() {
                group.addTask {
                    let finding = await within(patience) { await check.examine(patient) }
                    return (number, finding ?? .unknown("It took longer than \(Int(patience)) s."))
                }
            }
            var findings: [(number: Int, finding: DoctorFinding)] = []
            for await found in group { findings.append(found) }
            return findings.sorted { $0.number < $1.number }.map { (all[$0.number], $0.finding) }
        }
    }
}

/// Waits for something, for a while. After that it is cancelled, and nobody waits for it any more.
///
/// - Returns: nil where it took longer.
func within<Value: Sendable>(_ seconds: Double, _ work: @escaping @Sendable () async -> Value) async -> Value? {
    let (results, result) = AsyncStream.makeStream(of: Value?.self)
    let working = Task { result.yield(await work()) }
    let alarm = Task {
        try? await Task.sleep(for: .seconds(seconds))
        result.yield(nil)
    }
    defer {
        working.cancel()
        alarm.cancel()
    }
    for await value in results { return value }
    return nil
}
