extension PostgresSchema {
    /// The functions. Each runs with the rights of the schema's owner and looks for names in the catalogue alone, so that nobody can
    /// have it find a table or an operator of their own.
    ///
    /// What a line's text says is taken from the text. A U+0000, which PostgreSQL keeps in no text, is replaced for that alone: the
    /// line itself has it escaped.
    ///
    /// `berth.now` is the one clock of the ledger. `berth.fence` holds the seat whatever a client believes, or was told before it fell
    /// asleep; the rules, which clients ask, say more. It is called under the lock.
    ///
    /// `berth.adopt` and `berth.take` are for a copy of another ledger, by its owner alone: the one begins the ledger as the other one
    /// begins, and the other adds a line as it stands there. They ask neither the fence nor the rules, which that line has passed
    /// elsewhere; that it follows from the one before it is seen to as with every line.
    static let functions = [
        """
        CREATE FUNCTION berth.now() RETURNS timestamptz LANGUAGE sql VOLATILE
        SET search_path = pg_catalog, pg_temp AS $$
            SELECT date_trunc('milliseconds', clock_timestamp())
        $$
        """,
        """
        CREATE FUNCTION berth.append(line_text text, line_kind text) RETURNS berth.trail LANGUAGE plpgsql
        SET search_path = pg_catalog, pg_temp AS $$
        DECLARE
            parts CONSTANT json := replace(line_text, '\\u0000', '\\ufffd')::json;
            step CONSTANT json := parts -> 'borrow';
            written berth.trail;
            previous bytea;
        BEGIN
            PERFORM pg_advisory_xact_lock(\(lock));
            UPDATE berth.ledger SET last_line = last_line + 1 RETURNING last_line INTO STRICT written.line;
            IF (parts ->> 'line') IS DISTINCT FROM written.line::text OR (parts ->> 'kind') IS DISTINCT FROM line_kind THEN
                RAISE EXCEPTION 'The text is not that of line %.', written.line USING ERRCODE = '\(PostgresFault.alteredState)';
            END IF;
            IF written.line = 1 THEN
                previous := decode(repeat('00', 32), 'hex');
            ELSE
                SELECT decode(trail.hash, 'hex') INTO previous FROM berth.trail WHERE trail.line = written.line - 1;
                IF previous IS NULL AND NOT EXISTS (SELECT FROM berth.trail) THEN
                    SELECT value INTO previous FROM berth.setting WHERE name = 'hash_before';
                END IF;
            END IF;
            IF previous IS NULL THEN
                RAISE EXCEPTION 'Line % is missing.', written.line - 1 USING ERRCODE = '\(PostgresFault.alteredState)';
            END IF;
            written.text := line_text;
            written.hash := encode(sha256(previous || convert_to(line_text, 'UTF8')), 'hex');
            written.at := parts ->> 'at';
            written.kind := line_kind;
            written.product := step -> 'subject' ->> 'product';
            written.borrow_id := step ->> 'id';
            written.operation_id := step -> 'operation' ->> 'id';
            written.phase := step -> 'operation' ->> 'phase';
            written.receipt := parts ->> 'receipt';
            written.cut_through := (parts ->> 'through')::bigint;
            written.written_by := session_user;
            written.written_at := clock_timestamp();
            INSERT INTO berth.trail VALUES (written.*);
            PERFORM pg_notify('\(channel)', written.line::text);
            RETURN written;
        END
        $$
        """,
        """
        CREATE FUNCTION berth.begin(line_text text, fingerprint_key bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            IF (berth.append(line_text, 'begun')).line <> 1 THEN
                RAISE EXCEPTION 'The ledger is begun already.' USING ERRCODE = '\(PostgresFault.alteredState)';
            END IF;
            INSERT INTO berth.setting VALUES ('fingerprint_key', fingerprint_key);
        END
        $$
        """,
        """
        CREATE FUNCTION berth.fence(step json, performer json) RETURNS void LANGUAGE plpgsql
        SET search_path = pg_catalog, pg_temp AS $$
        DECLARE
            own CONSTANT json := step -> 'operation';
            moment CONSTANT timestamptz := berth.now();
            latest json;
            is_under_way boolean;
            has_lapsed boolean;
            fault text;
        BEGIN
            SELECT replace(trail.text, '\\u0000', '\\ufffd')::json -> 'borrow' -> 'operation' INTO latest
            FROM berth.borrow JOIN berth.trail ON trail.line = borrow.line WHERE borrow.id = step ->> 'id';
            is_under_way := coalesce(latest ->> 'phase' IN ('intended', 'sent'), false);
            has_lapsed := moment >= (latest -> 'lease' ->> 'until')::timestamptz
                OR moment < (latest -> 'lease' ->> 'from')::timestamptz - interval '1 minute';
            IF latest ->> 'id' IS DISTINCT FROM own ->> 'id' THEN
                IF EXISTS (SELECT FROM berth.operation WHERE operation.id = own ->> 'id') THEN
                    fault := 'is not the latest on its borrow';
                ELSIF is_under_way THEN
                    fault := 'begins beside one that is under way';
                END IF;
            ELSIF latest ->> 'phase' = 'intended' AND own ->> 'phase' = 'sent' AND has_lapsed THEN
                fault := 'was not sent before its lease lapsed';
            ELSIF is_under_way AND NOT has_lapsed AND performer::jsonb <> (latest -> 'startedBy')::jsonb THEN
                fault := 'is its maker’s alone until its lease has lapsed';
            END IF;
            IF (own -> 'lease' ->> 'until')::timestamptz > moment + interval '1 day 1 minute' THEN
                fault := coalesce(fault, 'claims its seat for more than a day');
            END IF;
            IF fault IS NOT NULL THEN
                RAISE EXCEPTION 'Operation % %.', own ->> 'id', fault USING ERRCODE = '\(PostgresFault.refusedState)';
            END IF;
        END
        $$
        """,
        """
        CREATE FUNCTION berth.stand(
            written berth.trail, binding text, held_until text, first_line bigint, receipt_request text, receipt_body bytea,
            receipt_is_redacted boolean, receipt_digest text, receipt_signature text, receipt_key_fingerprint text,
            receipt_received_at text
        ) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
        #variable_conflict use_column
        DECLARE
            step CONSTANT json := replace(written.text, '\\u0000', '\\ufffd')::json -> 'borrow';
        BEGIN
            INSERT INTO berth.borrow (first_line, id, line, product, binding, held_until, is_forgotten)
            VALUES ($4, written.borrow_id, written.line, written.product, $2, $3, step ->> 'forgottenAt' IS NOT NULL)
            ON CONFLICT (id) DO UPDATE SET line = excluded.line, product = excluded.product, binding = excluded.binding,
                held_until = excluded.held_until, is_forgotten = excluded.is_forgotten;
            INSERT INTO berth.operation (id, borrow_id, line, kind, phase)
            VALUES (written.operation_id, written.borrow_id, written.line, step -> 'operation' ->> 'kind', written.phase)
            ON CONFLICT (id) DO UPDATE SET line = excluded.line, phase = excluded.phase;
            IF (written.receipt IS NULL) <> (receipt_request IS NULL) THEN
                RAISE EXCEPTION 'The line and its receipt do not fit.' USING ERRCODE = '\(PostgresFault.alteredState)';
            END IF;
            IF receipt_request IS NOT NULL THEN
                INSERT INTO berth.receipt
                    (line, operation_id, request, body, is_redacted, digest, signature, key_fingerprint, received_at)
                VALUES (written.line, written.operation_id, $5, $6, $7, $8, $9, $10, $11);
            END IF;
        END
        $$
        """,
        """
        CREATE FUNCTION berth.write(
            line_text text, binding text, held_until text, receipt_request text, receipt_body bytea, receipt_is_redacted boolean,
            receipt_digest text, receipt_signature text, receipt_key_fingerprint text, receipt_received_at text,
            OUT line bigint, OUT hash text
        ) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        #variable_conflict use_column
        DECLARE
            written CONSTANT berth.trail := berth.append(line_text, 'step');
            step CONSTANT json := replace(line_text, '\\u0000', '\\ufffd')::json -> 'borrow';
        BEGIN
            PERFORM berth.fence(step, replace(line_text, '\\u0000', '\\ufffd')::json -> 'performer');
            PERFORM berth.stand(written, $2, $3, written.line, $4, $5, $6, $7, $8, $9, $10);
            line := written.line;
            hash := written.hash;
        END
        $$
        """,
        """
        CREATE FUNCTION berth.adopt(fingerprint_key bytea, missing bigint, hash_before text) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(\(lock));
            UPDATE berth.ledger SET last_line = missing WHERE last_line = 0;
            IF NOT FOUND OR EXISTS (SELECT FROM berth.trail) THEN
                RAISE EXCEPTION 'The ledger is begun already.' USING ERRCODE = '\(PostgresFault.alteredState)';
            END IF;
            INSERT INTO berth.setting VALUES ('fingerprint_key', fingerprint_key);
            IF missing > 0 THEN
                INSERT INTO berth.setting VALUES ('hash_before', decode(hash_before, 'hex'));
            END IF;
        END
        $$
        """,
        """
        CREATE FUNCTION berth.take(
            line_text text, binding text, held_until text, first_line bigint, receipt_request text, receipt_body bytea,
            receipt_is_redacted boolean, receipt_digest text, receipt_signature text, receipt_key_fingerprint text,
            receipt_received_at text, OUT line bigint, OUT hash text
        ) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        DECLARE
            written CONSTANT berth.trail :=
                berth.append(line_text, replace(line_text, '\\u0000', '\\ufffd')::json ->> 'kind');
        BEGIN
            IF written.kind = 'step' THEN
                PERFORM berth.stand(written, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
            END IF;
            line := written.line;
            hash := written.hash;
        END
        $$
        """,
        """
        CREATE FUNCTION berth.cut(line_text text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp AS $$
        DECLARE
            through CONSTANT bigint := (berth.append(line_text, 'cut')).cut_through;
        BEGIN
            -- Each row goes with the latest line that tells of it; what refers to others goes first.
            DELETE FROM berth.receipt WHERE receipt.line <= through;
            DELETE FROM berth.operation WHERE operation.line <= through;
            DELETE FROM berth.borrow WHERE borrow.line <= through;
            DELETE FROM berth.trail WHERE trail.line <= through;
        END
        $$
        """,
        """
        CREATE FUNCTION berth.key_digest() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp AS $$
            SELECT encode(sha256(value), 'hex') FROM berth.setting WHERE name = 'fingerprint_key'
        $$
        """,
    ]
}
