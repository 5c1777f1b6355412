package org.fulfillmentconnect.smt;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.FieldReader;
import org.fulfillmentconnect.model.TransitionTable;
import org.fulfillmentconnect.model.TransitionTable.Transition;

/**
 * Adds the state that an event leads to, by a table that is its setting. It belongs in the sinks: interpretation stays
 * out of the log, so a changed table takes effect by a rebuild.
 */
public final class DeriveState<R extends ConnectRecord<R>> implements Transformation<R> {
    public static final String OVERVIEW_DOC = "Adds toState, stateRank, fromStates and terminal to an event, by its"
            + " eventType and a configurable transition table. All else passes unchanged.";

    static final String TRANSITIONS_CONFIG = "transitions";

    private static final String NAME = "DeriveState";

    public static final ConfigDef CONFIG_DEF = new ConfigDef()
            .define(
                    TRANSITIONS_CONFIG,
                    ConfigDef.Type.LIST,
                    TransitionSyntax.render(TransitionTable.BUILT_IN),
                    new TransitionSyntax.Validator(),
                    Importance.MEDIUM,
                    "Which state each event type leads to, the lowest rank first: the state of an order is the highest"
                            + " one that its events reached. Each item has the form " + TransitionSyntax.ITEM
                            + ". Event types that are not listed pass unchanged.",
                    "State",
                    1,
                    Width.LONG,
                    "Transitions");

    private final AddedFields stateFields = new AddedFields(
            new AddedFields.Added(EventFields.TO_STATE, Schema.STRING_SCHEMA),
            new AddedFields.Added(EventFields.STATE_RANK, Schema.INT32_SCHEMA),
            new AddedFields.Added(
                    EventFields.FROM_STATES,
                    SchemaBuilder.array(Schema.STRING_SCHEMA).build()),
            new AddedFields.Added(EventFields.TERMINAL, Schema.BOOLEAN_SCHEMA));
    private Map<String, Object[]> valuesByType = values(TransitionTable.BUILT_IN);

    @Override
    public void configure(Map<String, ?> settings) {
        AbstractConfig config = new AbstractConfig(CONFIG_DEF, settings, false);
        valuesByType = values(TransitionSyntax.parse(TRANSITIONS_CONFIG, config.getList(TRANSITIONS_CONFIG)));
    }

    private static Map<String, Object[]> values(TransitionTable table) {
        return table.transitions().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, row -> values(row.getValue())));
    }

    private static Object[] values(Transition transition) {
        return new Object[] {transition.toState(), transition.rank(), transition.fromStates(), transition.terminal()};
    }

    @Override
    public R apply(R record) {
        FieldReader in = EventRecord.fields(record);
        if (in == null) {
            return record;
        }
        try {
            String type = in.string(EventFields.EVENT_TYPE);
            Object[] values = type == null ? null : valuesByType.get(type);
            return values == null ? record : stateFields.addTo(record, values);
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
        return PluginVersion.of(DeriveState.class);
    }

    @Override
    public void close() {}
}
