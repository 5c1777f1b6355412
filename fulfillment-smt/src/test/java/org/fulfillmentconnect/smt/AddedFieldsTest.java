package org.fulfillmentconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class AddedFieldsTest {
    private final AddedFields fields = new AddedFields(new AddedFields.Added("note", Schema.STRING_SCHEMA));

    private static Schema schema(int version) {
        return SchemaBuilder.struct()
                .version(version)
                .field("line", Schema.INT32_SCHEMA)
                .build();
    }

    private SourceRecord addTo(Schema schema) {
        return fields.addTo(Events.record(new Struct(schema).put("line", 7)), "seen");
    }

    @Test
    void givesEqualSchemasTheSameExtendedOne() {
        assertThat(addTo(schema(1)).valueSchema()).isSameAs(addTo(schema(1)).valueSchema());
    }

    @Test
    void remembersABoundedNumberOfSchemas() {
        for (int version = 1; version <= 3 * AddedFields.MAX_PLANS; version++) {
            assertThat(((Struct) addTo(schema(version)).value()).getString("note"))
                    .isEqualTo("seen");
        }

        assertThat(fields.rememberedPlans()).isBetween(1, AddedFields.MAX_PLANS);
    }
}
