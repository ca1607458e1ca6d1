public import Licensing

extension Problem {
    /// Whether it is met by whatever else is sent, so that sending more makes only more of it: nobody is reached, nothing can be written
    /// down, or the account or the clock is refused. A user's password is one license's.
    public var isAboutAll: Bool {
        if code == .authenticationFailure { return false }
        let exit = ProblemCatalogue.explain(self).exitCode
        return [.transport, .config, .ledger].contains(code.family)
            || status == 401 || exit == .authorizationRefused || exit == .clockRefused
    }
}
