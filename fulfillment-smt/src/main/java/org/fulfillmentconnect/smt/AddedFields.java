package org.fulfillmentconnect.smt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a transform adds to a record's value. The value that came in is never touched. How the structs of a
 * schema are copied is worked out once and remembered, so equal schemas always give the same extended one.
 */
final class AddedFields {
    /** Far above the number of schemas that a topic has. */
    static final int MAX_PLANS = 256;

    private final List<Added> fields;
    private final Map<Schema, StructPlan> plans = new ConcurrentHashMap<>();
    private volatile @Nullable StructPlan last;

    /** A field by its name, and the schema it gets where the value's schema lacks it. */
    record Added(String name, Schema schema) {}

    AddedFields(Added... fields) {
        this.fields = List.of(fields);
    }

    /**
     * The record with these values in the added fields of its value, a struct or a schemaless map.
     *
     * @param values in the order of the fields
     * @throws DataException if the struct's schema has one of the fields with another type
     */
    <R extends ConnectRecord<R>> R addTo(R record, Object... values) {
        if (record.value() instanceof Struct struct) {
            StructPlan plan = plan(struct.schema());
            return withValue(record, plan.target(), plan.copy(struct, values));
        }
        Map<?, ?> map = (Map<?, ?>) record.value();
        // Room for all of it below the load factor, so that the copy is not rehashed.
        Map<Object, Object> copy = new LinkedHashMap<>(2 * (map.size() + values.length));
        copy.putAll(map);
        for (int i = 0; i < values.length; i++) {
            copy.put(fields.get(i).name(), values[i]);
        }
        return withValue(record, null, copy);
    }

    private static <R extends ConnectRecord<R>> R withValue(R record, @Nullable Schema schema, Object value) {
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                schema,
                value,
                record.timestamp());
    }

    private StructPlan plan(Schema schema) {
        StructPlan latest = last;
        if (latest != null && latest.source() == schema) {
            return latest;
        }
        StructPlan plan = plans.get(schema);
        if (plan == null) {
            if (plans.size() >= MAX_PLANS) {
                plans.clear();
            }
            plan = plans.computeIfAbsent(schema, source -> StructPlan.of(source, fields));
        }
        last = plan;
        return plan;
    }

    int rememberedPlans() {
        return plans.size();
    }
}
