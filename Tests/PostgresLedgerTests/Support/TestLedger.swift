import Foundation
import Ledger
import Licensing
import PostgresLedger
import TestKit

extension PostgresCluster {
    /// A database with a ledger, and users: ana and bo borrow, audrey audits, olga owns. Its clock stands still at the start of the
    /// tests' clock, until it is told to move.
    func newLedgerDatabase() async throws -> String {
        let name = try await newDatabase()
        try await PostgresLedger(address(of: name), by: nil).create()
        try await grantRoles()
        try await sql(
            """
            CREATE TABLE clock AS SELECT '\(LedgerTime.text(TestClock.start))'::timestamptz AS at;
            GRANT SELECT ON clock TO PUBLIC;
            CREATE OR REPLACE FUNCTION berth.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT at FROM public.clock';
            """, in: name)
        return name
    }

    private func grantRoles() async throws {
        try await sql(
            """
            DO $$
            DECLARE
                person text[];
            BEGIN
                PERFORM pg_advisory_xact_lock(1);
                FOREACH person SLICE 1 IN ARRAY
                    ARRAY[['ana', 'berth_operator'], ['bo', 'berth_operator'], ['audrey', 'berth_auditor'], ['olga', 'berth_owner']]
                LOOP
                    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = person[1]) THEN
                        EXECUTE format('CREATE ROLE %I LOGIN IN ROLE %I', person[1], person[2]);
                    END IF;
                END LOOP;
            END
            $$
            """)
    }

    /// A ledger that nobody has begun yet.
    func newLedger(user: String = "postgres") async throws -> PostgresLedger {
        ledger(in: try await newLedgerDatabase(), user: user)
    }

    /// The ledger of a database, for a user, on a host with a clock.
    func ledger(
        in database: String, user: String = "ana", at folder: String? = nil, clock: TestClock = TestClock()
    ) -> PostgresLedger {
        PostgresLedger(address(of: database, user: user, at: folder), by: Fixture.performer, now: { clock.now })
    }

    /// Moves the clock of a database by a number of seconds.
    func advance(_ database: String, by seconds: TimeInterval) async throws {
        try await sql("UPDATE clock SET at = at + \(seconds) * interval '1 second'", in: database)
    }
}

/// A borrow of a user's own license.
func borrow(_ id: String, phase: OperationPhase = .intended) -> Borrow {
    Fixture.borrow(id, license: .user(id), phase: phase)
}

/// The problem that a body throws; nil where it throws none.
func problem(_ body: () async throws -> some Any) async -> Problem? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? Problem
    }
}
