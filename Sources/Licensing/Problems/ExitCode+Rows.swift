extension ExitCode {
    /// Which status many rows come to, in words.
    public static let ofRows =
        "With --from FILE it is that of the worst row: unknown first (21), then the ledger (30), then what was not carried out "
        + "(23, 22, 20), then what was refused (16 to 10), then what is wrong with a row (78, 64), then any other failure (1). "
        + "A row that --timeout leaves, or an output that takes nothing, is not carried out (20)."

    /// Whether it weighs more among the rows of a file, as ``ofRows`` says.
    public func isWorse(than other: ExitCode) -> Bool { (weight, rawValue) > (other.weight, other.rawValue) }

    private var weight: Int {
        switch self {
        case .outcomeUnknown: 6
        case .ledger: 5
        case .notReached, .inProgress, .overtaken: 4
        case .licenseRefused, .noSeat, .deviceRefused, .endRefused, .authorizationRefused, .clockRefused,
            .requestRefused:
            3
        case .usage, .configuration: 2
        case .success: 0
        default: 1
        }
    }
}
