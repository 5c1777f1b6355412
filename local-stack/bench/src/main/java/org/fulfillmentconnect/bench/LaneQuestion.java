package org.fulfillmentconnect.bench;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** What is asked of both stores: samples, late ones, mean, p50 and p95 of the lead time. */
enum LaneQuestion {
    /** Of each lane in one month. */
    A("each lane of a month"),
    /** Of each lane on each day of that month. */
    B("each lane and day of it"),
    /** Of one lane in each week of all time. */
    C("one lane by week");

    private final String words;

    LaneQuestion(String words) {
        this.words = words;
    }

    /** For people. */
    String words() {
        return words;
    }

    /**
     * What the questions are about.
     *
     * @param month its first day
     * @param zone whose days are counted
     */
    record Subject(LocalDate month, String sellerRegion, String customerRegion, ZoneId zone) {
        LocalDate lastDay() {
            return month.plusMonths(1).minusDays(1);
        }

        /** As the cards have it. */
        String lane() {
            return sellerRegion + "→" + customerRegion;
        }
    }

    /** A statement, and the values of its parameters. */
    record Sql(String text, List<Object> values) {}

    /** The key of a row, and its figures with durations in hours, from the view that an operator asks. */
    Sql ofView(Subject subject) {
        String lane = "seller_region || '→' || customer_region";
        return switch (this) {
            case A -> view(lane, "route_stats_monthly WHERE month = ?", List.of(subject.month()));
            case B ->
                view(
                        "stat_date || ' ' || " + lane,
                        "route_stats_daily WHERE stat_date BETWEEN ? AND ?",
                        List.of(subject.month(), subject.lastDay()));
            case C ->
                view(
                        "week::text",
                        "route_stats_weekly WHERE seller_region = ? AND customer_region = ?",
                        List.of(subject.sellerRegion(), subject.customerRegion()));
        };
    }

    private static Sql view(String key, String from, List<Object> values) {
        return new Sql("""
                SELECT %s, sample_count, late_count, avg_lead_time_hours, p50_lead_time_hours, p95_lead_time_hours
                FROM %s AND sample_count > 0""".formatted(key, from), values);
    }

    /** The same from the facts of every order, with nothing summed before and percentiles by nearest rank. */
    Sql ofFacts(Subject subject) {
        String key = switch (this) {
            case A -> "lane";
            case B -> "day || ' ' || lane";
            case C -> "date_trunc('week', day::timestamp)::date::text";
        };
        String condition = this == C ? "lane = ?" : "day BETWEEN ? AND ?";
        return new Sql(
                """
                SELECT %s, count(*), count(*) FILTER (WHERE late), avg(hours),
                       percentile_disc(0.5) WITHIN GROUP (ORDER BY hours),
                       percentile_disc(0.95) WITHIN GROUP (ORDER BY hours)
                FROM (
                    SELECT DISTINCT
                        f.order_id,
                        split_part(part, chr(31), 2) || '→' || f.customer_region AS lane,
                        (to_timestamp(f.delivered_at_ms / 1000.0) AT TIME ZONE '%s')::date AS day,
                        ((f.delivered_at_ms - f.placed_at_ms) / 1000) / 3600.0 AS hours,
                        f.delayed_at_ms IS NOT NULL AS late
                    FROM order_facts AS f, string_to_table(f.sellers, chr(30)) AS part
                    WHERE NOT f.cancelled AND f.delivered_at_ms >= f.placed_at_ms AND split_part(part, chr(31), 2) <> ''
                ) AS s
                WHERE %s
                GROUP BY 1""".formatted(key, subject.zone(), condition),
                this == C ? List.of(subject.lane()) : List.of(subject.month(), subject.lastDay()));
    }

    /**
     * The body of a search over the cards.
     *
     * @param compression of the t-digest; Elasticsearch's default is 100
     */
    String ofCards(Subject subject, int compression) {
        String figures = """
                "late": {"filter": {"term": {"delayed": true}}},
                "mean": {"avg": {"field": "leadTimeSeconds"}},
                "rank": {"percentiles": {"field": "leadTimeSeconds", "percents": [50, 95], "tdigest": {"compression": %d}}}
                """.formatted(compression);
        String condition = this == C
                ? "{\"term\": {\"lanes\": \"%s\"}}".formatted(subject.lane())
                : """
                {"range": {"deliveredAt": {"gte": "%s", "lte": "%s", "format": "strict_date", "time_zone": "%s"}}}""".formatted(subject.month(), subject.lastDay(), subject.zone());
        String groups = switch (this) {
            case A -> lanes(figures);
            case B -> lanes(periods("day", subject.zone(), figures));
            case C -> periods("week", subject.zone(), figures);
        };
        return """
                {"size": 0, "track_total_hits": false,
                 "query": {"bool": {
                   "filter": [%s, {"exists": {"field": "leadTimeSeconds"}}],
                   "must_not": [{"exists": {"field": "cancelledAt"}}]}},
                 "aggs": {%s}}""".formatted(condition, groups);
    }

    private static String lanes(String inner) {
        return "\"lanes\": {\"terms\": {\"field\": \"lanes\", \"size\": 10000}, \"aggs\": {%s}}".formatted(inner);
    }

    private static String periods(String unit, ZoneId zone, String inner) {
        return """
                "periods": {
                  "date_histogram": {"field": "deliveredAt", "calendar_interval": "%s", "time_zone": "%s",
                                     "format": "yyyy-MM-dd", "min_doc_count": 1},
                  "aggs": {%s}}""".formatted(unit, zone, inner);
    }
}
