/// The statements that make the tables.
enum LedgerTables {
    /// The trail is what was written; all else is made of it. What a line's own text says stands in columns for whoever
    /// reads the file with SQLite's own tools, and for the indexes; SQLite derives those, so they cannot say otherwise.
    ///
    /// Lines and receipts can only be added, and removed only after a line of kind `cut` says through which.
    static let trail = """
        CREATE TABLE trail (
            line INTEGER PRIMARY KEY AUTOINCREMENT,
            text TEXT NOT NULL,
            hash TEXT NOT NULL CHECK (length(hash) = 64),
            at TEXT AS (json_extract(text, '$.at')),
            kind TEXT AS (json_extract(text, '$.kind')) CHECK (kind IN ('begun', 'step', 'cut')),
            user TEXT AS (json_extract(text, '$.performer.user')),
            product TEXT AS (json_extract(text, '$.borrow.subject.product')),
            borrow_id TEXT AS (json_extract(text, '$.borrow.id')),
            operation_id TEXT AS (json_extract(text, '$.borrow.operation.id')),
            phase TEXT AS (json_extract(text, '$.borrow.operation.phase')),
            receipt TEXT AS (json_extract(text, '$.receipt')),
            cut_through INTEGER AS (json_extract(text, '$.through'))
        ) STRICT;

        CREATE INDEX trail_by_product ON trail (product, line) WHERE product IS NOT NULL;
        CREATE INDEX trail_by_cut ON trail (cut_through) WHERE cut_through IS NOT NULL;

        CREATE TABLE receipt (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            line INTEGER NOT NULL REFERENCES trail (line),
            operation_id TEXT NOT NULL REFERENCES operation (id),
            request TEXT NOT NULL,
            body BLOB NOT NULL,
            is_redacted INTEGER NOT NULL CHECK (is_redacted IN (0, 1)),
            digest TEXT NOT NULL,
            signature TEXT NOT NULL,
            key_fingerprint TEXT NOT NULL,
            received_at TEXT NOT NULL
        ) STRICT;

        CREATE INDEX receipt_by_operation ON receipt (operation_id);
        CREATE INDEX receipt_by_line ON receipt (line);
        """

    /// What stands now: for each borrow and each operation the latest line that tells of it, and what is searched for.
    ///
    /// `binding` is the same text for all that may share the activation of a license on a device, `held_until` the last moment at which there
    /// may be a seat of it to release, empty where there is none. `first_line` is the order in which borrows were made.
    static let standing = """
        CREATE TABLE setting (
            name TEXT PRIMARY KEY NOT NULL,
            value BLOB NOT NULL
        ) STRICT;

        CREATE TABLE borrow (
            first_line INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            line INTEGER NOT NULL UNIQUE REFERENCES trail (line),
            product TEXT NOT NULL,
            binding TEXT NOT NULL,
            held_until TEXT,
            is_forgotten INTEGER NOT NULL CHECK (is_forgotten IN (0, 1))
        ) STRICT;

        CREATE INDEX borrow_by_binding ON borrow (binding) WHERE is_forgotten = 0;
        CREATE INDEX borrow_by_hold ON borrow (held_until) WHERE held_until IS NOT NULL;
        CREATE INDEX borrow_by_product ON borrow (product);

        CREATE TABLE operation (
            id TEXT PRIMARY KEY NOT NULL,
            borrow_id TEXT NOT NULL REFERENCES borrow (id),
            line INTEGER NOT NULL UNIQUE REFERENCES trail (line),
            kind TEXT NOT NULL CHECK (kind IN ('borrow', 'release', 'check', 'activate', 'deactivate')),
            phase TEXT NOT NULL CHECK (phase IN ('intended', 'sent', 'confirmed', 'refused', 'unknown', 'noted'))
        ) STRICT;

        CREATE INDEX operation_by_borrow ON operation (borrow_id);
        """

    /// The triggers that keep trail and receipts from being changed.
    static let triggers = ["trail": "the trail is", "receipt": "receipts are"].map { table, words in
        let number = table == "trail" ? "line" : "number"
        return """
            CREATE TRIGGER \(table)_is_not_updated BEFORE UPDATE ON \(table)
            BEGIN SELECT RAISE(ABORT, '\(words) append-only'); END;
            CREATE TRIGGER \(table)_is_not_deleted BEFORE DELETE ON \(table)
            WHEN NOT EXISTS (SELECT 1 FROM trail WHERE cut_through IS NOT NULL AND cut_through >= OLD.line)
            BEGIN SELECT RAISE(ABORT, '\(words) append-only'); END;
            CREATE TRIGGER \(table)_is_not_replaced BEFORE INSERT ON \(table)
            WHEN EXISTS (SELECT 1 FROM \(table) WHERE \(number) = NEW.\(number))
            BEGIN SELECT RAISE(ABORT, '\(words) append-only'); END;
            """
    }.joined(separator: "\n")
}
