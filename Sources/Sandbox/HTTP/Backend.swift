internal import FoundationEssentials
internal import HTTPTypes
internal import Licensing

/// Answers one call at a time, and keeps what each of them changed.
actor Backend {
    private var state: ServiceState
    /// The faults as they stand.
    private(set) var faults: Faults
    private let file: StateFile?

    init(state: ServiceState, faults: Faults, file: StateFile?) {
        self.state = state
        self.faults = faults
        self.file = file
    }

    /// What is to go wrong with a call, which is counted.
    func takeFaults(path: String) -> [Faults.Fault] { faults.take(path: path) }

    /// Forgets the faults that are left, and goes on with these.
    func replaceFaults(_ faults: Faults) { self.faults = faults }

    /// Answers a call. What a refused call changed is undone, and so is what could not be kept on disk.
    func answer(_ call: Call) -> Reply {
        guard let endpoint = Endpoint.all.first(where: { $0.path == call.path && $0.method == call.method }) else {
            return .refused(Refusal(.notFound))
        }
        var next = state
        do throws(Refusal) {
            let reply = try endpoint.answer(call, &next)
            if next.book != state.book {
                do {
                    try file?.save(next.book)
                } catch {
                    throw Refusal(.internalError)
                }
            }
            state = next
            return reply
        } catch {
            return .refused(error)
        }
    }
}
