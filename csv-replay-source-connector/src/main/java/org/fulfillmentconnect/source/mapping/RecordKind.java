package org.fulfillmentconnect.source.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of record: which rows it is made of, and what is made of them.
 *
 * @param key the columns of the root table that tell its records apart
 * @param outputs the events, or the one entity record
 */
public record RecordKind(String name, Node root, List<Integer> key, List<Output> outputs) {
    private static final char SEPARATOR = '|';

    public RecordKind {
        key = List.copyOf(key);
        outputs = List.copyOf(outputs);
    }

    /** The record's key: the value of the key column; where there are several, joined by {@code |}. */
    public String keyOf(@Nullable Object[] rootValues) {
        return keyOf(key, rootValues);
    }

    /** The key that these columns of a row hold, in the order of the key. */
    public static String keyOf(List<Integer> key, @Nullable Object[] rootValues) {
        if (key.size() == 1) {
            return String.valueOf(rootValues[key.get(0)]);
        }
        StringBuilder text = new StringBuilder();
        for (int column : key) {
            if (!text.isEmpty()) {
                text.append(SEPARATOR);
            }
            text.append(rootValues[column]);
        }
        return text.toString();
    }
}
