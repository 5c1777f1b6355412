package org.fulfillmentconnect.model;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads named fields, with their types checked, from a {@link Struct} or a schemaless map alike. Absent is a field that
 * does not exist or is null. Messages name the field and the types, never the value.
 */
public abstract class FieldReader {
    private FieldReader() {}

    /**
     * A reader over this value of a record.
     *
     * @throws DataException if it is neither a struct nor a map
     */
    public static FieldReader of(@Nullable Object value) {
        if (value instanceof Struct struct) {
            return new OfStruct(struct);
        }
        if (value instanceof Map<?, ?> map) {
            return new OfMap(map);
        }
        throw new DataException("expected a struct or a map but found "
                + (value == null ? "null" : value.getClass().getSimpleName()));
    }

    /** The field as it is, or null if it is absent. */
    public abstract @Nullable Object get(String name);

    public @Nullable String string(String name) {
        return typed(name, String.class, "string");
    }

    public @Nullable Boolean bool(String name) {
        return typed(name, Boolean.class, "boolean");
    }

    public @Nullable List<?> list(String name) {
        return typed(name, List.class, "array");
    }

    /** A whole number of any width. */
    public @Nullable Long longInteger(String name) {
        Object value = get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        throw mistyped(name, "whole number", value);
    }

    /** A whole number that fits 32 bits. */
    public @Nullable Integer integer(String name) {
        Long value = longInteger(name);
        if (value == null) {
            return null;
        }
        if (value.intValue() != value) {
            throw new DataException(name + ": expected a whole number of 32 bits but found a larger one");
        }
        return value.intValue();
    }

    /** A Connect timestamp, or epoch milliseconds. */
    public @Nullable Instant time(String name) {
        Object value = get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Date date) {
            return Instant.ofEpochMilli(date.getTime());
        }
        if (value instanceof Long || value instanceof Integer) {
            return Instant.ofEpochMilli(((Number) value).longValue());
        }
        throw mistyped(name, "timestamp or epoch milliseconds", value);
    }

    public String requiredString(String name) {
        return required(name, string(name));
    }

    public boolean requiredBoolean(String name) {
        return required(name, bool(name));
    }

    public long requiredLong(String name) {
        return required(name, longInteger(name));
    }

    /** A whole number that fits 32 bits. */
    public int requiredInteger(String name) {
        return required(name, integer(name));
    }

    public Instant requiredTime(String name) {
        return required(name, time(name));
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new DataException(name + ": required but missing");
        }
        return value;
    }

    private <T> @Nullable T typed(String name, Class<T> type, String expected) {
        Object value = get(name);
        if (value == null || type.isInstance(value)) {
            return type.cast(value);
        }
        throw mistyped(name, expected, value);
    }

    private static DataException mistyped(String name, String expected, Object value) {
        return new DataException(name + ": expected " + expected + " but found "
                + value.getClass().getSimpleName());
    }

    private static final class OfStruct extends FieldReader {
        private final Struct struct;

        OfStruct(Struct struct) {
            this.struct = struct;
        }

        @Override
        public @Nullable Object get(String name) {
            Field field = struct.schema().field(name);
            return field == null ? null : struct.get(field);
        }
    }

    private static final class OfMap extends FieldReader {
        private final Map<?, ?> map;

        OfMap(Map<?, ?> map) {
            this.map = map;
        }

        @Override
        public @Nullable Object get(String name) {
            return map.get(name);
        }
    }
}
