internal import Licensing

/// How a configuration is read: up to the first fault, or to its end, with all its faults.
struct ConfigurationFaults {
    /// Whether the reading goes on after a fault.
    let goesOn: Bool
    /// What was found so far, each once: profiles share what stands at the top level.
    private(set) var all: [Problem] = []
    private var told: Set<Told> = []

    /// What tells one fault from another: not when it was found.
    private struct Told: Hashable {
        let message: String
        let facts: ProblemFacts
    }

    init(goesOn: Bool) { self.goesOn = goesOn }

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
        if told.insert(Told(message: problem.message, facts: problem.facts)).inserted { all.append(problem) }
    }
}
