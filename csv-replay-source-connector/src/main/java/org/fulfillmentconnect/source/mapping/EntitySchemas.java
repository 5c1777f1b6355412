package org.fulfillmentconnect.source.mapping;

import java.util.List;
import java.util.Locale;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;

/** The Connect schemas of records that are no events; their types follow from the values. */
final class EntitySchemas {
    private static final int VERSION = 1;

    private EntitySchemas() {}

    /** With every field optional. */
    static Schema of(String name, List<ValueType.GroupField> fields) {
        SchemaBuilder schema = SchemaBuilder.struct().name(name).version(VERSION);
        for (ValueType.GroupField field : fields) {
            schema.field(field.name(), field(name + '.' + capitalized(field.name()), field.type()));
        }
        return schema.build();
    }

    /** The same without the fields whose bit is not set. */
    static Schema partial(Schema whole, long present) {
        SchemaBuilder schema = SchemaBuilder.struct().name(whole.name()).version(whole.version());
        for (Field field : whole.fields()) {
            if ((present & 1L << field.index()) != 0) {
                schema.field(field.name(), field.schema());
            }
        }
        return schema.build();
    }

    private static Schema field(String nestedName, ValueType type) {
        if (type instanceof ValueType.One one) {
            return single(one.type()).optional().build();
        }
        Schema element = type instanceof ValueType.Many many
                ? single(many.element()).build()
                : of(nestedName, ((ValueType.Groups) type).fields());
        return SchemaBuilder.array(element).optional().build();
    }

    private static SchemaBuilder single(Type type) {
        return switch (type) {
            case TEXT -> SchemaBuilder.string();
            case INTEGER, CENTS -> SchemaBuilder.int64();
            case NUMBER -> SchemaBuilder.float64();
            case BOOLEAN -> SchemaBuilder.bool();
            case TIME -> Timestamp.builder();
        };
    }

    static String capitalized(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
