package org.fulfillmentconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.connect.source.SourceRecord;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThreadSafetyTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 2_000;
    private static final List<FulfillmentEvent> EVENTS = List.of(
            Events.placed(),
            Events.assigned(),
            Events.handedOff(Events.DUE_AT, Events.SHIPPING_LIMIT_AT),
            Events.delivered(Events.DUE_AT.plusSeconds(5), Events.DUE_AT),
            Events.due(Events.DUE_AT.plusSeconds(5), Events.OBSERVED_UNTIL, "day"),
            Events.due(Events.DUE_AT, Events.OBSERVED_UNTIL, "day"));

    private final JudgeDelivery<SourceRecord> judge = new JudgeDelivery<>();
    private final DeriveState<SourceRecord> state = new DeriveState<>();
    private final InsertEventId<SourceRecord> insertId = new InsertEventId<>();

    private @Nullable SourceRecord chain(SourceRecord record) {
        SourceRecord judged = judge.apply(record);
        return judged == null ? null : state.apply(insertId.apply(judged));
    }

    private List<@Nullable SourceRecord> chainAll() {
        List<@Nullable SourceRecord> results = new ArrayList<>();
        for (Form form : Form.values()) {
            EVENTS.forEach(event -> results.add(chain(Events.record(form, event))));
        }
        return results;
    }

    @Test
    void manyThreadsGetTheResultsOfOne() throws Exception {
        judge.configure(Map.of());
        state.configure(Map.of());
        insertId.configure(Map.of("when.present", "replace"));
        List<@Nullable SourceRecord> expected = chainAll();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                answers.add(threads.submit(() -> {
                    boolean same = true;
                    for (int round = 0; round < ROUNDS; round++) {
                        same &= chainAll().equals(expected);
                    }
                    return same;
                }));
            }
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
