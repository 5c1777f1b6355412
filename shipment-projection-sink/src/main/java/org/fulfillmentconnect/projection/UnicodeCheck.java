package org.fulfillmentconnect.projection;

import org.apache.kafka.connect.errors.DataException;
import org.fulfillmentconnect.model.FieldWriter;
import org.jspecify.annotations.Nullable;

/** Refuses text that cannot be written as UTF-8: half of a surrogate pair, which JSON and Java take. */
final class UnicodeCheck implements FieldWriter {
    @Override
    public void put(String name, @Nullable Object value) {
        if (value instanceof String text && !isValid(text)) {
            throw new DataException(name + ": expected valid Unicode");
        }
    }

    private static boolean isValid(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    @Override
    public FieldWriter nestedWarehouse() {
        return this;
    }

    @Override
    public Object value() {
        return this;
    }
}
