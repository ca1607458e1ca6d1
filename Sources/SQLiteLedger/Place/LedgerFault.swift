internal import Glibc
internal import Licensing

/// Why a ledger's file cannot be used, before path and time are known that make a problem of it.
struct LedgerFault: Error, Hashable {
    let code: ProblemCode
    let message: String

    init(_ code: ProblemCode, _ message: String) {
        self.code = code
        self.message = message
    }
}

/// The system's words for one of its error numbers: `Permission denied`.
func systemWords(_ number: Int32) -> String { String(cString: strerror(number)) }
