internal import Glibc
internal import Licensing

/// Why a ledger's file cannot be used, before path and time are known that make a problem of it.
struct LedgerFault: Error, Hashable {
    let code: ProblemCode
    let message: String
    /// The user who might work there; told to the superuser, who may become that user.
    let owner: uid_t?
    /// The folder in which nothing could be made.
    let folder: String?

    init(_ code: ProblemCode, _ message: String, owner: uid_t? = nil, folder: String? = nil) {
        self.code = code
        self.message = message
        self.folder = folder
        self.owner = geteuid() == 0 ? owner : nil
    }
}

/// The system's words for one of its error numbers: `Permission denied`.
func systemWords(_ number: Int32) -> String { String(cString: strerror(number)) }
