internal import Licensing

/// How a configuration is read: up to the first fault, or to its end, with all its faults.
struct ConfigurationFaults {
    /// Whether the reading goes on after a fault.
    let goesOn: Bool
    /// What was found so far, each once: profiles share what stands at the top level.
    private(set) var all: [Problem] = []

    /// Reads one thing.
    ///
    /// - Returns: nil where that cannot be used, and the reading goes on.
    /// - Throws: what is wrong with it, where the reading does not go on.
    mutating func check<Value>(_ body: () throws(Problem) -> Value) throws(Problem) -> Value? {
        do {
            return try body()
        } catch {
            guard goesOn else { throw error }
            add(error)
            return nil
        }
    }

    mutating func add(_ problem: Problem) {
        if !all.contains(where: { $0.message == problem.message && $0.facts == problem.facts }) { all.append(problem) }
    }
}
