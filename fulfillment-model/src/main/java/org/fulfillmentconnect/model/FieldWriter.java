package org.fulfillmentconnect.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where the fields of one object go, in the order of the calls. */
public interface FieldWriter {
    /**
     * Writes a field; does nothing for null.
     *
     * @param value a {@link String}, {@link Integer}, {@link Long}, {@link Boolean} or {@link Instant}, or a list of what
     *     {@link #nestedWarehouse} writers have given
     */
    void put(String name, @Nullable Object value);

    /** A writer for an object that goes into a list. */
    FieldWriter nestedWarehouse();

    /** The object that was written. */
    Object value();
}
