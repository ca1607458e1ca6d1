/// The schema of a ledger in a database: a few tables, the functions by which alone they are written to, and three roles.
///
/// The tables are those of a ledger in a file. What an operator may do is to read them and to carry out `berth.begin` and
/// `berth.write`, which run with the rights of the schema's owner, number and chain the lines, and make the other rows of them. So
/// no operator can change or remove what is written.
enum PostgresSchema {
    /// The version of tables and functions.
    static let version = 3
    /// The channel on which the number of each new line is told, once it is committed.
    static let channel = "berth"
    /// The key of the advisory lock that whoever adds to the chain holds to the end of the transaction: "Brth".
    static let lock = 0x4272_7468

    /// All of it, in one transaction.
    static let statements =
        [
            "BEGIN", roles, "CREATE SCHEMA berth AUTHORIZATION berth_owner", "SET LOCAL ROLE berth_owner",
            "SET LOCAL search_path = pg_catalog, pg_temp",
        ] + tables + functions + triggers + rights + ["COMMIT"]

    /// The same for `psql`.
    static let script =
        "-- A ledger of Berth: schema berth, version \(version). Run it by psql with ON_ERROR_STOP=1.\n\n"
        + statements.map { $0 + ";\n" }.joined(separator: "\n")

    /// Roles belong to the whole server, so that another ledger's may be there, or be made at this moment.
    private static let roles = """
        DO $$
        DECLARE
            role text;
        BEGIN
            FOREACH role IN ARRAY ARRAY['berth_owner', 'berth_operator', 'berth_auditor'] LOOP
                BEGIN
                    EXECUTE format('CREATE ROLE %I NOLOGIN', role);
                EXCEPTION
                    WHEN duplicate_object OR unique_violation THEN NULL;
                END;
            END LOOP;
        END
        $$
        """

    private static let tables = [
        """
        CREATE TABLE berth.ledger (
            version integer NOT NULL,
            last_line bigint NOT NULL
        )
        """,
        "CREATE UNIQUE INDEX ledger_is_one ON berth.ledger ((true))",
        "INSERT INTO berth.ledger VALUES (\(version), 0)",
        """
        CREATE TABLE berth.setting (
            name text PRIMARY KEY,
            value bytea NOT NULL
        )
        """,
        """
        CREATE TABLE berth.trail (
            line bigint PRIMARY KEY,
            text text NOT NULL,
            hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
            at text COLLATE "C" NOT NULL,
            kind text NOT NULL CHECK (kind IN ('begun', 'step', 'cut')),
            product text,
            borrow_id text,
            operation_id text,
            phase text,
            receipt text,
            cut_through bigint,
            written_by name NOT NULL,
            written_at timestamptz NOT NULL
        )
        """,
        "CREATE INDEX trail_by_product ON berth.trail (product, line) WHERE product IS NOT NULL",
        "CREATE INDEX trail_by_borrow ON berth.trail (borrow_id, line) WHERE borrow_id IS NOT NULL",
        "CREATE INDEX trail_by_cut ON berth.trail (cut_through) WHERE cut_through IS NOT NULL",
        """
        CREATE TABLE berth.borrow (
            first_line bigint PRIMARY KEY,
            id text NOT NULL UNIQUE,
            line bigint NOT NULL UNIQUE REFERENCES berth.trail (line),
            product text NOT NULL,
            binding text NOT NULL,
            held_until text COLLATE "C",
            is_forgotten boolean NOT NULL
        )
        """,
        "CREATE INDEX borrow_by_binding ON berth.borrow (binding) WHERE NOT is_forgotten",
        "CREATE INDEX borrow_by_hold ON berth.borrow (held_until) WHERE held_until IS NOT NULL",
        "CREATE INDEX borrow_by_product ON berth.borrow (product)",
        """
        CREATE TABLE berth.operation (
            id text PRIMARY KEY,
            borrow_id text NOT NULL REFERENCES berth.borrow (id),
            line bigint NOT NULL UNIQUE REFERENCES berth.trail (line),
            kind text NOT NULL CHECK (kind IN ('borrow', 'release', 'check', 'activate', 'deactivate')),
            phase text NOT NULL CHECK (phase IN ('intended', 'sent', 'confirmed', 'refused', 'unknown', 'noted'))
        )
        """,
        "CREATE INDEX operation_by_borrow ON berth.operation (borrow_id)",
        """
        CREATE TABLE berth.receipt (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            line bigint NOT NULL REFERENCES berth.trail (line),
            operation_id text NOT NULL REFERENCES berth.operation (id),
            request text NOT NULL,
            body bytea NOT NULL,
            is_redacted boolean NOT NULL,
            digest text NOT NULL,
            signature text NOT NULL,
            key_fingerprint text NOT NULL,
            received_at text NOT NULL
        )
        """,
        "CREATE INDEX receipt_by_operation ON berth.receipt (operation_id)",
        "CREATE INDEX receipt_by_line ON berth.receipt (line)",
    ]

    /// What keeps trail and receipts as they are even from their owner, until the triggers are dropped.
    private static let triggers =
        [
            """
            CREATE FUNCTION berth.refuse() RETURNS trigger LANGUAGE plpgsql
            SET search_path = pg_catalog, pg_temp AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    IF EXISTS (SELECT FROM berth.trail WHERE cut_through >= OLD.line) THEN RETURN OLD; END IF;
                END IF;
                RAISE EXCEPTION 'The table % is append-only.', TG_TABLE_NAME;
            END
            $$
            """
        ]
        + ["trail", "receipt"].flatMap { table in
            [
                """
                CREATE TRIGGER \(table)_is_append_only BEFORE UPDATE OR DELETE ON berth.\(table)
                FOR EACH ROW EXECUTE FUNCTION berth.refuse()
                """,
                """
                CREATE TRIGGER \(table)_is_not_truncated BEFORE TRUNCATE ON berth.\(table)
                FOR EACH STATEMENT EXECUTE FUNCTION berth.refuse()
                """,
            ]
        }

    private static let rights = [
        "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA berth FROM PUBLIC",
        "GRANT USAGE ON SCHEMA berth TO berth_operator, berth_auditor",
        """
        GRANT SELECT ON berth.ledger, berth.trail, berth.borrow, berth.operation, berth.receipt
        TO berth_operator, berth_auditor
        """,
        "GRANT SELECT ON berth.setting TO berth_operator",
        "GRANT EXECUTE ON FUNCTION berth.now(), berth.key_digest() TO berth_operator, berth_auditor",
        "GRANT EXECUTE ON FUNCTION berth.begin, berth.write TO berth_operator",
    ]
}
