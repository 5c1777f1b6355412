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
import org.fulfillmentconnect.model.FieldReader;
import org.fulfillmentconnect.model.Owner;

/** Whether a record is an event that one of the configured systems states. */
public final class IsOwnedBy<R extends ConnectRecord<R>> implements Predicate<R> {
    public static final String OVERVIEW_DOC = "True for events of the given owners, by the header owner, or by the"
            + " value's field where there is no such header. False for tombstones and records that are no event.";

    static final String OWNERS_CONFIG = "owners";

    private static final String NAME = "IsOwnedBy";
    private static final String GROUP = "Event";

    public static final ConfigDef CONFIG_DEF = MissingField.define(
            new ConfigDef()
                    .define(
                            OWNERS_CONFIG,
                            ConfigDef.Type.LIST,
                            ConfigDef.NO_DEFAULT_VALUE,
                            new NamesValidator(Owner.values()),
                            Importance.HIGH,
                            "The owners for whose events the predicate is true.",
                            GROUP,
                            1,
                            Width.MEDIUM,
                            "Owners"),
            GROUP,
            2,
            "the predicate is false");

    private Set<String> owners = Set.of();
    private MissingField missingField = MissingField.FAIL;

    @Override
    public void configure(Map<String, ?> settings) {
        AbstractConfig config = new AbstractConfig(CONFIG_DEF, settings, false);
        owners = Set.copyOf(config.getList(OWNERS_CONFIG));
        missingField = MissingField.of(config);
    }

    @Override
    public boolean test(R record) {
        if (record.value() == null) {
            return false;
        }
        try {
            String owner = EventRecord.header(record, EventFields.OWNER);
            return owner == null ? valueIsOwned(record) : owners.contains(owner);
        } catch (DataException e) {
            throw new DataException(NAME + ": " + e.getMessage(), e);
        }
    }

    private boolean valueIsOwned(R record) {
        FieldReader in = EventRecord.fields(record);
        if (in == null || in.string(EventFields.EVENT_TYPE) == null) {
            return false;
        }
        String owner = in.string(EventFields.OWNER);
        return owner == null ? missingField.answer(EventFields.OWNER, "string", false) : owners.contains(owner);
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public String version() {
        return PluginVersion.of(IsOwnedBy.class);
    }

    @Override
    public void close() {}
}
