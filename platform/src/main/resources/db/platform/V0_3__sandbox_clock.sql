-- The sandbox clock: how far this service's time is ahead of the system's, and every move of it. In production the offset
-- stays 0 and no move is ever written.
CREATE TABLE sandbox_clock (
    only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    offset_nanos bigint  NOT NULL DEFAULT 0,
    moves        bigint  NOT NULL DEFAULT 0
);

INSERT INTO sandbox_clock DEFAULT VALUES;

CREATE TABLE sandbox_clock_move (
    id           bigint      PRIMARY KEY,
    moved_at     timestamptz NOT NULL,
    from_instant timestamptz NOT NULL,
    to_instant   timestamptz NOT NULL,
    shift_nanos  bigint      NOT NULL,
    confirmed    boolean     NOT NULL
);

COMMENT ON COLUMN sandbox_clock_move.id IS 'number of the move: 1, 2, 3 …';
COMMENT ON COLUMN sandbox_clock_move.moved_at IS 'system time of the move';
COMMENT ON COLUMN sandbox_clock_move.confirmed IS 'whether an operator stands behind the move (T-9)';
