package org.fulfillmentconnect.smt;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.EventType;
import org.fulfillmentconnect.model.FieldReader;

/** Whether a record is an event of one of the configured types. */
public final class HasEventType<R extends ConnectRecord<R>> implements Predicate<R> {
    public static final String OVERVIEW_DOC = "True for events of the given types, by the header eventType, or by the"
            + " value's field where there is no such header. False for tombstones and records that are no event.";

    static final String EVENT_TYPES_CONFIG = "event.types";

    private static final String NAME = "HasEventType";

    public static final ConfigDef CONFIG_DEF = new ConfigDef()
            .define(
                    EVENT_TYPES_CONFIG,
                    ConfigDef.Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new NamesValidator(EventType.values()),
                    Importance.HIGH,
                    "The event types for which the predicate is true.",
                    "Event",
                    1,
                    Width.LONG,
                    "Event types");

    private Set<String> types = Set.of();

    @Override
    public void configure(Map<String, ?> settings) {
        types = Set.copyOf(new AbstractConfig(CONFIG_DEF, settings, false).getList(EVENT_TYPES_CONFIG));
    }

    @Override
    public boolean test(R record) {
        if (record.value() == null) {
            return false;
        }
        try {
            String type = EventRecord.header(record, EventFields.EVENT_TYPE);
            if (type == null) {
                FieldReader in = EventRecord.fields(record);
                type = in == null ? null : in.string(EventFields.EVENT_TYPE);
            }
            return type != null && types.contains(type);
        } catch (DataException e) {
            throw new DataException(NAME + ": " + e.getMessage(), e);
        }
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public String version() {
        return PluginVersion.of(HasEventType.class);
    }

    @Override
    public void close() {}
}
