package org.fulfillmentconnect.smt;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.transforms.Transformation;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.EventType;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FieldReader;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.fulfillmentconnect.model.Promise;
import org.fulfillmentconnect.model.SlaPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The judge of lateness, by {@link SlaPolicy}. A broken promise becomes a verdict, a kept one is dropped, and delivery
 * and hand-off get their flags. All other records pass as they are.
 */
public final class JudgeDelivery<R extends ConnectRecord<R>> implements Transformation<R> {
    public static final String OVERVIEW_DOC = "Judges whether promises were kept. A DELIVERY_DUE becomes a"
            + " DELIVERY_DELAYED if the promise was broken, else it is dropped; DELIVERED gets delayed and"
            + " delaySeconds, HANDED_TO_CARRIER gets handoffLate and handoffDelaySeconds. All else passes unchanged.";

    static final String GRACE_MS_CONFIG = "grace.ms";

    private static final String NAME = "JudgeDelivery";
    private static final String GROUP = "Verdict";
    private static final String TIME = "timestamp or epoch milliseconds";

    public static final ConfigDef CONFIG_DEF = MissingField.define(
            new ConfigDef()
                    .define(
                            GRACE_MS_CONFIG,
                            ConfigDef.Type.LONG,
                            0L,
                            Range.atLeast(0),
                            Importance.MEDIUM,
                            "How long after the promised time a delivery still counts as on time, in milliseconds."
                                    + " A changed grace is replayed into a new topic, never on top of old verdicts.",
                            GROUP,
                            1,
                            Width.MEDIUM,
                            "Grace (ms)"),
            GROUP,
            2,
            "it goes on unjudged");

    private final AddedFields deliveryFlags = new AddedFields(
            new AddedFields.Added(EventFields.DELAYED, Schema.OPTIONAL_BOOLEAN_SCHEMA),
            new AddedFields.Added(EventFields.DELAY_SECONDS, Schema.OPTIONAL_INT64_SCHEMA));
    private final AddedFields handoffFlags = new AddedFields(
            new AddedFields.Added(EventFields.HANDOFF_LATE, Schema.OPTIONAL_BOOLEAN_SCHEMA),
            new AddedFields.Added(EventFields.HANDOFF_DELAY_SECONDS, Schema.OPTIONAL_INT64_SCHEMA));
    private SlaPolicy policy = new SlaPolicy(Duration.ZERO);
    private MissingField missingField = MissingField.FAIL;

    @Override
    public void configure(Map<String, ?> settings) {
        AbstractConfig config = new AbstractConfig(CONFIG_DEF, settings, false);
        policy = new SlaPolicy(Duration.ofMillis(config.getLong(GRACE_MS_CONFIG)));
        missingField = MissingField.of(config);
    }

    @Override
    public @Nullable R apply(R record) {
        FieldReader in = EventRecord.fields(record);
        if (in == null) {
            return record;
        }
        try {
            String type = in.string(EventFields.EVENT_TYPE);
            if (EventType.DELIVERY_DUE.name().equals(type)) {
                return verdict(record, in);
            }
            if (EventType.DELIVERED.name().equals(type)) {
                return flagDelivery(record, in);
            }
            if (EventType.HANDED_TO_CARRIER.name().equals(type)) {
                return flagHandoff(record, in);
            }
            return record;
        } catch (DataException e) {
            throw new DataException(NAME + ": " + e.getMessage(), e);
        }
    }

    private @Nullable R verdict(R record, FieldReader in) {
        String orderId = in.string(EventFields.ORDER_ID);
        if (orderId == null) {
            return missingField.answer(EventFields.ORDER_ID, "string", record);
        }
        Instant dueAt = in.time(EventFields.EVENT_AT);
        if (dueAt == null) {
            return missingField.answer(EventFields.EVENT_AT, TIME, record);
        }
        Instant observedUntil = in.time(EventFields.OBSERVED_UNTIL);
        if (observedUntil == null) {
            return missingField.answer(EventFields.OBSERVED_UNTIL, TIME, record);
        }
        if (!policy.isLate(dueAt, in.time(EventFields.DELIVERED_AT), observedUntil)) {
            return null;
        }
        String promise = in.string(EventFields.PROMISE);
        FulfillmentEvent verdict = FulfillmentEvent.of(
                orderId,
                dueAt,
                observedUntil,
                new Facts.DeliveryDelayed(
                        in.time(EventFields.PROMISED_AT),
                        policy.describe(promise == null ? Promise.INSTANT.wireName() : promise)));
        Struct struct = record.value() instanceof Struct ? EventCodec.toStruct(verdict) : null;
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                struct == null ? null : struct.schema(),
                struct == null ? EventCodec.toMap(verdict) : struct,
                dueAt.toEpochMilli(),
                verdictHeaders(record));
    }

    private static Headers verdictHeaders(ConnectRecord<?> record) {
        Headers headers = record.headers().duplicate();
        headers.apply(
                EventFields.EVENT_TYPE, header -> header.with(Schema.STRING_SCHEMA, EventType.DELIVERY_DELAYED.name()));
        return headers;
    }

    private R flagDelivery(R record, FieldReader in) {
        Instant dueAt = in.time(EventFields.DUE_AT);
        if (dueAt == null) {
            return record;
        }
        Instant deliveredAt = in.time(EventFields.EVENT_AT);
        if (deliveredAt == null) {
            return missingField.answer(EventFields.EVENT_AT, TIME, record);
        }
        return deliveryFlags.addTo(record, policy.isLate(dueAt, deliveredAt), secondsBetween(dueAt, deliveredAt));
    }

    private R flagHandoff(R record, FieldReader in) {
        Instant shippingLimitAt = in.time(EventFields.SHIPPING_LIMIT_AT);
        if (shippingLimitAt == null) {
            return record;
        }
        Instant handedOffAt = in.time(EventFields.EVENT_AT);
        if (handedOffAt == null) {
            return missingField.answer(EventFields.EVENT_AT, TIME, record);
        }
        return handoffFlags.addTo(
                record,
                SlaPolicy.isHandoffLate(shippingLimitAt, handedOffAt),
                secondsBetween(shippingLimitAt, handedOffAt));
    }

    /** Whole seconds, rounded down; negative if {@code end} is earlier. */
    private static long secondsBetween(Instant start, Instant end) {
        return Duration.between(start, end).toSeconds();
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public String version() {
        return PluginVersion.of(JudgeDelivery.class);
    }

    @Override
    public void close() {}
}
