extension LedgerTables {
    /// The receipts and the trail, which are only ever added to.
    ///
    /// A line of kind `prune` says through which line the trail was cut before it, and that line's hash. Lines can be
    /// deleted only after such a line says so, and a receipt only when no line names it any more. ``TrailChain`` makes
    /// the hashes. `borrow` is JSON.
    static let trail = """
        CREATE TABLE receipt (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            operation_id TEXT NOT NULL REFERENCES operation (id),
            request TEXT NOT NULL,
            body BLOB NOT NULL,
            signature TEXT NOT NULL,
            key_fingerprint TEXT NOT NULL,
            received_at TEXT NOT NULL
        ) STRICT;

        CREATE INDEX receipt_by_operation ON receipt (operation_id);

        CREATE TABLE trail (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('borrow', 'release', 'check', 'prune')),
            user TEXT NOT NULL,
            address TEXT,
            borrow_id TEXT REFERENCES borrow (id),
            operation_id TEXT REFERENCES operation (id),
            phase TEXT,
            borrow TEXT,
            receipt INTEGER REFERENCES receipt (sequence),
            cut_through INTEGER,
            cut_hash BLOB,
            hash BLOB NOT NULL,
            CHECK (
                iif(kind = 'prune',
                    cut_through IS NOT NULL AND cut_hash IS NOT NULL,
                    borrow_id IS NOT NULL AND operation_id IS NOT NULL AND phase IS NOT NULL AND borrow IS NOT NULL))
        ) STRICT;

        CREATE INDEX trail_by_borrow ON trail (borrow_id, sequence);
        CREATE INDEX trail_by_operation ON trail (operation_id);
        CREATE INDEX trail_by_receipt ON trail (receipt) WHERE receipt IS NOT NULL;
        CREATE INDEX trail_by_cut ON trail (cut_through) WHERE cut_through IS NOT NULL;

        CREATE TRIGGER trail_is_not_updated BEFORE UPDATE ON trail
        BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
        CREATE TRIGGER trail_is_not_deleted BEFORE DELETE ON trail
        WHEN NOT EXISTS (SELECT 1 FROM trail WHERE cut_through IS NOT NULL AND cut_through >= OLD.sequence)
        BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
        CREATE TRIGGER trail_is_not_replaced BEFORE INSERT ON trail
        WHEN EXISTS (SELECT 1 FROM trail WHERE sequence = NEW.sequence)
        BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;

        CREATE TRIGGER receipt_is_not_updated BEFORE UPDATE ON receipt
        BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;
        CREATE TRIGGER receipt_is_not_deleted BEFORE DELETE ON receipt
        WHEN EXISTS (SELECT 1 FROM trail WHERE receipt = OLD.sequence)
        BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;
        CREATE TRIGGER receipt_is_not_replaced BEFORE INSERT ON receipt
        WHEN EXISTS (SELECT 1 FROM receipt WHERE sequence = NEW.sequence)
        BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;
        """
}
