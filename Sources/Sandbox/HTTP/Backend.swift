internal import Files
internal import FoundationEssentials
internal import HTTPTypes
internal import Licensing

/// Responds to one request at a time, and keeps what each of them changed.
actor Backend {
    private var state: ServiceState
    /// The faults as they stand.
    private(set) var faults: Faults
    private let file: StateFile?
    private let lock: FileLock?

    init(state: ServiceState, faults: Faults, file: StateFile?, lock: FileLock?) {
        self.state = state
        self.faults = faults
        self.file = file
        self.lock = lock
    }

    /// What is to go wrong with a request, which is counted.
    func takeFaults(path: String) -> [Faults.Fault] { faults.take(path: path) }

    /// Forgets the faults that are left, and goes on with these.
    func replaceFaults(_ faults: Faults) { self.faults = faults }

    /// Lets another sandbox keep its seats in the file of this one, which has stopped.
    func close() { lock?.release() }

    /// Responds to a request. What a refused one changed is undone, and so is what could not be kept on disk.
    func respond(to request: APIRequest) -> APIResponse {
        guard let route = Route.all.first(where: { $0.path == request.path && $0.method == request.method }) else {
            return .refused(Refusal(.notFound))
        }
        var next = state
        do throws(Refusal) {
            let response = try route.respond(request, &next)
            if next.book != state.book {
                do {
                    try file?.save(next.book)
                } catch {
                    throw Refusal(.internalError)
                }
            }
            state = next
            return response
        } catch {
            return .refused(error)
        }
    }
}
