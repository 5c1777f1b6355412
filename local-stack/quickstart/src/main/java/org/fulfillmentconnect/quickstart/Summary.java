package org.fulfillmentconnect.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** What a newcomer wants to see of a drained pipeline. */
final class Summary {
    private static final int MINIMUM_SAMPLES = 20;
    private static final String BREACHES = """
            {"size": 5, "track_total_hits": true,
             "query": {"bool": {"filter": [{"term": {"delayed": true}}, {"exists": {"field": "waitingFor"}}]}},
             "sort": [{"promisedAt": "asc"}, {"orderId": "asc"}],
             "_source": ["orderId", "stage", "waitingFor", "promisedAt", "lanes", "anomalies"]}""";

    private final PipelineStack stack;
    private final String topic;
    private final Projection projection;
    private final LaneKpis kpis;
    private final Map<String, Long> eventsByType;
    private final Map<String, Long> states;

    Summary(PipelineStack stack, Project project) {
        this.stack = stack;
        this.topic = project.connector(Project.SOURCE).path("topic").asText();
        this.projection = new Projection(stack.elasticsearch().url());
        this.kpis = new LaneKpis(
                stack.postgres().jdbcUrl(),
                stack.postgres().user(),
                stack.postgres().password(),
                project.connector(Project.KPI).path("schema").asText());
        projection.refresh("shipments");
        projection.refresh("shipment_events");
        this.eventsByType = EventLog.countByType(stack.kafka().bootstrapServers(), topic);
        this.states = projection.states("shipments");
    }

    Report report(Map<String, Double> secondsPerStage) {
        LaneKpis.Totals lanes = kpis.totals();
        return new Report(
                stack.kafka().bootstrapServers(),
                stack.connect().url(),
                stack.elasticsearch().url(),
                stack.postgres().jdbcUrl(),
                stack.postgres().user(),
                stack.postgres().password(),
                eventsByType,
                states,
                lanes.rows(),
                lanes.samples(),
                lanes.late(),
                projection.count("shipments"),
                projection.count("shipment_events"),
                secondsPerStage,
                Digests.of(projection, kpis));
    }

    void print(PrintStream out, Map<String, Double> secondsPerStage) {
        long events = eventsByType.values().stream().mapToLong(Long::longValue).sum();
        out.printf(Locale.ROOT, "The log: %,d events in the topic %s%n", events, topic);
        eventsByType.forEach((type, count) -> out.printf(Locale.ROOT, "  %-20s %,10d%n", type, count));

        out.printf(
                Locale.ROOT,
                "%nThe projection: %,d case cards and %,d timeline documents; cards by state%n",
                projection.count("shipments"),
                projection.count("shipment_events"));
        states.forEach((state, count) -> out.printf(Locale.ROOT, "  %-20s %,10d%n", state, count));

        printLanes(out);
        printBreaches(out);

        out.print("\nSeconds until drained:");
        secondsPerStage.forEach((stage, seconds) -> out.printf(Locale.ROOT, "  %s %.1f", stage, seconds));
        out.println();
        printNext(out);
    }

    private void printLanes(PrintStream out) {
        LaneKpis.Totals totals = kpis.totals();
        out.printf(
                Locale.ROOT,
                "%nThe lane KPIs: %,d rows in route_stats_daily, %,d samples, %,d of them late, %,d overdue%n",
                totals.rows(),
                totals.samples(),
                totals.late(),
                totals.overdue());
        out.printf("The ten worst lanes by late rate, of those with %d samples or more%n", MINIMUM_SAMPLES);
        out.printf("  %-10s %8s %6s %10s %16s%n", "lane", "samples", "late", "late rate", "avg lead (days)");
        for (LaneKpis.Lane lane : kpis.worst(MINIMUM_SAMPLES, 10)) {
            out.printf(
                    Locale.ROOT,
                    "  %-10s %,8d %,6d %9.1f%% %16s%n",
                    lane.seller() + "\u2192" + lane.customer(),
                    lane.samples(),
                    lane.late(),
                    lane.lateRate().doubleValue() * 100,
                    lane.leadDays());
        }
    }

    private void printBreaches(PrintStream out) {
        JsonNode answer = projection.search("shipments", BREACHES);
        out.printf(
                Locale.ROOT,
                "%nSLA breaches still open: %,d orders are late and not delivered; the longest overdue%n",
                answer.at("/hits/total/value").asLong());
        for (JsonNode hit : answer.at("/hits/hits")) {
            JsonNode card = hit.path("_source");
            out.printf(
                    "  %s  promised %s  stage %-10s waits for %-10s lane %s%n",
                    card.path("orderId").asText(),
                    card.path("promisedAt").asText().substring(0, 10),
                    card.path("stage").asText(),
                    card.path("waitingFor").asText(),
                    card.path("lanes").path(0).asText("unknown"));
        }
    }

    private void printNext(PrintStream out) {
        String next = """

                Where things are
                  Kafka          {kafka}
                  Connect        {connect}
                  Elasticsearch  {elasticsearch}
                  PostgreSQL     {jdbc}  (user {user}, password {password})

                Try next
                  Cards of orders that were or are late:
                    curl -s '{elasticsearch}/shipments/_search?q=delayed:true&size=3&pretty'
                  Replay (the log then has each event twice with the same id; cards and KPIs stay the same):
                    curl -X PUT {connect}/connectors/olist-replay/stop
                    curl -s {connect}/connectors/olist-replay/status   # until it is STOPPED without tasks
                    curl -X DELETE {connect}/connectors/olist-replay/offsets
                    curl -X PUT {connect}/connectors/olist-replay/resume
                  Rebuild the projection from the log:
                    curl -X PUT {connect}/connectors/shipment-projection/stop
                    curl -s {connect}/connectors/shipment-projection/status   # until it is STOPPED without tasks
                    curl -X DELETE {connect}/connectors/shipment-projection/offsets
                    curl -X DELETE '{elasticsearch}/shipments-000001,shipment_events-000001?ignore_unavailable=true'
                    curl -X PUT {connect}/connectors/shipment-projection/resume
                """;
        Map<String, String> values = Map.of(
                "kafka", stack.kafka().bootstrapServers(),
                "connect", stack.connect().url(),
                "elasticsearch", stack.elasticsearch().url(),
                "jdbc", stack.postgres().jdbcUrl(),
                "user", stack.postgres().user(),
                "password", stack.postgres().password());
        for (Map.Entry<String, String> value : values.entrySet()) {
            next = next.replace("{" + value.getKey() + "}", value.getValue());
        }
        out.println(next);
    }
}
