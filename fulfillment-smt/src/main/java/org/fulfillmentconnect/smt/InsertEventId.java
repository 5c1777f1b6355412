package org.fulfillmentconnect.smt;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.EventId;
import org.fulfillmentconnect.model.FieldReader;

/** Gives events that come from other sources the id of the contract, {@link EventId}. */
public final class InsertEventId<R extends ConnectRecord<R>> implements Transformation<R> {
    public static final String OVERVIEW_DOC = "Inserts the deterministic event id, computed from the order id, the"
            + " event type and the event time. Records without an event type pass unchanged.";

    static final String ORDER_ID_CONFIG = "field.order.id";
    static final String EVENT_TYPE_CONFIG = "field.event.type";
    static final String EVENT_AT_CONFIG = "field.event.at";
    static final String EVENT_ID_CONFIG = "field.event.id";
    static final String WHEN_PRESENT_CONFIG = "when.present";

    private static final String NAME = "InsertEventId";
    private static final String FIELDS = "Fields";
    private static final String BEHAVIOUR = "Behaviour";
    private static final String KEEP = "keep";
    private static final String REPLACE = "replace";

    public static final ConfigDef CONFIG_DEF = configDef();

    private static ConfigDef configDef() {
        ConfigDef configDef = new ConfigDef();
        field(configDef, 1, ORDER_ID_CONFIG, EventFields.ORDER_ID, "Order id", "The field that holds the order id.");
        field(
                configDef,
                2,
                EVENT_TYPE_CONFIG,
                EventFields.EVENT_TYPE,
                "Event type",
                "The field that holds the event type. A record without it is no event and passes unchanged.");
        field(
                configDef,
                3,
                EVENT_AT_CONFIG,
                EventFields.EVENT_AT,
                "Event time",
                "The field that holds the time of the event: a Connect timestamp, or epoch milliseconds.");
        field(configDef, 4, EVENT_ID_CONFIG, EventFields.EVENT_ID, "Event id", "The field that the id is written to.");
        configDef.define(
                WHEN_PRESENT_CONFIG,
                ConfigDef.Type.STRING,
                KEEP,
                ValidString.in(KEEP, REPLACE),
                Importance.LOW,
                "What to do with an event that has an id already: keep or replace it.",
                BEHAVIOUR,
                1,
                Width.SHORT,
                "When present");
        return MissingField.define(configDef, BEHAVIOUR, 2, "it goes on without an id");
    }

    private static void field(
            ConfigDef configDef, int order, String name, String defaultField, String displayName, String doc) {
        configDef.define(
                name,
                ConfigDef.Type.STRING,
                defaultField,
                new NonEmptyString(),
                Importance.LOW,
                doc,
                FIELDS,
                order,
                Width.MEDIUM,
                displayName);
    }

    private String orderIdField = EventFields.ORDER_ID;
    private String eventTypeField = EventFields.EVENT_TYPE;
    private String eventAtField = EventFields.EVENT_AT;
    private String eventIdField = EventFields.EVENT_ID;
    private boolean keep = true;
    private MissingField missingField = MissingField.FAIL;
    private AddedFields idField = idField(eventIdField);

    @Override
    public void configure(Map<String, ?> settings) {
        AbstractConfig config = new AbstractConfig(CONFIG_DEF, settings, false);
        refuseOneFieldForTwo(config);
        orderIdField = config.getString(ORDER_ID_CONFIG);
        eventTypeField = config.getString(EVENT_TYPE_CONFIG);
        eventAtField = config.getString(EVENT_AT_CONFIG);
        eventIdField = config.getString(EVENT_ID_CONFIG);
        keep = config.getString(WHEN_PRESENT_CONFIG).equals(KEEP);
        missingField = MissingField.of(config);
        idField = idField(eventIdField);
    }

    private static void refuseOneFieldForTwo(AbstractConfig config) {
        Map<String, String> settingByField = new HashMap<>();
        for (String setting : List.of(ORDER_ID_CONFIG, EVENT_TYPE_CONFIG, EVENT_AT_CONFIG, EVENT_ID_CONFIG)) {
            String field = config.getString(setting);
            String other = settingByField.put(field, setting);
            if (other != null) {
                throw new ConfigException(
                        setting, field, "expected a field of its own but " + other + " names the same");
            }
        }
    }

    private static AddedFields idField(String name) {
        return new AddedFields(new AddedFields.Added(name, Schema.STRING_SCHEMA));
    }

    @Override
    public R apply(R record) {
        FieldReader in = EventRecord.fields(record);
        if (in == null) {
            return record;
        }
        try {
            return insert(record, in);
        } catch (DataException e) {
            throw new DataException(NAME + ": " + e.getMessage(), e);
        }
    }

    private R insert(R record, FieldReader in) {
        String eventType = in.string(eventTypeField);
        if (eventType == null || (in.string(eventIdField) != null && keep)) {
            return record;
        }
        String orderId = in.string(orderIdField);
        if (orderId == null) {
            return missingField.answer(orderIdField, "string", record);
        }
        Instant eventAt = in.time(eventAtField);
        if (eventAt == null) {
            return missingField.answer(eventAtField, "timestamp or epoch milliseconds", record);
        }
        return idField.addTo(record, EventId.of(orderId, eventType, eventAt));
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public String version() {
        return PluginVersion.of(InsertEventId.class);
    }

    @Override
    public void close() {}
}
