package org.fulfillmentconnect.smt;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.EventId;
import org.fulfillmentconnect.model.EventSchemas;
import org.fulfillmentconnect.model.EventType;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class JudgeDeliveryTest {
    private static final Instant LATE = Events.DUE_AT.plusMillis(1);

    private static JudgeDelivery<SourceRecord> judge(String... settings) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        JudgeDelivery<SourceRecord> judge = new JudgeDelivery<>();
        judge.configure(map);
        return judge;
    }

    private static SourceRecord judged(SourceRecord record) {
        return requireNonNull(judge().apply(record));
    }

    /** Times in milliseconds after due; no delivery if there is none. */
    @ParameterizedTest(name = "grace {0}, delivered {1}, observed until {2}: late {3}")
    @CsvSource({
        "0, 0, 1000, false",
        "0, 1, 1000, true",
        "0, -1, 1000, false",
        "0, 1, -1000, true",
        "0, , -1, false",
        "0, , 0, true",
        "0, , 1, true",
        "60000, 60000, 90000, false",
        "60000, 60001, 90000, true",
        "60000, , 59999, false",
        "60000, , 60000, true",
        "9223372036854775807, 1, 1000, false"
    })
    void turnsABrokenPromiseIntoAVerdictAndDropsAKeptOne(
            String graceMs, @Nullable Long deliveredAfter, long observedAfter, boolean late) {
        FulfillmentEvent due = Events.due(
                deliveredAfter == null ? null : Events.DUE_AT.plusMillis(deliveredAfter),
                Events.DUE_AT.plusMillis(observedAfter),
                "day");
        for (Form form : Form.values()) {
            SourceRecord judged = judge("grace.ms", graceMs).apply(Events.record(form, due));

            assertThat(judged != null).as(form.name()).isEqualTo(late);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theVerdictStatesWhatWasKnownWhenThePromiseBroke(Form form) {
        SourceRecord record = Events.record(form, Events.due(LATE, Events.OBSERVED_UNTIL, "day"));

        SourceRecord verdict = requireNonNull(judge("grace.ms", "0").apply(record));

        assertThat(EventCodec.read(verdict.value()))
                .isEqualTo(new FulfillmentEvent(
                        EventId.of(Events.ORDER, "DELIVERY_DELAYED", Events.DUE_AT),
                        Events.ORDER,
                        Events.DUE_AT,
                        false,
                        Events.OBSERVED_UNTIL,
                        new Facts.DeliveryDelayed(Events.PROMISED_AT, "day+PT0S")));
        assertThat(verdict.topic()).isEqualTo(record.topic());
        assertThat(verdict.kafkaPartition()).isEqualTo(record.kafkaPartition());
        assertThat(verdict.keySchema()).isEqualTo(record.keySchema());
        assertThat(verdict.key()).isEqualTo(record.key());
        assertThat(verdict.timestamp()).isEqualTo(Events.DUE_AT.toEpochMilli());
        assertThat(verdict.valueSchema())
                .isSameAs(form == Form.STRUCT ? EventSchemas.of(EventType.DELIVERY_DELAYED) : null);
    }

    @ParameterizedTest
    @EnumSource
    void theVerdictIsStampedWithTheTimeOfTheEvent(Form form) {
        SourceRecord record = Events.record(form, Events.due(LATE, Events.OBSERVED_UNTIL, "day"));
        SourceRecord otherwiseStamped = record.newRecord(
                record.topic(), 3, record.keySchema(), record.key(), record.valueSchema(), record.value(), 1L);

        assertThat(judged(otherwiseStamped).timestamp()).isEqualTo(Events.DUE_AT.toEpochMilli());
    }

    @ParameterizedTest
    @EnumSource
    void theVerdictNamesItsGraceAndAnInstantPromiseByDefault(Form form) {
        SourceRecord record = Events.record(form, Events.due(null, Events.OBSERVED_UNTIL, null));

        SourceRecord verdict = requireNonNull(judge("grace.ms", "5400000").apply(record));

        assertThat(Form.field(verdict.value(), EventFields.POLICY)).isEqualTo("instant+PT1H30M");
    }

    @ParameterizedTest
    @EnumSource
    void theVerdictReplacesTheEventTypeHeaderAndKeepsTheOthers(Form form) {
        SourceRecord record = Events.record(form, Events.due(LATE, Events.OBSERVED_UNTIL, "day"));
        record.headers().addInt("shard", 7);

        SourceRecord verdict = judged(record);

        assertThat(headers(verdict)).containsExactly("eventType=DELIVERY_DELAYED", "owner=TMS", "shard=7");
        assertThat(headers(record)).containsExactly("eventType=DELIVERY_DUE", "owner=TMS", "shard=7");
    }

    @ParameterizedTest
    @EnumSource
    void theVerdictGetsNoHeaderThatTheRecordHadNot(Form form) {
        SourceRecord record = Events.record(form.of(Events.due(LATE, Events.OBSERVED_UNTIL, "day")));

        assertThat(judged(record).headers()).isEmpty();
    }

    private static List<String> headers(SourceRecord record) {
        List<String> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(header.key() + "=" + header.value());
        }
        return headers;
    }

    @ParameterizedTest
    @EnumSource
    void theVerdictOnTheWire(Form form) {
        SourceRecord record = Events.record(form, Events.due(LATE, Events.OBSERVED_UNTIL, "day"));

        assertThat(Json.write(judged(record)))
                .isEqualTo("{\"eventId\":\"" + EventId.of(Events.ORDER, "DELIVERY_DELAYED", Events.DUE_AT)
                        + "\",\"schemaVersion\":1,\"eventType\":\"DELIVERY_DELAYED\",\"owner\":\"TMS\","
                        + "\"orderId\":\"00112233445566778899aabbccddeeff\",\"eventAt\":1508378399999,"
                        + "\"eventAtInferred\":false,\"observedUntil\":1539808218000,"
                        + "\"promisedAt\":1508292000000,\"policy\":\"day+PT0S\"}");
    }

    @ParameterizedTest
    @EnumSource
    void aFlaggedDeliveryOnTheWire(Form form) {
        SourceRecord record = Events.record(form, Events.delivered(LATE.plusSeconds(90), Events.DUE_AT));

        assertThat(Json.write(judged(record)))
                .isEqualTo("{\"eventId\":\"" + EventId.of(Events.ORDER, "DELIVERED", LATE.plusSeconds(90))
                        + "\",\"schemaVersion\":1,\"eventType\":\"DELIVERED\",\"owner\":\"TMS\","
                        + "\"orderId\":\"00112233445566778899aabbccddeeff\",\"eventAt\":1508378490000,"
                        + "\"eventAtInferred\":false,\"observedUntil\":1539808218000,"
                        + "\"promisedAt\":1508292000000,\"dueAt\":1508378399999,"
                        + "\"delayed\":true,\"delaySeconds\":90}");
    }

    /** Times in milliseconds: grace, from due to the delivery. */
    @ParameterizedTest(name = "grace {0}, delivered {1} ms after due: delayed {2}, {3} s")
    @CsvSource({
        "0, 0, false, 0",
        "0, 1, true, 0",
        "0, 999, true, 0",
        "0, 1000, true, 1",
        "0, -1, false, -1",
        "0, -1000, false, -1",
        "0, -1001, false, -2",
        "5000, 5000, false, 5",
        "5000, 5001, true, 5"
    })
    void flagsADelivery(String graceMs, long afterDue, boolean delayed, long delaySeconds) {
        FulfillmentEvent delivered = Events.delivered(Events.DUE_AT.plusMillis(afterDue), Events.DUE_AT);
        for (Form form : Form.values()) {
            SourceRecord judged = requireNonNull(judge("grace.ms", graceMs).apply(Events.record(form, delivered)));

            assertThat(((Facts.Delivered) EventCodec.read(judged.value()).facts()))
                    .as(form.name())
                    .isEqualTo(new Facts.Delivered(Events.PROMISED_AT, Events.DUE_AT, delayed, delaySeconds));
        }
    }

    @ParameterizedTest(name = "handed off {0} ms after the limit: late {1}, {2} s")
    @CsvSource({"0, false, 0", "1, true, 0", "1000, true, 1", "-1, false, -1"})
    void flagsAHandoffWithoutGrace(long afterLimit, boolean late, long delaySeconds) {
        FulfillmentEvent handedOff =
                Events.handedOff(Events.SHIPPING_LIMIT_AT.plusMillis(afterLimit), Events.SHIPPING_LIMIT_AT);
        for (Form form : Form.values()) {
            SourceRecord judged = requireNonNull(judge("grace.ms", "86400000").apply(Events.record(form, handedOff)));

            assertThat(((Facts.HandedToCarrier) EventCodec.read(judged.value()).facts()))
                    .as(form.name())
                    .isEqualTo(new Facts.HandedToCarrier(Events.SHIPPING_LIMIT_AT, late, delaySeconds));
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsHeadersAndTimestampOfAFlaggedEvent(Form form) {
        SourceRecord record = Events.record(form, Events.delivered(LATE, Events.DUE_AT));

        SourceRecord judged = judged(record);

        assertThat(headers(judged)).containsExactly("eventType=DELIVERED", "owner=TMS");
        assertThat(judged.timestamp()).isEqualTo(LATE.toEpochMilli());
        assertThat(judged.key()).isEqualTo(Events.ORDER);
    }

    @ParameterizedTest
    @EnumSource
    void judgingTwiceChangesNothing(Form form) {
        SourceRecord once = judged(Events.record(form, Events.delivered(LATE, Events.DUE_AT)));

        assertThat(judged(once)).isEqualTo(once);
    }

    static Stream<Arguments> untouched() {
        Struct otherStruct = new Struct(
                SchemaBuilder.struct().field("line", Schema.INT64_SCHEMA).build());
        Schema mapSchema =
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build();
        return Stream.of(
                Arguments.of("tombstone", Events.record(null)),
                Arguments.of("tombstone with schema", Events.record(Schema.OPTIONAL_STRING_SCHEMA, null)),
                Arguments.of("text", Events.record(Schema.STRING_SCHEMA, "DELIVERED")),
                Arguments.of("map that is no event", Events.record(Map.of("line", 7))),
                Arguments.of("struct that is no event", Events.record(otherStruct)),
                Arguments.of(
                        "map with a schema",
                        Events.record(mapSchema, Map.of("eventType", "DELIVERED", "dueAt", "later"))),
                Arguments.of("unknown type", Events.record(Map.of("eventType", "RETURNED"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("untouched")
    void passesWhatIsNoEventAsTheSameInstance(String name, SourceRecord record) {
        assertThat(judge().apply(record)).isSameAs(record);
    }

    @ParameterizedTest
    @EnumSource
    void passesEventsWithoutAReferenceTimeAsTheSameInstance(Form form) {
        List<SourceRecord> records = List.of(
                Events.record(form, Events.placed()),
                Events.record(form, Events.assigned()),
                Events.record(form, Events.delivered(LATE, null)),
                Events.record(form, Events.handedOff(LATE, null)));

        for (SourceRecord record : records) {
            assertThat(judge().apply(record)).isSameAs(record);
        }
    }

    @ParameterizedTest
    @EnumSource
    void neverChangesTheRecordThatCameIn(Form form) {
        for (FulfillmentEvent event : List.of(
                Events.due(LATE, Events.OBSERVED_UNTIL, "day"),
                Events.delivered(LATE, Events.DUE_AT),
                Events.handedOff(LATE, Events.SHIPPING_LIMIT_AT))) {
            SourceRecord record = Events.record(form, event);

            judged(record);

            assertThat(record).isEqualTo(Events.record(form, event));
        }
    }

    @Test
    void acceptsAMapThatCannotBeChanged() {
        SourceRecord record = Events.record(Map.copyOf(EventCodec.toMap(Events.delivered(LATE, Events.DUE_AT))));

        assertThat(Form.field(judged(record).value(), EventFields.DELAYED)).isEqualTo(true);
    }

    @Test
    void judgesJsonThatWasReadFromTheLog() {
        String json = Json.write(Events.record(Form.STRUCT, Events.due(null, Events.OBSERVED_UNTIL, "day")));

        assertThat(Form.field(judged(Events.record(Json.read(json))).value(), EventFields.EVENT_TYPE))
                .isEqualTo("DELIVERY_DELAYED");
    }

    /** As another source could have it: without the fields for the flags. */
    private static final Schema FOREIGN_DELIVERED = SchemaBuilder.struct()
            .name("carrier.Delivered")
            .version(4)
            .doc("from the carrier")
            .parameter("region", "south")
            .optional()
            .field("eventType", Schema.STRING_SCHEMA)
            .field("eventAt", Timestamp.SCHEMA)
            .field("dueAt", Timestamp.SCHEMA)
            .field(
                    "signedBy",
                    SchemaBuilder.string().optional().defaultValue("nobody").build())
            .build();

    private static Struct foreignDelivered(Schema schema) {
        return new Struct(schema)
                .put("eventType", "DELIVERED")
                .put("eventAt", Date.from(LATE))
                .put("dueAt", Date.from(Events.DUE_AT));
    }

    @Test
    void extendsASchemaThatLacksTheFlags() {
        Struct in = foreignDelivered(FOREIGN_DELIVERED);

        SourceRecord judged = judged(Events.record(in));

        assertThat(judged.valueSchema())
                .isEqualTo(SchemaBuilder.struct()
                        .name("carrier.Delivered")
                        .version(4)
                        .doc("from the carrier")
                        .parameter("region", "south")
                        .optional()
                        .field("eventType", Schema.STRING_SCHEMA)
                        .field("eventAt", Timestamp.SCHEMA)
                        .field("dueAt", Timestamp.SCHEMA)
                        .field(
                                "signedBy",
                                SchemaBuilder.string()
                                        .optional()
                                        .defaultValue("nobody")
                                        .build())
                        .field("delayed", Schema.OPTIONAL_BOOLEAN_SCHEMA)
                        .field("delaySeconds", Schema.OPTIONAL_INT64_SCHEMA)
                        .build());
        Struct out = (Struct) judged.value();
        assertThat(out.getBoolean("delayed")).isTrue();
        assertThat(out.getInt64("delaySeconds")).isZero();
        assertThat(out.getWithoutDefault("signedBy")).isNull();
    }

    @Test
    void extendsASchemaOnce() {
        JudgeDelivery<SourceRecord> judge = judge();
        SourceRecord first = requireNonNull(judge.apply(Events.record(foreignDelivered(FOREIGN_DELIVERED))));
        SourceRecord second = requireNonNull(judge.apply(Events.record(foreignDelivered(FOREIGN_DELIVERED))));

        assertThat(second.valueSchema()).isSameAs(first.valueSchema());
    }

    @Test
    void keepsASchemaThatHasTheFlags() {
        SourceRecord judged = judged(Events.record(Form.STRUCT, Events.delivered(LATE, Events.DUE_AT)));

        assertThat(judged(judged).valueSchema()).isSameAs(judged.valueSchema());
    }

    @Test
    void refusesASchemaWhoseFlagHasAnotherType() {
        Schema schema = SchemaBuilder.struct()
                .field("eventType", Schema.STRING_SCHEMA)
                .field("eventAt", Timestamp.SCHEMA)
                .field("dueAt", Timestamp.SCHEMA)
                .field("delayed", Schema.STRING_SCHEMA)
                .build();

        assertThatThrownBy(() -> judge().apply(Events.record(foreignDelivered(schema))))
                .isInstanceOf(DataException.class)
                .hasMessage("JudgeDelivery: delayed: expected BOOLEAN but the schema has STRING");
    }

    static Stream<Arguments> incomplete() {
        FulfillmentEvent due = Events.due(LATE, Events.OBSERVED_UNTIL, "day");
        FulfillmentEvent delivered = Events.delivered(LATE, Events.DUE_AT);
        FulfillmentEvent handedOff = Events.handedOff(LATE, Events.SHIPPING_LIMIT_AT);
        String time = "timestamp or epoch milliseconds";
        return Stream.of(Form.values())
                .flatMap(form -> Stream.of(
                        Arguments.of(form, due, "orderId", "string"),
                        Arguments.of(form, due, "eventAt", time),
                        Arguments.of(form, due, "observedUntil", time),
                        Arguments.of(form, delivered, "eventAt", time),
                        Arguments.of(form, handedOff, "eventAt", time)));
    }

    @ParameterizedTest
    @MethodSource("incomplete")
    void refusesAnEventWithoutAFieldItNeeds(Form form, FulfillmentEvent event, String field, String expected) {
        SourceRecord record = Events.record(Form.without(form.of(event), field));

        assertThatThrownBy(() -> judge().apply(record))
                .isInstanceOf(DataException.class)
                .hasMessage("JudgeDelivery: " + field + ": expected " + expected + " but the event has no such field");
    }

    @ParameterizedTest
    @MethodSource("incomplete")
    void passesAnEventWithoutAFieldItNeedsIfToldTo(Form form, FulfillmentEvent event, String field, String expected) {
        SourceRecord record = Events.record(Form.without(form.of(event), field));

        assertThat(judge("missing.field", "pass").apply(record)).isSameAs(record);
    }

    @ParameterizedTest
    @CsvSource({
        "DELIVERY_DUE, orderId, string",
        "DELIVERY_DUE, eventAt, timestamp or epoch milliseconds",
        "DELIVERY_DUE, observedUntil, timestamp or epoch milliseconds",
        "DELIVERY_DUE, deliveredAt, timestamp or epoch milliseconds",
        "DELIVERY_DUE, promisedAt, timestamp or epoch milliseconds",
        "DELIVERY_DUE, promise, string",
        "DELIVERED, eventAt, timestamp or epoch milliseconds",
        "DELIVERED, dueAt, timestamp or epoch milliseconds",
        "HANDED_TO_CARRIER, eventAt, timestamp or epoch milliseconds",
        "HANDED_TO_CARRIER, shippingLimitAt, timestamp or epoch milliseconds"
    })
    void refusesAMistypedFieldEvenIfMissingOnesPass(EventType type, String field, String expected) {
        FulfillmentEvent event = switch (type) {
            case DELIVERY_DUE -> Events.due(LATE, Events.OBSERVED_UNTIL, "day");
            case DELIVERED -> Events.delivered(LATE, Events.DUE_AT);
            default -> Events.handedOff(LATE, Events.SHIPPING_LIMIT_AT);
        };
        Map<String, Object> map = EventCodec.toMap(event);
        map.put(field, true);
        SourceRecord record = Events.record(map);

        assertThatThrownBy(() -> judge("missing.field", "pass").apply(record))
                .isInstanceOf(DataException.class)
                .hasMessage("JudgeDelivery: " + field + ": expected " + expected + " but found Boolean");
    }

    @Test
    void refusesAnEventTypeThatIsNoText() {
        Struct struct = new Struct(SchemaBuilder.struct()
                        .field("eventType", Schema.INT32_SCHEMA)
                        .build())
                .put("eventType", 4);

        assertThatThrownBy(() -> judge().apply(Events.record(struct)))
                .isInstanceOf(DataException.class)
                .hasMessage("JudgeDelivery: eventType: expected string but found Integer");
    }

    @Test
    void refusesANegativeGrace() {
        assertThatThrownBy(() -> judge("grace.ms", "-1"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value -1 for configuration grace.ms: Value must be at least 0");
    }

    @Test
    void refusesAnUnknownPolicyForMissingFields() {
        assertThatThrownBy(() -> judge("missing.field", "skip"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value skip for configuration missing.field: String must be one of: fail, pass");
    }

    @Test
    void hasNoGraceUnlessSet() {
        assertThat(JudgeDelivery.CONFIG_DEF.defaultValues())
                .containsEntry("grace.ms", Duration.ZERO.toMillis())
                .containsEntry("missing.field", "fail");
    }
}
