package org.fulfillmentconnect.source.mapping;

import java.util.ArrayList;
import java.util.List;

/** Reads the two parts of a mapping. */
final class MappingReader {
    private final JsonPlace root;

    MappingReader(JsonPlace root) {
        this.root = root;
    }

    List<Table> tables() {
        TableReader reader = new TableReader(root);
        List<Table> tables = new ArrayList<>();
        JsonPlace all = root.at("tables");
        for (String name : all.names()) {
            tables.add(reader.read(name, all.at(name)));
        }
        return tables;
    }

    List<RecordKind> kinds(List<Table> tables) {
        RecordReader reader = new RecordReader(tables);
        List<RecordKind> kinds = new ArrayList<>();
        JsonPlace all = root.at("records");
        for (String name : all.names()) {
            reader.read(name, all.at(name), kinds.size()).ifPresent(kinds::add);
        }
        return kinds;
    }
}
