internal import ClientLive
internal import Licensing

extension BerthConfiguration {
    /// The user who opens a license; nil where a license key does.
    ///
    /// - Parameters:
    ///   - named: the user whom a flag or a row names.
    ///   - isByKey: whether one of them says where the license key is.
    ///   - hasPassword: whether one of them says where the password is.
    /// - Throws: `input_invalid` where they say nothing, both are configured, and neither goes before the other.
    func user(named: String?, isByKey: Bool, hasPassword: Bool) throws(Problem) -> String? {
        if named != nil || isByKey { return named }
        if hasPassword, let username { return username }
        if let fault = opening?.fault() { throw fault }
        return if case .user(let name) = opening { name } else { nil }
    }
}
