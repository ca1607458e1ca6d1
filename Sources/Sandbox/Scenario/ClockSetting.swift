public import FoundationEssentials
internal import Licensing

/// How a sandbox's clock runs, as a scenario file and `--clock` write it.
public enum ClockSetting: Hashable, Sendable {
    /// As this host's: `real`.
    case real
    /// It stands still at an instant: `frozen:2031-05-06T00:00:00Z`.
    case frozen(Date)
    /// It starts with this host's and runs a number of times as fast: `fast:60`.
    case fast(factor: Double)

    /// Reads a setting; nil for anything that is none.
    public init?(_ text: String) {
        let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (halves.first, halves.count) {
        case ("real", 1):
            self = .real
        case ("frozen", 2):
            guard let date = UTC.parse(halves[1]) else { return nil }
            self = .frozen(date)
        case ("fast", 2):
            guard let factor = Double(halves[1]), factor.isFinite, (0.001...1_000_000).contains(factor) else {
                return nil
            }
            self = .fast(factor: factor)
        default:
            return nil
        }
    }

    /// What may be written, for people.
    public static let allowed = "real, fast:60 or frozen:2031-05-06T00:00:00Z"

    /// The setting as it is written.
    public var text: String {
        switch self {
        case .real: "real"
        case .frozen(let date): "frozen:\(UTC.format(date))"
        case .fast(let factor): "fast:\(factor == factor.rounded() ? String(Int(factor)) : String(factor))"
        }
    }

    /// A clock that runs so, from now on.
    public var clock: any SandboxClock {
        switch self {
        case .real: .system
        case .frozen(let date): .handed { date }
        case .fast(let factor): .fast(factor: factor)
        }
    }
}

extension ClockSetting: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try? decoder.singleValueContainer().decode(String.self)
        guard let text, let setting = ClockSetting(text) else {
            throw ScenarioFault(decoder.codingPath, "must be \(Self.allowed)")
        }
        self = setting
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
