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
        switch opening {
        case nil, .key: return nil
        case .user(let name): return name
        case .either(let key, let user):
            throw .usage(
                "\(key) and \(user) are both set, and either opens a license: say which, by --license-key-file FILE or "
                    + "--user E-MAIL.", name: user)
        }
    }
}
