/// The elements of an array that can be read: the rest of a response does not fall with one that has another shape.
struct ReadableElements<Element: Decodable>: Decodable {
    var elements: [Element]

    init(from decoder: any Decoder) throws {
        elements = []
        guard var container = try? decoder.unkeyedContainer() else { return }
        while !container.isAtEnd {
            if let element = try container.decode(Attempt.self).element { elements.append(element) }
        }
    }

    /// Reads one element, or nothing: it does not throw, so that the container goes on to the next.
    private struct Attempt: Decodable {
        var element: Element?

        init(from decoder: any Decoder) throws { element = try? Element(from: decoder) }
    }
}
