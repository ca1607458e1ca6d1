internal import Licensing

// Each setting with what it becomes.
extension MergedSettings {
    /// The configuration as far as it can be read: where the reading goes on after a fault, a setting that cannot be used is as
    /// if it were not set.
    func configuration(
        _ overrides: ConfigurationOverrides, asksServer: Bool, readsSecrets: Bool, _ faults: inout ConfigurationFaults
    ) throws(Problem) -> BerthConfiguration {
        var result = BerthConfiguration(ledgerPath: paths.ledger)
        if asksServer {
            try readServer(overrides, into: &result, &faults)
            if readsSecrets { try readAuthorization(into: &result, &faults) }
            try readSignIn(overrides, into: &result, &faults)
            try readWaits(into: &result, &faults)
            try readLog(overrides, into: &result, &faults)
        }
        try readProducts(overrides, into: &result, &faults)
        try readPlaces(overrides, into: &result, &faults)
        try readDesk(overrides, into: &result, &faults)
        result.spellings = spellings(overrides)
        if asksServer { _ = try faults.check { () throws(Problem) in try checkPlaces(overrides, of: result) } }
        return result
    }

    /// Refuses one file for log and ledger: whichever came first would be taken for a broken one of the other.
    private func checkPlaces(_ overrides: ConfigurationOverrides, of result: BerthConfiguration) throws(Problem) {
        guard let log = result.logFile, LinkedPath.areSame(log, result.ledgerPath) else { return }
        let message = "The ledger is in that file, too: keep the log in another one."
        guard overrides.logFile == nil, let layer = layers.first(where: { $0.holds(.logFile) }) else {
            throw .unusable("--log-file: \(message)", name: "--log-file")
        }
        throw layer.problem(.configInvalid, "\(layer.name(.logFile)): \(message)", .logFile)
    }

    /// Which server, and what keeps the way to it safe.
    private func readServer(
        _ overrides: ConfigurationOverrides, into result: inout BerthConfiguration, _ faults: inout ConfigurationFaults
    ) throws(Problem) {
        _ = try faults.check { () throws(Problem) in
            if let server = try checked(overrides.server, .server, .server) { result.server = server }
        }
        _ = try faults.check { () throws(Problem) in
            result.caFile = try path(overrides.caFile, .caFile)
        }
        _ = try faults.check { () throws(Problem) in
            result.allowInsecureHTTP = try flag(overrides.allowInsecureHTTP, .allowInsecureHTTP)
        }
    }

    /// What opens the server. OAuth goes before the keys: nothing is read or run for what is not used.
    private func readAuthorization(
        into result: inout BerthConfiguration, _ faults: inout ConfigurationFaults
    ) throws(Problem) {
        _ = try faults.check { () throws(Problem) in
            result.oauthClientID = try string(nil, .oauthClientID)
        }
        _ = try faults.check { () throws(Problem) in
            result.oauthClientSecret = try secret(.oauthClientSecret, runs: result.oauthClientID != nil)
        }
        guard !result.goesByOAuth else { return }
        _ = try faults.check { () throws(Problem) in
            result.apiKey = try secret(.apiKey)
        }
        _ = try faults.check { () throws(Problem) in
            result.sharedKey = try secret(.sharedKey)
        }
    }

    private func readProducts(
        _ overrides: ConfigurationOverrides, into result: inout BerthConfiguration, _ faults: inout ConfigurationFaults
    ) throws(Problem) {
        _ = try faults.check { () throws(Problem) in
            result.profile = try checked(nil, .profile, .profile)
        }
        _ = try faults.check { () throws(Problem) in
            result.products =
                try first { layer throws(Problem) in try layer.products() } ?? []
        }
        _ = try faults.check { () throws(Problem) in
            result.product = try checked(overrides.product, .product, .product)
        }
        _ = try faults.check { () throws(Problem) in
            result.hardwareID = try checked(overrides.hardwareID, .hardwareID, .hardwareID)
        }
        _ = try faults.check { () throws(Problem) in
            let algorithm = try checked(nil, .hardwareIDAlgorithm, .algorithm)
            if let algorithm { result.hardwareIDAlgorithm = algorithm }
        }
    }

    /// What opens licenses.
    private func readSignIn(
        _ overrides: ConfigurationOverrides, into result: inout BerthConfiguration, _ faults: inout ConfigurationFaults
    ) throws(Problem) {
        _ = try faults.check { () throws(Problem) in
            result.username = try checked(overrides.username, .username, .username)
        }
        _ = try faults.check { () throws(Problem) in
            result.licenseKeySource = try place(overrides.licenseKeyFile, .licenseKey)
        }
        _ = try faults.check { () throws(Problem) in
            result.passwordSource = try place(overrides.passwordFile, .password)
        }
        _ = try faults.check { () throws(Problem) in
            result.opening = try opening(overrides, result.username)
        }
    }

    /// The ledger, and the key that receipts are verified with, too.
    private func readPlaces(
        _ overrides: ConfigurationOverrides, into result: inout BerthConfiguration, _ faults: inout ConfigurationFaults
    ) throws(Problem) {
        _ = try faults.check { () throws(Problem) in
            result.publicKeyFile = try path(overrides.publicKeyFile, .publicKeyFile)
        }
        _ = try faults.check { () throws(Problem) in
            let text = try path(overrides.ledger, .ledger) ?? paths.ledger
            do throws(Problem) {
                result.ledgerPath = try LedgerAddress(text).text
            } catch {
                guard error.code == .configInvalid, overrides.ledger != nil else { throw error }
                throw .unusable("--ledger: \(error.message)", name: "--ledger")
            }
        }
    }

    private func readLog(
        _ overrides: ConfigurationOverrides, into result: inout BerthConfiguration, _ faults: inout ConfigurationFaults
    ) throws(Problem) {
        _ = try faults.check { () throws(Problem) in
            result.logFile = try path(overrides.logFile, .logFile)
        }
        _ = try faults.check { () throws(Problem) in
            let level = try checked(overrides.logLevel, .logLevel, .logLevel)
            if let level { result.logLevel = level }
        }
    }

    private func readDesk(
        _ overrides: ConfigurationOverrides, into result: inout BerthConfiguration, _ faults: inout ConfigurationFaults
    ) throws(Problem) {
        _ = try faults.check { () throws(Problem) in
            result.timeZone = try checked(overrides.timeZone, .timeZone, .timeZone)
        }
        _ = try faults.check { () throws(Problem) in
            result.theme = try choice(overrides.theme, .theme)
        }
        _ = try faults.check { () throws(Problem) in
            result.notify = try choice(overrides.notify, .notify)
        }
        _ = try faults.check { () throws(Problem) in
            let hours = try first { layer throws(Problem) in try layer.hours(.warning) }
            if let hours { result.warningHours = hours }
        }
        _ = try faults.check { () throws(Problem) in
            result.ascii = try flag(overrides.ascii, .ascii)
        }
        _ = try faults.check { () throws(Problem) in
            result.mouse = try flag(overrides.mouse, .mouse)
        }
        _ = try faults.check { () throws(Problem) in
            result.colours = layers.lazy.compactMap { $0.choices(.colours) }.first ?? []
            result.keys = layers.lazy.compactMap { $0.choices(.keys) }.first ?? []
        }
    }

    private func readWaits(
        into result: inout BerthConfiguration, _ faults: inout ConfigurationFaults
    ) throws(Problem) {
        _ = try faults.check { () throws(Problem) in
            if let seconds = try seconds(.connectTimeoutSeconds) { result.connectTimeoutSeconds = seconds }
        }
        _ = try faults.check { () throws(Problem) in
            if let seconds = try seconds(.requestTimeoutSeconds) { result.requestTimeoutSeconds = seconds }
        }
        _ = try faults.check { () throws(Problem) in
            result.readTimeoutSeconds = try seconds(.readTimeoutSeconds)
        }
        _ = try faults.check { () throws(Problem) in
            if let seconds = try seconds(.settleAfterSeconds) { result.settleAfterSeconds = seconds }
        }
    }
}

extension BerthConfiguration {
    /// Whether it has all that OAuth needs.
    fileprivate var goesByOAuth: Bool { oauthClientID != nil && oauthClientSecret != nil }
}
