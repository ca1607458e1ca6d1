/// The statements of the migrations.
enum LedgerTables {
    /// Times are ISO 8601 texts in UTC with milliseconds, so that they sort as times do. `problem`, `doubt`,
    /// `requested_end` and `secret_source` are JSON.
    static let first = """
        CREATE TABLE setting (
            name TEXT PRIMARY KEY NOT NULL,
            value BLOB NOT NULL
        ) STRICT;

        CREATE TABLE borrow (
            id TEXT PRIMARY KEY NOT NULL,
            server TEXT NOT NULL,
            product TEXT NOT NULL,
            license_kind TEXT NOT NULL CHECK (license_kind IN ('key', 'user', 'customerAccount')),
            license_name TEXT NOT NULL,
            license_fingerprint TEXT,
            license_id INTEGER,
            hardware_id TEXT NOT NULL,
            grant_end TEXT,
            grant_max_borrow_hours INTEGER,
            grant_device_id INTEGER,
            grant_license_id INTEGER,
            returned_at TEXT,
            forgotten_at TEXT,
            secret_source TEXT NOT NULL,
            doubt TEXT,
            operation_id TEXT NOT NULL REFERENCES operation (id) DEFERRABLE INITIALLY DEFERRED
        ) STRICT;

        CREATE INDEX borrow_by_end ON borrow (grant_end) WHERE forgotten_at IS NULL;
        CREATE INDEX borrow_in_doubt ON borrow (id) WHERE doubt IS NOT NULL;

        CREATE TABLE operation (
            id TEXT PRIMARY KEY NOT NULL,
            borrow_id TEXT NOT NULL REFERENCES borrow (id) DEFERRABLE INITIALLY DEFERRED,
            kind TEXT NOT NULL CHECK (kind IN ('borrow', 'release', 'check')),
            requested_end TEXT,
            started_at TEXT NOT NULL,
            user TEXT NOT NULL,
            address TEXT,
            host TEXT,
            process INTEGER NOT NULL,
            process_start TEXT,
            phase TEXT NOT NULL CHECK (phase IN ('intended', 'sent', 'confirmed', 'refused', 'unknown', 'seen')),
            problem TEXT,
            reason TEXT
        ) STRICT;

        CREATE INDEX operation_under_way ON operation (phase) WHERE phase IN ('intended', 'sent');
        """
}
