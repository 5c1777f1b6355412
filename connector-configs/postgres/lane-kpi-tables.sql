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
    seller_regions      text[],
    seller_regions_by   text,
    stat_date           date
) WITH (fillfactor = 80);
COMMENT ON TABLE order_facts IS 'What the KPIs know of each order, merged from its events.';
COMMENT ON COLUMN order_facts.delivered_at_ms IS 'epoch milliseconds, like all times here';
COMMENT ON COLUMN order_facts.customer_region_by IS 'the precedence of the event that states customer_region';
COMMENT ON COLUMN order_facts.seller_regions_by IS 'the precedence of the event that states seller_regions';
COMMENT ON COLUMN order_facts.stat_date IS 'the day under which the order counts at present; null if it counts nowhere';

CREATE TABLE lane_day (
    stat_date               date NOT NULL,
    seller_region           text COLLATE "C" NOT NULL,
    customer_region         text COLLATE "C" NOT NULL,
    sample_count            bigint NOT NULL,
    late_count              bigint NOT NULL,
    lead_seconds            bigint NOT NULL,
    handoff_count           bigint NOT NULL,
    handoff_seconds         bigint NOT NULL,
    handoff_reversed_count  bigint NOT NULL,
    transit_count           bigint NOT NULL,
    transit_seconds         bigint NOT NULL,
    transit_reversed_count  bigint NOT NULL,
    negative_lead_count     bigint NOT NULL,
    overdue_count           bigint NOT NULL,
    lead_histogram          bytea NOT NULL,
    p50_lead_seconds        bigint,
    p95_lead_seconds        bigint,
    PRIMARY KEY (stat_date, seller_region, customer_region)
) WITH (fillfactor = 80);
COMMENT ON TABLE lane_day IS 'Sums per lane and day, kept by deltas. Read route_stats_daily instead.';
COMMENT ON COLUMN lane_day.lead_histogram IS 'how often each lead time occurred; read it with lead_times()';

CREATE FUNCTION lead_times(histogram bytea) RETURNS TABLE (lead_seconds bigint, sample_count bigint)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
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
    'The lead times in a lead_histogram, each within 0.4% of the true ones, and how many samples have it. Of several rows '
    'together they give the percentiles of a lane over weeks, or of many lanes.';

CREATE TABLE lane_exclusion_day (
    stat_date    date NOT NULL,
    reason       text COLLATE "C" NOT NULL,
    order_count  bigint NOT NULL,
    PRIMARY KEY (stat_date, reason)
) WITH (fillfactor = 80);
COMMENT ON TABLE lane_exclusion_day IS 'Orders left out of lane_day or of one of its averages, kept by deltas.';

-- Six decimals: an hour then resolves to 4 ms, so rounding never uses up the 1% that a percentile may be off.
CREATE VIEW route_stats_daily AS
SELECT
    stat_date,
    seller_region,
    customer_region,
    sample_count,
    late_count,
    round(late_count::numeric / nullif(sample_count, 0), 6) AS late_rate,
    round(lead_seconds::numeric / (nullif(sample_count, 0) * 3600), 6) AS avg_lead_time_hours,
    round(p50_lead_seconds::numeric / 3600, 6) AS p50_lead_time_hours,
    round(p95_lead_seconds::numeric / 3600, 6) AS p95_lead_time_hours,
    round(handoff_seconds::numeric / (nullif(handoff_count, 0) * 3600), 6) AS avg_handoff_hours,
    round(transit_seconds::numeric / (nullif(transit_count, 0) * 3600), 6) AS avg_transit_hours,
    overdue_count
FROM lane_day
WHERE sample_count > 0 OR overdue_count > 0;
COMMENT ON VIEW route_stats_daily IS 'The KPIs of each lane (seller region to customer region) and local day.';

CREATE VIEW lane_exclusions AS
SELECT reason, sum(order_count)::bigint AS order_count
FROM lane_exclusion_day
GROUP BY reason;
COMMENT ON VIEW lane_exclusions IS
    'Delivered or overdue orders, not cancelled, that are left out of the lanes or of one average, by reason. '
    'An order can stand under several reasons.';
INSERT INTO kpi_migration (version, file, sha256)
VALUES (1, 'V1__lane_kpis.sql', '42084d2c3400540ab8efa65093316a8d5cfd91c18d6ec4bdc92592b810d86a5d');
\endif

COMMIT;
