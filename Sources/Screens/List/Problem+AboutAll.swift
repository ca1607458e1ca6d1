public import Licensing

extension Problem {
    /// Whether it is met by whatever else is sent, so that sending more makes only more of it.
    public var isAboutAll: Bool {
        let code = code.rawValue
        return code.hasPrefix("transport_") || code.hasPrefix("config_") || code.hasPrefix("ledger_") || status == 401
    }
}
