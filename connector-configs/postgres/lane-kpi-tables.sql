-- Creates the tables of the lane KPIs, or brings them up to date, for a sink with auto.create=false. With
-- lane_kpi for the schema that the connector's JSON names:
--
--   psql -v schema=lane_kpi -f lane-kpi-tables.sql "$PG"
--
-- All of it is one transaction, and what is there already is left alone. It needs psql; for the roles see
-- lane-kpi-roles.sql. Generated from the files in the plugin: the sink compares the checksums.

\set ON_ERROR_STOP on

BEGIN;
SELECT pg_advisory_xact_lock(hashtextextended('org.fulfillmentconnect.kpi.' || :'schema', 0));
SELECT NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = :'schema') AS is_missing \gset
\if :is_missing
CREATE SCHEMA :"schema";
\endif
SET LOCAL search_path TO :"schema", pg_temp;

CREATE TABLE IF NOT EXISTS kpi_migration (
    version     integer PRIMARY KEY,
    file        text NOT NULL,
    sha256      text NOT NULL,
    applied_at  timestamptz NOT NULL DEFAULT now(),
    applied_by  text NOT NULL DEFAULT current_user
);

-- V1__lane_kpis.sql
SELECT NOT EXISTS (SELECT FROM kpi_migration WHERE version = 1) AS is_missing \gset
\if :is_missing
-- Text keys are compared by code point, so that locks are taken in one order whatever the collation of the database.

CREATE TABLE kpi_settings (
    name  text PRIMARY KEY,
    value text NOT NULL
);
COMMENT ON TABLE kpi_settings IS 'What the tables were built with. Other settings need a rebuild.';

CREATE TABLE order_facts (
    order_id            text COLLATE "C" PRIMARY KEY,
    placed_at_ms        bigint,
    approved_at_ms      bigint,
    handed_off_at_ms    bigint,
    delivered_at_ms     bigint,
    delayed_at_ms       bigint,
    cancelled           boolean NOT NULL,
    customer_region     text,
    customer_region_by  text,
    sellers             text,
    sellers_by          text,
    due_at_ms           bigint,
    due_at_by           text,
    stat_date           date,
    promised_on         date,
    pruned              boolean NOT NULL DEFAULT false
) WITH (fillfactor = 80);
COMMENT ON TABLE order_facts IS 'What the KPIs know of each order, merged from its events.';
COMMENT ON COLUMN order_facts.delivered_at_ms IS 'epoch milliseconds, like all times here';
COMMENT ON COLUMN order_facts.customer_region_by IS 'the precedence of the event that states customer_region';
COMMENT ON COLUMN order_facts.sellers IS
    'per seller its id, region and shipping limit in epoch milliseconds, separated by the control characters 31 and 30';
COMMENT ON COLUMN order_facts.sellers_by IS 'the precedence of the event that states sellers';
COMMENT ON COLUMN order_facts.due_at_ms IS 'the last instant that keeps the promise, as the delivery states it';
COMMENT ON COLUMN order_facts.due_at_by IS 'the precedence of the event that states due_at_ms';
COMMENT ON COLUMN order_facts.stat_date IS
    'the day of its delivery, or else of its verdict, under which the order counts at present; null if it counts nowhere';
COMMENT ON COLUMN order_facts.promised_on IS
    'the day of its promise, under which the order counts at present; null if it counts nowhere';
COMMENT ON COLUMN order_facts.pruned IS
    'only the id was kept: the aggregates hold what the order added, and nothing changes that any more';

CREATE TABLE lane_day (
    stat_date                date NOT NULL,
    seller_region            text COLLATE "C" NOT NULL,
    customer_region          text COLLATE "C" NOT NULL,
    sample_count             bigint NOT NULL,
    late_count               bigint NOT NULL,
    lead_seconds             bigint NOT NULL,
    approval_count           bigint NOT NULL,
    approval_seconds         bigint NOT NULL,
    approval_reversed_count  bigint NOT NULL,
    handoff_count            bigint NOT NULL,
    handoff_seconds          bigint NOT NULL,
    handoff_reversed_count   bigint NOT NULL,
    transit_count            bigint NOT NULL,
    transit_seconds          bigint NOT NULL,
    transit_reversed_count   bigint NOT NULL,
    negative_lead_count      bigint NOT NULL,
    overdue_count            bigint NOT NULL,
    overdue_shipped_count    bigint NOT NULL,
    lead_histogram           bytea NOT NULL,
    p50_lead_seconds         bigint,
    p95_lead_seconds         bigint,
    PRIMARY KEY (stat_date, seller_region, customer_region)
) WITH (fillfactor = 80);
COMMENT ON TABLE lane_day IS 'Sums per lane and day, kept by deltas. Read route_stats_daily instead.';
COMMENT ON COLUMN lane_day.overdue_shipped_count IS 'overdue orders that were handed to the carrier';
COMMENT ON COLUMN lane_day.lead_histogram IS 'how often each lead time occurred; read it with lead_times()';

CREATE TABLE promise_day (
    promised_on      date NOT NULL,
    seller_region    text COLLATE "C" NOT NULL,
    customer_region  text COLLATE "C" NOT NULL,
    promise_count    bigint NOT NULL,
    broken_count     bigint NOT NULL,
    overdue_count    bigint NOT NULL,
    PRIMARY KEY (promised_on, seller_region, customer_region)
) WITH (fillfactor = 80);
COMMENT ON TABLE promise_day IS
    'Promises that were kept or broken, by lane and the day they were for, kept by deltas. Read promise_stats_daily instead.';

CREATE TABLE seller_day (
    stat_date              date NOT NULL,
    seller_id              text COLLATE "C" NOT NULL,
    sample_count           bigint NOT NULL,
    late_count             bigint NOT NULL,
    lead_seconds           bigint NOT NULL,
    handoff_count          bigint NOT NULL,
    handoff_late_count     bigint NOT NULL,
    handoff_delay_seconds  bigint NOT NULL,
    overdue_count          bigint NOT NULL,
    lead_histogram         bytea NOT NULL,
    p50_lead_seconds       bigint,
    p95_lead_seconds       bigint,
    PRIMARY KEY (stat_date, seller_id)
) WITH (fillfactor = 80);
COMMENT ON TABLE seller_day IS 'Sums per seller and day, kept by deltas. Read seller_stats_daily instead.';
COMMENT ON COLUMN seller_day.handoff_count IS 'samples with a hand-off and a shipping limit of this seller';

CREATE TABLE lane_exclusion_day (
    stat_date    date NOT NULL,
    reason       text COLLATE "C" NOT NULL,
    order_count  bigint NOT NULL,
    PRIMARY KEY (stat_date, reason)
) WITH (fillfactor = 80);
COMMENT ON TABLE lane_exclusion_day IS 'Orders left out of lane_day or of one of its averages, kept by deltas.';

CREATE TABLE kpi_progress (
    topic        text COLLATE "C" NOT NULL,
    partition    integer NOT NULL,
    next_offset  bigint NOT NULL,
    event_at_ms  bigint NOT NULL,
    PRIMARY KEY (topic, partition)
) WITH (fillfactor = 80);
COMMENT ON TABLE kpi_progress IS
    'How far the tables hold each partition of the log: its next offset, and the time of the latest event that was stored.';

CREATE PROCEDURE empty_lane_kpis()
LANGUAGE sql
SET search_path FROM CURRENT
AS $$
    TRUNCATE kpi_settings, kpi_progress, order_facts, lane_day, promise_day, seller_day, lane_exclusion_day
$$;
COMMENT ON PROCEDURE empty_lane_kpis() IS
    'Empties all tables, for a rebuild from the log. Stop the connector before, and delete its offsets.';

-- Functions that the planner can put into the query that calls them are not STRICT and set nothing.
CREATE FUNCTION lead_times(histogram bytea) RETURNS TABLE (lead_seconds bigint, sample_count bigint)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT
        CASE
            WHEN e.bucket < 256 THEN e.bucket
            -- The middle of the bucket: 128 buckets to a power of two.
            ELSE ((e.bucket % 128 + 128) << (e.bucket / 128 - 1)::integer) + (1::bigint << (e.bucket / 128 - 2)::integer)
        END,
        e.count
    FROM (
        -- An entry has 4 bytes: 13 bits of bucket, 19 bits of count.
        SELECT
            (get_byte(histogram, i) * 32 + get_byte(histogram, i + 1) / 8)::bigint AS bucket,
            (get_byte(histogram, i + 1) % 8 * 65536 + get_byte(histogram, i + 2) * 256 + get_byte(histogram, i + 3))::bigint
                AS count
        FROM generate_series(0, length(histogram) - 4, 4) AS i
    ) AS e
$$;
COMMENT ON FUNCTION lead_times(bytea) IS
    'The lead times in a lead_histogram, each within 0.4% of the true ones, and how many samples have it.';

CREATE FUNCTION lead_percentiles(histograms bytea[]) RETURNS TABLE (p50_lead_seconds bigint, p95_lead_seconds bigint)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT
        CASE
            WHEN p.p50 < 256 THEN p.p50
            ELSE ((p.p50 % 128 + 128) << (p.p50 / 128 - 1)::integer) + (1::bigint << (p.p50 / 128 - 2)::integer)
        END,
        CASE
            WHEN p.p95 < 256 THEN p.p95
            ELSE ((p.p95 % 128 + 128) << (p.p95 / 128 - 1)::integer) + (1::bigint << (p.p95 / 128 - 2)::integer)
        END
    FROM (
        SELECT
            min(c.bucket) FILTER (WHERE c.rank * 100 >= c.total * 50) AS p50,
            min(c.bucket) FILTER (WHERE c.rank * 100 >= c.total * 95) AS p95
        FROM (
            SELECT e.bucket, sum(sum(e.count)) OVER (ORDER BY e.bucket) AS rank, sum(sum(e.count)) OVER () AS total
            FROM (
                -- As lead_times() reads them.
                SELECT
                    (get_byte(h.histogram, i) * 32 + get_byte(h.histogram, i + 1) / 8)::bigint AS bucket,
                    get_byte(h.histogram, i + 1) % 8 * 65536 + get_byte(h.histogram, i + 2) * 256
                        + get_byte(h.histogram, i + 3) AS count
                FROM unnest(histograms) AS h (histogram), generate_series(0, length(h.histogram) - 4, 4) AS i
            ) AS e
            GROUP BY e.bucket
        ) AS c
    ) AS p
$$;
COMMENT ON FUNCTION lead_percentiles(bytea[]) IS
    'Percentiles (nearest rank, within 0.4%) over all samples in these lead_histograms: of a lane over weeks, of many lanes.';

CREATE FUNCTION wilson_lower_bound(hits bigint, samples bigint) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    -- 1.959964 standard deviations: 95% between both bounds.
    SELECT CASE WHEN samples > 0 THEN round(greatest(0, (
        hits + 1.920729 - 1.959964 * sqrt(hits::numeric * (samples - hits) / samples + 0.960365)
    ) / (samples + 3.841459)), 6) END
$$;
COMMENT ON FUNCTION wilson_lower_bound(bigint, bigint) IS
    'The rate that hits of samples show at the least: the lower end of the 95% Wilson score interval.';

-- Six decimals: an hour then resolves to 4 ms, so rounding never uses up the 1% that a percentile may be off.
CREATE FUNCTION kpi_hours(seconds numeric, samples numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT round(seconds / (nullif(samples, 0) * 3600), 6) $$;
COMMENT ON FUNCTION kpi_hours(numeric, numeric) IS 'seconds / samples in hours; null without samples';

CREATE FUNCTION kpi_rate(hits numeric, samples numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT round(hits / nullif(samples, 0), 6) $$;
COMMENT ON FUNCTION kpi_rate(numeric, numeric) IS 'hits / samples; null without samples';

CREATE VIEW route_stats_daily AS
SELECT
    stat_date,
    seller_region,
    customer_region,
    sample_count,
    late_count,
    kpi_rate(late_count, sample_count) AS late_rate,
    kpi_hours(lead_seconds, sample_count) AS avg_lead_time_hours,
    kpi_hours(p50_lead_seconds, 1) AS p50_lead_time_hours,
    kpi_hours(p95_lead_seconds, 1) AS p95_lead_time_hours,
    kpi_hours(handoff_seconds, handoff_count) AS avg_handoff_hours,
    kpi_hours(transit_seconds, transit_count) AS avg_transit_hours,
    overdue_count
FROM lane_day
WHERE sample_count > 0 OR overdue_count > 0;
COMMENT ON VIEW route_stats_daily IS 'The KPIs of each lane (seller region to customer region) and local day.';

CREATE VIEW route_stats_by_period AS
SELECT
    s.period,
    s.starts_on,
    s.seller_region,
    s.customer_region,
    s.sample_count,
    s.late_count,
    kpi_rate(s.late_count, s.sample_count) AS late_rate,
    wilson_lower_bound(s.late_count, s.sample_count) AS late_rate_lower_bound,
    kpi_hours(s.lead_seconds, s.sample_count) AS avg_lead_time_hours,
    kpi_hours(p.p50_lead_seconds, 1) AS p50_lead_time_hours,
    kpi_hours(p.p95_lead_seconds, 1) AS p95_lead_time_hours,
    kpi_hours(s.handoff_seconds, s.handoff_count) AS avg_handoff_hours,
    kpi_hours(s.transit_seconds, s.transit_count) AS avg_transit_hours,
    s.overdue_count
FROM (
    SELECT
        t.period,
        date_trunc(t.period, d.stat_date::timestamp)::date AS starts_on,
        d.seller_region,
        d.customer_region,
        sum(d.sample_count)::bigint AS sample_count,
        sum(d.late_count)::bigint AS late_count,
        sum(d.lead_seconds) AS lead_seconds,
        sum(d.handoff_count) AS handoff_count,
        sum(d.handoff_seconds) AS handoff_seconds,
        sum(d.transit_count) AS transit_count,
        sum(d.transit_seconds) AS transit_seconds,
        sum(d.overdue_count)::bigint AS overdue_count,
        array_agg(d.lead_histogram) AS lead_histograms
    FROM lane_day AS d, (VALUES ('week'), ('month')) AS t (period)
    WHERE d.sample_count > 0 OR d.overdue_count > 0
    GROUP BY 1, 2, 3, 4
) AS s, lead_percentiles(s.lead_histograms) AS p;
COMMENT ON VIEW route_stats_by_period IS
    'route_stats_daily by week (from Monday) and by month; exact, from sums and merged histograms. Choose one period.';

CREATE VIEW route_stats_weekly AS
SELECT
    starts_on AS week, seller_region, customer_region, sample_count, late_count, late_rate, late_rate_lower_bound,
    avg_lead_time_hours, p50_lead_time_hours, p95_lead_time_hours, avg_handoff_hours, avg_transit_hours, overdue_count
FROM route_stats_by_period
WHERE period = 'week';
COMMENT ON VIEW route_stats_weekly IS 'route_stats_daily by ISO week, named by its Monday.';

CREATE VIEW route_stats_monthly AS
SELECT
    starts_on AS month, seller_region, customer_region, sample_count, late_count, late_rate, late_rate_lower_bound,
    avg_lead_time_hours, p50_lead_time_hours, p95_lead_time_hours, avg_handoff_hours, avg_transit_hours, overdue_count
FROM route_stats_by_period
WHERE period = 'month';
COMMENT ON VIEW route_stats_monthly IS 'route_stats_daily by month, named by its first day.';

CREATE VIEW promise_stats_daily AS
SELECT
    promised_on,
    seller_region,
    customer_region,
    promise_count,
    broken_count,
    kpi_rate(broken_count, promise_count) AS broken_rate,
    broken_count - overdue_count AS late_count,
    overdue_count
FROM promise_day
-- Of a day to come only the promises kept early are known.
WHERE promised_on < (SELECT max(stat_date) FROM lane_day);
COMMENT ON VIEW promise_stats_daily IS
    'Promises by the day they were for, up to the last full day that the log tells of: how many were broken, by a late delivery or by none yet.';

CREATE VIEW seller_stats_daily AS
SELECT
    stat_date,
    seller_id,
    sample_count,
    late_count,
    kpi_rate(late_count, sample_count) AS late_rate,
    kpi_hours(lead_seconds, sample_count) AS avg_lead_time_hours,
    kpi_hours(p50_lead_seconds, 1) AS p50_lead_time_hours,
    kpi_hours(p95_lead_seconds, 1) AS p95_lead_time_hours,
    handoff_count,
    handoff_late_count,
    kpi_rate(handoff_late_count, handoff_count) AS handoff_late_rate,
    kpi_hours(handoff_delay_seconds, handoff_count) AS avg_handoff_delay_hours,
    overdue_count
FROM seller_day;
COMMENT ON VIEW seller_stats_daily IS 'The KPIs of each seller and local day, each measured by its own shipping limits.';

CREATE VIEW overdue_by_age AS
SELECT
    a.as_of,
    CASE
        WHEN a.days < 8 THEN '0-7'
        WHEN a.days < 15 THEN '8-14'
        WHEN a.days < 31 THEN '15-30'
        WHEN a.days < 61 THEN '31-60'
        WHEN a.days < 91 THEN '61-90'
        ELSE '91 or more'
    END AS days_overdue,
    min(a.days) AS least_days,
    a.seller_region,
    a.customer_region,
    sum(a.overdue_count)::bigint AS overdue_count,
    sum(a.overdue_shipped_count)::bigint AS shipped_count
FROM (
    SELECT d.*, l.as_of, l.as_of - d.stat_date AS days
    FROM lane_day AS d, (SELECT max(stat_date) AS as_of FROM lane_day) AS l
    WHERE d.overdue_count > 0
) AS a
GROUP BY a.as_of, days_overdue, a.seller_region, a.customer_region;
COMMENT ON VIEW overdue_by_age IS
    'Overdue orders by lane and by the days since their promise broke, counted to the last day that the log tells of.';

CREATE FUNCTION lane_ranking(from_day date DEFAULT '-infinity', to_day date DEFAULT 'infinity', min_samples bigint DEFAULT 30)
RETURNS TABLE (
    seller_region            text,
    customer_region          text,
    promise_count            bigint,
    broken_count             bigint,
    broken_rate              numeric,
    broken_rate_lower_bound  numeric,
    sample_count             bigint,
    late_count               bigint,
    late_rate                numeric,
    late_rate_lower_bound    numeric,
    avg_lead_time_hours      numeric,
    p50_lead_time_hours      numeric,
    p95_lead_time_hours      numeric,
    overdue_count            bigint
)
LANGUAGE sql STABLE PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
    SELECT
        s.seller_region,
        s.customer_region,
        p.promise_count,
        p.broken_count,
        kpi_rate(p.broken_count, p.promise_count),
        wilson_lower_bound(p.broken_count, p.promise_count),
        s.sample_count,
        s.late_count,
        kpi_rate(s.late_count, s.sample_count),
        wilson_lower_bound(s.late_count, s.sample_count),
        kpi_hours(s.lead_seconds, s.sample_count),
        kpi_hours(l.p50_lead_seconds, 1),
        kpi_hours(l.p95_lead_seconds, 1),
        p.overdue_count
    FROM (
        SELECT
            d.seller_region,
            d.customer_region,
            sum(d.sample_count)::bigint AS sample_count,
            sum(d.late_count)::bigint AS late_count,
            sum(d.lead_seconds) AS lead_seconds,
            array_agg(d.lead_histogram) AS lead_histograms
        FROM lane_day AS d
        WHERE d.stat_date BETWEEN from_day AND to_day
        GROUP BY d.seller_region, d.customer_region
    ) AS s
    JOIN (
        SELECT
            d.seller_region,
            d.customer_region,
            sum(d.promise_count)::bigint AS promise_count,
            sum(d.broken_count)::bigint AS broken_count,
            sum(d.overdue_count)::bigint AS overdue_count
        FROM promise_stats_daily AS d
        WHERE d.promised_on BETWEEN from_day AND to_day
        GROUP BY d.seller_region, d.customer_region
    ) AS p USING (seller_region, customer_region),
    lead_percentiles(s.lead_histograms) AS l
    WHERE s.sample_count >= min_samples AND p.promise_count >= min_samples
    ORDER BY 6 DESC, 1, 2
$$;
COMMENT ON FUNCTION lane_ranking(date, date, bigint) IS
    'The lanes of a period with enough samples, the least reliable first: by the rate of broken promises that is certain at 95%.';

CREATE FUNCTION lane_stages(from_day date DEFAULT '-infinity', to_day date DEFAULT 'infinity')
RETURNS TABLE (
    seller_region      text,
    customer_region    text,
    stage              text,
    sample_count       bigint,
    avg_hours          numeric,
    network_avg_hours  numeric,
    extra_hours        numeric
)
LANGUAGE sql STABLE PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
    SELECT
        a.seller_region,
        a.customer_region,
        a.stage,
        a.samples::bigint,
        kpi_hours(a.seconds, a.samples),
        kpi_hours(a.network_seconds, a.network_samples),
        kpi_hours(a.seconds, a.samples) - kpi_hours(a.network_seconds, a.network_samples)
    FROM (
        SELECT
            d.seller_region,
            d.customer_region,
            t.position,
            t.stage,
            sum(t.samples) AS samples,
            sum(t.seconds) AS seconds,
            sum(sum(t.samples)) OVER (PARTITION BY t.position) AS network_samples,
            sum(sum(t.seconds)) OVER (PARTITION BY t.position) AS network_seconds
        FROM lane_day AS d, LATERAL (VALUES
            (1, 'approval', d.approval_count, d.approval_seconds),
            (2, 'handoff', d.handoff_count, d.handoff_seconds),
            (3, 'transit', d.transit_count, d.transit_seconds),
            (4, 'lead_time', d.sample_count, d.lead_seconds)
        ) AS t (position, stage, samples, seconds)
        WHERE d.stat_date BETWEEN from_day AND to_day
        GROUP BY d.seller_region, d.customer_region, t.position, t.stage
    ) AS a
    WHERE a.samples > 0
    ORDER BY a.seller_region, a.customer_region, a.position
$$;
COMMENT ON FUNCTION lane_stages(date, date) IS
    'Why a lane is slow: the mean of each stage of its samples in a period, beside that of all lanes together.';

CREATE VIEW lane_exclusions AS
SELECT reason, sum(order_count)::bigint AS order_count
FROM lane_exclusion_day
GROUP BY reason;
COMMENT ON VIEW lane_exclusions IS
    'Delivered or overdue orders, not cancelled, that are left out of the lanes or of one average, by reason. '
    'An order can stand under several reasons.';
INSERT INTO kpi_migration (version, file, sha256)
VALUES (1, 'V1__lane_kpis.sql', '334897392c31d91df763619114fcae55859bc71bb8ecaea3466da3d51837a7f3');
\endif

COMMIT;
