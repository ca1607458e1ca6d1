/// Has a place of its own among others of its kind.
protocol Ordered: Sendable {
    func isBefore(_ other: Self) -> Bool
}

/// A sorted list, kept in runs of bounded length.
///
/// A copy shares its runs with the original. So a change copies one run and the list of runs, far less than all, and to
/// compare a list with what it was before the change looks into that run alone.
struct SortedRuns<Element: Ordered>: Sendable {
    private(set) var runs: [[Element]] = []
    private(set) var count = 0
    /// The position of each run's first element.
    private var starts: [Int] = []

    /// The length of the longest run: about the square root of the longest list.
    static var longestRun: Int { 256 }

    init() {}

    /// Sorts elements that come in any order.
    init(_ elements: [Element]) {
        let sorted = elements.sorted { $0.isBefore($1) }
        runs = stride(from: 0, to: sorted.count, by: Self.longestRun).map { start in
            Array(sorted[start...].prefix(Self.longestRun))
        }
        count = sorted.count
        starts = Array(stride(from: 0, to: count, by: Self.longestRun))
    }

    /// The position of the first element that meets a condition; all that follow have to meet it, too.
    func position(where meets: (Element) -> Bool) -> Int {
        let run = runs.turningPoint { $0.last.map(meets) ?? false }
        return run == runs.count ? count : starts[run] + runs[run].turningPoint(meets)
    }

    mutating func insert(_ element: Element) {
        count += 1
        guard let (run, place) = place(of: element) else {
            (runs, starts) = ([[element]], [0])
            return
        }
        if runs[run].count < Self.longestRun {
            runs[run].insert(element, at: place)
            move(from: run + 1, by: 1)
        } else if place == Self.longestRun {
            // Where elements come in order, runs stay full.
            runs.insert([element], at: run + 1)
            starts.insert(starts[run] + place, at: run + 1)
            move(from: run + 2, by: 1)
        } else {
            let half = Self.longestRun / 2
            runs.insert(Array(runs[run][half...]), at: run + 1)
            runs[run].removeSubrange(half...)
            starts.insert(starts[run] + half, at: run + 1)
            runs[place < half ? run : run + 1].insert(element, at: place < half ? place : place - half)
            move(from: place < half ? run + 1 : run + 2, by: 1)
        }
    }

    /// Removes what stands in the place of an element, if anything does.
    mutating func remove(_ element: Element) {
        guard let (run, place) = place(of: element), place < runs[run].count, !element.isBefore(runs[run][place]) else {
            return
        }
        count -= 1
        runs[run].remove(at: place)
        move(from: run + 1, by: -1)
        guard runs[run].isEmpty else { return }
        runs.remove(at: run)
        starts.remove(at: run)
    }

    /// Where an element stands or would stand; nil in an empty list.
    private func place(of element: Element) -> (run: Int, place: Int)? {
        guard !runs.isEmpty else { return nil }
        let run = runs.turningPoint { $0.last.map { !$0.isBefore(element) } ?? false }
        if run == runs.count { return (run - 1, runs[run - 1].count) }
        return (run, runs[run].turningPoint { !$0.isBefore(element) })
    }

    private mutating func move(from run: Int, by distance: Int) {
        for index in starts.indices.dropFirst(run) { starts[index] += distance }
    }
}

extension SortedRuns: RandomAccessCollection {
    var startIndex: Int { 0 }
    var endIndex: Int { count }

    subscript(position: Int) -> Element {
        let run = starts.turningPoint { $0 > position } - 1
        return runs[run][position - starts[run]]
    }

    func makeIterator() -> FlattenSequence<[[Element]]>.Iterator { runs.joined().makeIterator() }
}

extension SortedRuns: Equatable where Element: Equatable {
    static func == (one: Self, other: Self) -> Bool {
        guard one.count == other.count else { return false }
        // Runs that both share are equal at once.
        let same = zip(one.runs, other.runs).prefix { $0 == $1 }.count
        return one.runs[same...].joined().elementsEqual(other.runs[same...].joined())
    }
}

extension RandomAccessCollection where Index == Int {
    /// The first index from which on elements meet a condition, found by halving; the end where none does.
    fileprivate func turningPoint(_ meets: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if meets(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
