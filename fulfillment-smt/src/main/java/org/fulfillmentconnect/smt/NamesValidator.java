package org.fulfillmentconnect.smt;

import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Refuses an empty list, and names that are not of this enum. */
final class NamesValidator implements ConfigDef.Validator {
    private final List<String> known;

    NamesValidator(Enum<?>[] known) {
        this.known = Stream.of(known).map(Enum::name).toList();
    }

    @Override
    public void ensureValid(String name, @Nullable Object value) {
        List<?> names = value == null ? List.of() : (List<?>) value;
        if (names.isEmpty()) {
            throw new ConfigException(name, value, "expected at least one of " + known);
        }
        for (Object item : names) {
            if (!known.contains(item)) {
                throw new ConfigException(name, value, "expected names out of " + known + " but found " + item);
            }
        }
    }

    @Override
    public String toString() {
        return "non-empty, out of " + known;
    }
}
