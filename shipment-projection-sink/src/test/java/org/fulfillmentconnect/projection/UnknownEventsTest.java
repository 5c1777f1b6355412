package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.UnsupportedEventException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the task does on its own thread with events that it does not know; the server need not take anything for that. */
@Timeout(20)
class UnknownEventsTest {
    private static final String TYPE = ShipmentProjectionSinkConfig.ON_UNKNOWN_EVENT_TYPE;
    private static final String VERSION = ShipmentProjectionSinkConfig.ON_NEWER_SCHEMA_VERSION;
    private static final String PLACE = "topic fulfillment-events, partition 0, offset 17: ";
    private static final String NEWER = "schemaVersion: expected 1 to 1 but found 2 (eventType ORDER_PLACED)";

    private final Reports reports = new Reports();
    private final ShipmentProjectionSinkTask task = new ShipmentProjectionSinkTask();

    @SuppressWarnings("NullAway.Init")
    private ScriptedServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = new ScriptedServer(body -> new ScriptedServer.Answer(503, "{}"));
    }

    @AfterEach
    void stopServer() {
        task.stop();
        server.close();
    }

    private void start(@Nullable ErrantRecordReporter reporter, String... settings) {
        Map<String, String> properties = new HashMap<>();
        properties.put("name", "projection");
        properties.put("connection.url", server.url());
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(settings[i], settings[i + 1]);
        }
        task.initialize(new TestContext(reporter));
        task.start(TaskRun.withQueueFor(reporter, properties));
        task.open(List.of(TaskRun.PARTITION));
    }

    private static SinkRecord with(String field, Object content) {
        Map<String, Object> value = Orders.value(Orders.steps(1, Orders.BEGIN).get(0));
        value.put(field, content);
        return Orders.record(0, 17, "order", value);
    }

    private static final SinkRecord UNKNOWN_TYPE = with(EventFields.EVENT_TYPE, "PARCEL_LOST");
    private static final SinkRecord NEWER_VERSION = with(EventFields.SCHEMA_VERSION, 2);

    private void put(SinkRecord record) {
        task.put(List.of(record));
    }

    @Test
    void areDeadLettersByDefault() {
        start(reports);

        put(UNKNOWN_TYPE);
        put(NEWER_VERSION);

        assertThat(reports.all()).extracting(Reports.Report::record).containsExactly(UNKNOWN_TYPE, NEWER_VERSION);
        assertThat(reports.all().get(0).reason())
                .isInstanceOf(UnsupportedEventException.class)
                .hasMessageStartingWith("eventType: PARCEL_LOST is not known; expected one of [ORDER_PLACED, ");
        assertThat(reports.all().get(1).reason()).hasMessage(NEWER);
    }

    @Test
    void stopTheTaskWhereTheyShouldBeDeadLettersAndThereIsNoQueue() {
        start(null);

        assertThatThrownBy(() -> put(NEWER_VERSION))
                .isInstanceOf(ConnectException.class)
                .hasMessage(PLACE + NEWER + ". The task stops, because the connector has no dead letter queue"
                        + " (errors.tolerance=all with errors.deadletterqueue.topic.name)");
    }

    @Test
    void stopTheTaskWhereErrorsAreOnlyLogged() {
        task.initialize(new TestContext(reports));
        task.start(Map.of("name", "projection", "connection.url", server.url(), "errors.log.enable", "true"));

        assertThatThrownBy(() -> put(NEWER_VERSION))
                .isInstanceOf(ConnectException.class)
                .hasMessageEndingWith(". The task stops, because the connector has no dead letter queue"
                        + " (errors.tolerance=all with errors.deadletterqueue.topic.name)");
        assertThat(reports.all()).isEmpty();
    }

    @Test
    void arePassedOverWhereThatIsSet() {
        start(null, TYPE, "ignore", VERSION, "ignore");

        put(UNKNOWN_TYPE);
        put(NEWER_VERSION);
    }

    @Test
    void areNoDeadLettersWhereTheyAreToBePassedOver() {
        start(reports, TYPE, "ignore", VERSION, "ignore");

        put(UNKNOWN_TYPE);
        put(NEWER_VERSION);

        assertThat(reports.all()).isEmpty();
    }

    @Test
    void stopTheTaskWhereThatIsSetAlsoIfThereIsAQueue() {
        start(reports, TYPE, "fail", VERSION, "fail");

        assertThatThrownBy(() -> put(UNKNOWN_TYPE))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOfAny(DataException.class, RetriableException.class)
                .hasMessageStartingWith(PLACE + "eventType: PARCEL_LOST is not known; expected one of [")
                .hasMessageEndingWith("]. The task stops, because behavior.on.unknown.event.type is fail");
        assertThatThrownBy(() -> put(NEWER_VERSION))
                .hasMessage(PLACE + NEWER + ". The task stops, because behavior.on.newer.schema.version is fail");
        assertThat(reports.all()).isEmpty();
    }

    @Test
    void haveASettingForEachKind() {
        start(reports, TYPE, "ignore", VERSION, "dlq");

        put(UNKNOWN_TYPE);
        put(NEWER_VERSION);

        assertThat(reports.all()).extracting(Reports.Report::record).containsExactly(NEWER_VERSION);
    }

    @Test
    void aNewerEventOfAnUnknownTypeIsFirstOfAllNewer() {
        start(reports, TYPE, "fail", VERSION, "ignore");
        Map<String, Object> value = Orders.value(Orders.steps(1, Orders.BEGIN).get(0));
        value.put(EventFields.SCHEMA_VERSION, 2);
        value.put(EventFields.EVENT_TYPE, "PARCEL_LOST");

        put(Orders.record(0, 17, "order", value));

        assertThat(reports.all()).isEmpty();
    }

    @Test
    void aVersionThatNeverWasIsAPlainDeadLetter() {
        start(reports, TYPE, "fail", VERSION, "fail");

        put(with(EventFields.SCHEMA_VERSION, 0));

        assertThat(reports.all()).hasSize(1);
        assertThat(reports.all().get(0).reason())
                .isNotInstanceOf(UnsupportedEventException.class)
                .hasMessage("schemaVersion: expected 1 to 1 but found 0 (eventType ORDER_PLACED)");
    }

    @Test
    void tombstonesAreNone() {
        start(null, TYPE, "fail", VERSION, "fail");

        put(new SinkRecord(Orders.TOPIC, 0, null, "order", null, null, 17));
    }
}
