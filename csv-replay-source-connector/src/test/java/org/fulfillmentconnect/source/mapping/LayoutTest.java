package org.fulfillmentconnect.source.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private static final int WIDTH = 48;

    private final List<ValueType.GroupField> fields = new ArrayList<>();
    private final AtomicInteger schemasMade = new AtomicInteger();
    private final Layout layout;

    LayoutTest() {
        for (int i = 0; i < WIDTH; i++) {
            fields.add(new ValueType.GroupField("f" + i, new ValueType.One(Type.INTEGER)));
        }
        Schema whole = EntitySchemas.of("Wide", fields);
        layout = new Layout(whole, fields, 0, bits -> {
            schemasMade.incrementAndGet();
            return EntitySchemas.partial(whole, bits);
        });
    }

    @Test
    void writesJustWhatIsPresentWhateverTheCombination() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            @Nullable Object[] values = new Object[WIDTH];
            List<String> names = new ArrayList<>();
            List<Object> present = new ArrayList<>();
            for (int i = 0; i < WIDTH; i++) {
                if (random.nextInt(3) == 0) {
                    values[i] = (long) i;
                    names.add("f" + i);
                    present.add((long) i);
                }
            }

            Struct struct = layout.struct(values);

            assertThat(struct.schema().fields().stream().map(Field::name)).containsExactlyElementsOf(names);
            assertThat(struct.schema().fields().stream().map(struct::get)).containsExactlyElementsOf(present);
        }
    }

    @Test
    void makesTheSchemaOfACombinationOnce() {
        @Nullable Object[] values = new Object[WIDTH];
        values[3] = 3L;

        Schema first = layout.struct(values).schema();
        Schema second = layout.struct(values).schema();

        assertThat(second).isSameAs(first);
        assertThat(schemasMade).hasValue(1);
    }
}
