-- One data key per person and service, wrapped by the key-encryption key. A shredded person keeps the row without a key, as the mark that
-- nothing may be stored for that person again.
CREATE TABLE subject_key (
    subject_id  varchar(64) PRIMARY KEY,
    wrapped_key bytea,
    kek_version integer     NOT NULL,
    created_at  timestamptz NOT NULL,
    shredded_at timestamptz,
    CHECK ((wrapped_key IS NULL) = (shredded_at IS NOT NULL))
);

COMMENT ON COLUMN subject_key.kek_version IS 'version that wraps the key, or that wrapped it when it was shredded; 0: there never was a key';

-- A rotation looks for live keys under an older version, and for the longest shredded one that a copy could still open.
CREATE INDEX subject_key_live ON subject_key (kek_version) WHERE wrapped_key IS NOT NULL;
CREATE INDEX subject_key_shredded ON subject_key (kek_version, shredded_at) WHERE shredded_at IS NOT NULL;
