package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fulfillmentconnect.model.EventFields;
import org.jspecify.annotations.Nullable;

/** Loads of a log by Debezium's JDBC sink into an empty database. */
final class DebeziumLoads {
    private static final List<DebeziumWay> TRIED = List.of(
            new DebeziumWay(true, 5_000),
            new DebeziumWay(false, 5_000),
            new DebeziumWay(true, 500),
            new DebeziumWay(true, 2_000),
            new DebeziumWay(true, 20_000));

    private final KpiStand stand;
    private final FilledLog log;
    private final JsonNode like;
    private final int tasks;
    private final PrintWriter out;
    private @Nullable DebeziumWay way;

    /**
     * @param like the sink that it is compared with
     * @param way how to load; empty for the fastest of some
     */
    DebeziumLoads(KpiStand stand, FilledLog log, JsonNode like, int tasks, Optional<DebeziumWay> way, PrintWriter out) {
        this.stand = stand;
        this.log = log;
        this.like = like;
        this.tasks = tasks;
        this.way = way.orElse(null);
        this.out = out;
    }

    /** How it loads. */
    DebeziumWay way() {
        if (way == null) {
            throw new IllegalStateException("no way was chosen yet");
        }
        return way;
    }

    /** One row per event. */
    SinkLoad byEvent(String name) throws InterruptedException {
        return load(name + "-by-event", way(), EventFields.EVENT_ID);
    }

    /** One row per order, with what the event of it that came last states. */
    SinkLoad byOrder(String name) throws InterruptedException {
        return load(name + "-by-order", way(), EventFields.ORDER_ID);
    }

    /** Tries some ways on the whole log, if none was given; all twice, as the worker is not as warm the first time. */
    void choose() throws InterruptedException {
        if (way != null) {
            return;
        }
        Map<DebeziumWay, Double> rates = new LinkedHashMap<>();
        for (int i = 0; i < 2; i++) {
            for (DebeziumWay tried : TRIED) {
                String name = "debezium-try-%d-%s-%d".formatted(i, tried.unnest(), tried.batchSize());
                double rate =
                        log.events() / load(name, tried, EventFields.EVENT_ID).seconds();
                rates.merge(tried, rate, Math::max);
            }
        }
        rates.forEach((tried, rate) -> out.printf("Debezium with %s: %,.0f events/s%n", tried, rate));
        out.flush();
        way = Collections.max(rates.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    private SinkLoad load(String name, DebeziumWay how, String key) throws InterruptedException {
        stand.database().empty();
        MeasuredSink sink = stand.sink(log, how.config(name, stand.database(), like, key, log.topic(), tasks));
        SinkLoad load = sink.load();
        sink.delete();
        stand.database().awaitAlone();
        return load;
    }
}
