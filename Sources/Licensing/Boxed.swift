/// Keeps a large value apart from what holds it, so that this stays small.
///
/// It reads, compares and is coded as the value itself.
@propertyWrapper
public struct Boxed<Value> {
    fileprivate var box: Box

    fileprivate indirect enum Box {
        case holding(Value)
    }

    public init(wrappedValue: Value) { box = .holding(wrappedValue) }

    public var wrappedValue: Value {
        get {
            switch box {
            case .holding(let value): value
            }
        }
        set { box = .holding(newValue) }
    }
}

extension Boxed: Sendable where Value: Sendable {}
extension Boxed.Box: Sendable where Value: Sendable {}

extension Boxed: Equatable where Value: Equatable {
    public static func == (one: Self, other: Self) -> Bool { one.wrappedValue == other.wrappedValue }
}

extension Boxed: Hashable where Value: Hashable {
    public func hash(into hasher: inout Hasher) { wrappedValue.hash(into: &hasher) }
}

extension Boxed: Encodable where Value: Encodable {
    public func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
}

extension Boxed: Decodable where Value: Decodable {
    public init(from decoder: any Decoder) throws { self.init(wrappedValue: try Value(from: decoder)) }
}
