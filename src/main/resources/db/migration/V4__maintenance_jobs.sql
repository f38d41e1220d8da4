-- Long-running maintenance: one at a time in the whole database, which an advisory lock sees to. A row stays 'running'
-- only while that lock is held; one whose server died is set to failed by whoever looks at it next.
CREATE TABLE maintenance_jobs (
    job_id     uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    kind       varchar(20) NOT NULL,
    status     varchar(10) NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'failed')),
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at   timestamptz,
    bots_done  bigint      NOT NULL DEFAULT 0,
    bots_total bigint      NOT NULL DEFAULT 0,
    -- What it has come to so far, in the words of its kind: members of the answer of GET /maintenance/jobs/{job_id}.
    result     jsonb       NOT NULL DEFAULT '{}',
    failure    varchar(1000)
);
