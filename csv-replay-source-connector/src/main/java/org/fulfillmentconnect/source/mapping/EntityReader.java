package org.fulfillmentconnect.source.mapping;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;

/** Reads the one record that is made of a record's rows if these are no order. Its schema follows from the values. */
final class EntityReader {
    private static final String NAMESPACE = "org.fulfillmentconnect.";
    private static final String RECORD_TYPE = "recordType";

    private EntityReader() {}

    static List<Output> read(String name, JsonPlace place, Node root, int position) {
        if (!place.has("topic")) {
            place.problem("lacks topic, which records that are no events need");
        }
        ValueReader values = ValueReader.ofRecord(root);
        ValueReader.Fields fields = values.fields(place.at("fields"), null);
        Output.Rules rules = new Output.Rules(
                EventReader.time(place.at("at"), values),
                EventReader.condition(place.at("when"), values),
                List.copyOf(fields.values()));
        String schemaName = place.text("schema", NAMESPACE + EntitySchemas.capitalized(name));
        Schema whole = EntitySchemas.of(schemaName, fields.types());
        return List.of(new Output(
                name,
                place.text("topic", ""),
                position,
                Map.of(RECORD_TYPE, name),
                rules,
                new Layout(whole, fields.types(), 0, bits -> EntitySchemas.partial(whole, bits)),
                null));
    }
}
