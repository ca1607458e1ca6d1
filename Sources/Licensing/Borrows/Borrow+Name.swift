/// What tells borrows apart that are called the same: of one product, feature, license and device, as these are written.
public struct Namesakes: Sendable {
    private var numbers: Set<Int64?> = []
    private var bundles: Set<String?> = []

    public init(_ borrows: some Sequence<Borrow>) { for borrow in borrows { add(borrow) } }

    mutating func add(_ borrow: Borrow) {
        numbers.insert(borrow.licenseNumber)
        bundles.insert(borrow.subject.bundleCode)
    }

    /// What tells a borrow from these others: the end of its license's number, as long as it takes, or its bundle; nil where there is
    /// nothing to tell them apart.
    public func mark(of borrow: Borrow) -> String? {
        // A key opens one license: that its number is not known tells nothing apart.
        let isByKey = if case .key = borrow.subject.license { true } else { false }
        let told = isByKey ? numbers.filter { $0 != nil && borrow.licenseNumber != nil } : numbers
        if told.contains(where: { $0 != borrow.licenseNumber }) {
            guard let number = borrow.licenseNumber.map(String.init) else { return "any" }
            let others = numbers.compactMap { $0.map(String.init) }.filter { $0 != number }
            let length = (4...max(4, number.count)).first { length in
                !others.contains { $0.suffix(length) == number.suffix(length) }
            }
            return "…" + number.suffix(length ?? number.count)
        }
        guard bundles.contains(where: { $0 != borrow.subject.bundleCode }) else { return nil }
        return borrow.subject.bundleCode ?? "no bundle"
    }
}

extension Sequence<Borrow> {
    /// What tells each of them from the others that are called the same; nil for what needs nothing.
    public var marks: [String?] {
        let namesakes = reduce(into: [Name: Namesakes]()) { $0[Name($1.subject), default: Namesakes([])].add($1) }
        return map { namesakes[Name($0.subject)]?.mark(of: $0) }
    }
}

/// What a borrow is called, and where.
private struct Name: Hashable {
    var title: String
    var license: String
    var device: HardwareID

    init(_ subject: BorrowSubject) {
        (title, license, device) = (subject.title, subject.license.label, subject.hardwareID)
    }
}
