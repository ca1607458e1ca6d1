internal import Foundation
public import Testing

extension Trait where Self == Need {
    /// A PostgreSQL server's programs, and another user to run them where this one is the superuser.
    public static var postgres: Need {
        Need("PostgreSQL's server is not installed (package postgresql)", variable: "BERTH_REQUIRE_POSTGRES") {
            PostgresCluster.programs != nil && (geteuid() != 0 || findProgram("setpriv") != nil)
        }
    }
}
