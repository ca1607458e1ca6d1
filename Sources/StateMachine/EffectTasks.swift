/// The effects that run at the moment, by number and, where they have one, by name.
struct EffectTasks {
    typealias ID = Int

    private struct Entry {
        var name: String?
        var isBackground: Bool
        var task: Task<Void, Never>?
    }

    private var entries: [ID: Entry] = [:]
    private var nextID = 0

    /// Whether nothing runs but what waits in the background.
    var isIdle: Bool { entries.values.allSatisfy(\.isBackground) }

    /// Counts an effect as running before its task exists, so that no gap looks like idleness.
    mutating func reserve(_ schedule: EffectSchedule) -> ID {
        let id = nextID
        nextID += 1
        switch schedule {
        case .run, .cancel:
            entries[id] = Entry(name: nil, isBackground: false)
        case .named(let name):
            entries[id] = Entry(name: name, isBackground: false)
        case .background(let name):
            cancel(name)
            entries[id] = Entry(name: name, isBackground: true)
        }
        return id
    }

    mutating func started(_ id: ID, _ task: Task<Void, Never>) {
        entries[id]?.task = task
    }

    mutating func ended(_ id: ID) {
        entries[id] = nil
    }

    func cancel(_ name: String) {
        for entry in entries.values where entry.name == name { entry.task?.cancel() }
    }

    func cancelAll() {
        for entry in entries.values { entry.task?.cancel() }
    }
}
