// The schema, step by step. A step that was released never changes; a new one is appended.

export const migrations: readonly string[] = [
  `
  CREATE TABLE boards (
    id          TEXT PRIMARY KEY,
    board       TEXT NOT NULL,
    last_facts  TEXT,
    added_ms    INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE trusted_keys (
    host        TEXT NOT NULL,
    port        INTEGER NOT NULL,
    algorithm   TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    trusted_ms  INTEGER NOT NULL,
    PRIMARY KEY (host, port, algorithm)
  ) STRICT;

  CREATE TABLE models (
    sha256       TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    path         TEXT NOT NULL,
    source       TEXT NOT NULL,
    architecture TEXT,
    info         TEXT NOT NULL,
    added_ms     INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE runs (
    id          TEXT PRIMARY KEY,
    board_id    TEXT NOT NULL,
    board_name  TEXT NOT NULL,
    plan        TEXT NOT NULL,
    created_ms  INTEGER NOT NULL,
    status      TEXT NOT NULL,
    fault       TEXT,
    last_seq    INTEGER NOT NULL DEFAULT 0,
    measured    INTEGER NOT NULL DEFAULT 0,
    failed      INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  -- body is the event as JSON; raw samples stand beside it as little-endian float64 nanoseconds.
  CREATE TABLE events (
    run_id   TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    seq      INTEGER NOT NULL,
    point    INTEGER,
    body     TEXT NOT NULL,
    samples  BLOB,
    PRIMARY KEY (run_id, seq)
  ) STRICT;
  CREATE INDEX events_of_point ON events (run_id, point) WHERE samples IS NOT NULL;

  CREATE TABLE settings (
    name   TEXT PRIMARY KEY,
    value  TEXT NOT NULL
  ) STRICT;
  `,
  `
  ALTER TABLE models ADD COLUMN dims TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE models ADD COLUMN inputs TEXT NOT NULL DEFAULT '{}';
  UPDATE models SET info = json_set(json_remove(info, '$.externalData'), '$.externalFiles', json('[]'));
  `,
  `
  UPDATE boards
  SET board = json_set(
    json_remove(board, '$.address.keyPath'),
    '$.address.login', json_object('kind', 'key', 'path', json_extract(board, '$.address.keyPath')),
    '$.address.via', json('[]')
  )
  WHERE json_extract(board, '$.kind') = 'ssh';
  `,
  `
  ALTER TABLE runs ADD COLUMN headline TEXT;
  UPDATE runs SET headline = (
    SELECT json_object(
      'point', json_extract(began.body, '$.point'),
      'medianNs', json_extract(ended.body, '$.outcome.measurement.latency.percentilesNs.p50'),
      'medianIntervalNs', json_extract(ended.body, '$.outcome.measurement.latency.medianIntervalNs'),
      'p90Ns', json_extract(ended.body, '$.outcome.measurement.latency.percentilesNs.p90'),
      'samplesPerSecond', json_extract(ended.body, '$.outcome.measurement.samplesPerSecond'),
      'peakBytes', json_extract(ended.body, '$.outcome.measurement.memory.peakBytes'))
    FROM events AS ended JOIN events AS began
      ON began.run_id = ended.run_id
      AND json_extract(began.body, '$.type') = 'point-started'
      AND json_extract(began.body, '$.point.index') = json_extract(ended.body, '$.point')
    WHERE ended.run_id = runs.id
      AND json_extract(ended.body, '$.type') = 'point-ended'
      AND json_extract(ended.body, '$.outcome.kind') = 'measured'
    ORDER BY json_extract(began.body, '$.point.batch'),
      json_extract(began.body, '$.point.threads') DESC,
      json_extract(began.body, '$.point.index')
    LIMIT 1);
  `,
  `
  UPDATE models SET info = json_set(
    info, '$.fileSha256', sha256, '$.uncounted', json('[]'), '$.inputRanges', json('{}')
  );
  `,
  `
  ALTER TABLE runs ADD COLUMN note TEXT NOT NULL DEFAULT '';
  `,
  `
  -- sealed by the operating system; name says whose secret it is, never the secret.
  CREATE TABLE secrets (
    name    TEXT PRIMARY KEY,
    sealed  BLOB NOT NULL
  ) STRICT;
  `,
  `
  -- events with a point and without samples are records of its environment.
  CREATE INDEX environment_of_point ON events (run_id, point) WHERE point IS NOT NULL AND samples IS NULL;
  `,
  `
  -- What is asked of an event stands before its samples, so that finding one does not read through them.
  DROP INDEX events_of_point;
  ALTER TABLE events RENAME TO events_before;
  CREATE TABLE events (
    run_id      TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    seq         INTEGER NOT NULL,
    type        TEXT NOT NULL,
    point       INTEGER,
    repetition  INTEGER,
    body        TEXT NOT NULL,
    samples     BLOB,
    PRIMARY KEY (run_id, seq)
  ) STRICT;
  INSERT INTO events
    SELECT run_id, seq, json_extract(body, '$.type'),
      coalesce(json_extract(body, '$.point.index'), json_extract(body, '$.point')),
      iif(json_extract(body, '$.point') IS NULL, NULL, coalesce(json_extract(body, '$.repetition'), 0)),
      body, samples
    FROM events_before;
  DROP TABLE events_before;
  CREATE INDEX events_of_point ON events (run_id, point, type, repetition) WHERE point IS NOT NULL;

  ALTER TABLE runs ADD COLUMN ended INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE runs ADD COLUMN invalid INTEGER NOT NULL DEFAULT 0;
  UPDATE runs SET
    ended = (
      SELECT count(*) FROM events WHERE run_id = runs.id AND type = 'point-ended'
        AND json_extract(body, '$.outcome.kind') <> 'cancelled'),
    failed = (
      SELECT count(*) FROM events WHERE run_id = runs.id AND type = 'point-ended'
        AND json_extract(body, '$.outcome.kind') = 'failed'
        AND json_extract(body, '$.outcome.fault.code') <> 'out-of-memory');
  `,
  `
  -- Of what it is a variant, how it was made and how near it stays; NULL: a model of its own.
  ALTER TABLE models ADD COLUMN variant TEXT;
  UPDATE models SET info = json_set(info, '$.weightTypes', json('{}'));
  `,
  `
  -- What was read last of a board's clocks, and when; NULL: nothing was.
  ALTER TABLE boards ADD COLUMN tuning TEXT;

  CREATE TABLE tuning_profiles (
    id        TEXT PRIMARY KEY,
    name      TEXT NOT NULL UNIQUE COLLATE NOCASE,
    tuning    TEXT NOT NULL,
    saved_ms  INTEGER NOT NULL
  ) STRICT;

  -- What the run did with the board's clocks; NULL: it set none.
  ALTER TABLE runs ADD COLUMN clocks TEXT;
  `,
  `
  -- The record of a meter outside the board, and what it makes of the run; readings are little-endian float64: times in
  -- nanoseconds, then milliwatts.
  CREATE TABLE meters (
    run_id    TEXT PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE,
    meter     TEXT NOT NULL,
    energies  TEXT NOT NULL,
    readings  BLOB NOT NULL
  ) STRICT;
  `,
]
