package org.fulfillmentconnect.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Rows that no event can be made of, and that every reader of the file meets. */
final class BadRows {
    private static final List<String> KINDS = List.of(
            "\"bad-%06d\",\"nobody\",delivered,never,,,,2018-01-01 00:00:00",
            "\"bad-%06d\",\"nobody\",delivered",
            "\"\",\"nobody-%06d\",delivered,2017-06-01 10:00:00,,,,2018-01-01 00:00:00");

    private BadRows() {}

    /** Appends so many to the orders: without a time, without all fields, without an id, in turn. */
    static void appendTo(Path data, int count) throws IOException {
        List<String> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rows.add(KINDS.get(i % KINDS.size()).formatted(i));
        }
        Files.write(data.resolve("olist_orders_dataset.csv"), rows, StandardOpenOption.APPEND);
    }
}
