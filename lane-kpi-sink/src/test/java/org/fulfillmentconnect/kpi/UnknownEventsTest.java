package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;

/** What the task does with events that it does not know; no database is needed for that. */
class UnknownEventsTest {
    private static final String TYPE = "behavior.on.unknown.event.type";
    private static final String VERSION = "behavior.on.newer.schema.version";
    private static final String PLACE = "topic fulfillment-events, partition 0, offset 17: ";
    private static final String NEWER = "schemaVersion: expected 1 to 1 but found 2 (eventType ORDER_PLACED)";
    private static final SinkRecord UNKNOWN_TYPE = with(Map.of(EventFields.EVENT_TYPE, "PARCEL_LOST"));
    private static final SinkRecord NEWER_VERSION = with(Map.of(EventFields.SCHEMA_VERSION, 2));

    private static SinkRecord with(Map<String, Object> changes) {
        Instant at = Instant.parse("2017-10-02T13:56:33Z");
        Map<String, Object> value = EventCodec.toMap(FulfillmentEvent.of(
                "o", at, at, new Facts.OrderPlaced(null, null, null, "SP", null, null, null, null)));
        value.putAll(changes);
        return TaskRun.record(value, 0, 17);
    }

    private static TaskRun start(boolean withQueue, String... settings) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "connection.url", "jdbc:postgresql://127.0.0.1:1/postgres",
                "connection.user", "kpi",
                "time.zone", "America/Sao_Paulo"));
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(settings[i], settings[i + 1]);
        }
        return new TaskRun(properties, withQueue);
    }

    @Test
    void areDeadLettersByDefault() {
        try (TaskRun run = start(true)) {
            run.putOnce(List.of(UNKNOWN_TYPE, NEWER_VERSION));
            assertThat(run.reported().get(0))
                    .startsWith("17: eventType: PARCEL_LOST is not known; expected one of [ORDER_PLACED, ");
            assertThat(run.reported().get(1)).isEqualTo("17: " + NEWER);
            assertThat(run.metric("dead-letters")).isEqualTo(2);
        }
    }

    @Test
    void stopTheTaskWhereTheyShouldBeDeadLettersAndThereIsNoQueue() {
        try (TaskRun run = start(false)) {
            assertThatThrownBy(() -> run.putOnce(List.of(NEWER_VERSION)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessage(PLACE + NEWER + ". The task stops, because the connector has no dead letter queue"
                            + " (errors.tolerance=all with errors.deadletterqueue.topic.name)");
        }
    }

    @Test
    void arePassedOverAndCountedWhereThatIsSet() {
        try (TaskRun run = start(true, TYPE, "ignore", VERSION, "ignore")) {
            run.putOnce(List.of(UNKNOWN_TYPE, NEWER_VERSION));
            assertThat(run.reported()).isEmpty();
            assertThat(run.metric("events-ignored")).isEqualTo(2);
            assertThat(run.offsets()).isEqualTo(run.positions());
        }
    }

    @Test
    void stopTheTaskWhereThatIsSetAlsoIfThereIsAQueue() {
        try (TaskRun run = start(true, TYPE, "fail", VERSION, "fail")) {
            assertThatThrownBy(() -> run.putOnce(List.of(UNKNOWN_TYPE)))
                    .isInstanceOf(ConnectException.class)
                    .isNotInstanceOfAny(DataException.class, RetriableException.class)
                    .hasMessageStartingWith(PLACE + "eventType: PARCEL_LOST is not known; expected one of [")
                    .hasMessageEndingWith("]. The task stops, because behavior.on.unknown.event.type is fail");
            assertThatThrownBy(() -> run.putOnce(List.of(NEWER_VERSION)))
                    .hasMessage(PLACE + NEWER + ". The task stops, because behavior.on.newer.schema.version is fail");
            assertThat(run.reported()).isEmpty();
        }
    }

    @Test
    void aNewerEventOfAnUnknownTypeIsFirstOfAllNewer() {
        try (TaskRun run = start(true, TYPE, "fail", VERSION, "ignore")) {
            run.putOnce(List.of(with(Map.of(EventFields.SCHEMA_VERSION, 2, EventFields.EVENT_TYPE, "PARCEL_LOST"))));
            assertThat(run.metric("events-ignored")).isEqualTo(1);
        }
    }

    @Test
    void aVersionThatNeverWasIsAPlainDeadLetter() {
        try (TaskRun run = start(true, TYPE, "fail", VERSION, "fail")) {
            run.putOnce(List.of(with(Map.of(EventFields.SCHEMA_VERSION, 0))));
            assertThat(run.reported())
                    .containsExactly("17: schemaVersion: expected 1 to 1 but found 0 (eventType ORDER_PLACED)");
        }
    }
}
