/// What a hook of a watch is told in its environment.
public enum HookVariable: String, CaseIterable, Sendable {
    case event = "BERTH_EVENT"
    case message = "BERTH_MESSAGE"
    case borrow = "BERTH_BORROW_ID"
    case product = "BERTH_PRODUCT"
    case feature = "BERTH_FEATURE"
    case license = "BERTH_LICENSE"
    case device = "BERTH_DEVICE"
    case end = "BERTH_END"
    case secondsLeft = "BERTH_SECONDS_LEFT"
    case server = "BERTH_SERVER"
    case ledger = "BERTH_LEDGER"
}
