package org.fulfillmentconnect.projection;

import java.time.Instant;
import java.util.zip.CRC32C;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.jspecify.annotations.Nullable;

/**
 * One event as a document of the timeline: its fields, its state and its rank, times as ISO-8601.
 *
 * @param version by which the server itself tells which of two documents of an event stands: the greater. So they need not
 *     be read to be merged
 */
// Never compared or printed; the bytes go to the server as they are.
@SuppressWarnings("ArrayRecordComponent")
record TimelineDocument(String eventId, long version, byte[] source) implements Mergeable<TimelineDocument> {
    /** To be raised whenever the same event becomes other bytes: a replay then writes the documents anew. */
    private static final long LAYOUT = 0;

    private static final int LAYOUT_BITS = 3;
    private static final int CHECKSUM_BITS = 16;

    /** Up to the year 2527 in milliseconds; together with the others the 63 bits that Elasticsearch takes. */
    private static final int KNOWLEDGE_BITS = 44;

    static TimelineDocument of(FulfillmentEvent event, State state) {
        byte[] source = JsonDocument.bytes(out -> {
            out.putEvent(event, true);
            out.put(EventFields.TO_STATE, state.name());
            out.put(EventFields.STATE_RANK, state.rank());
        });
        return new TimelineDocument(event.eventId(), version(event.observedUntil(), source), source);
    }

    /**
     * What knew more stands; of two that knew equally much the one of the newer layout; and else the one with the greater
     * checksum, so that what they say decides, not which came first. Two that differ and have even that in common, one pair
     * of 65,536, are the one exception: of them the first in the log stands.
     */
    private static long version(Instant observedUntil, byte[] source) {
        long knowledge = Math.min(observedUntil.toEpochMilli(), (1L << KNOWLEDGE_BITS) - 1);
        CRC32C checksum = new CRC32C();
        checksum.update(source);
        long laidOut = (knowledge << LAYOUT_BITS) + LAYOUT;
        return (laidOut << CHECKSUM_BITS) + (checksum.getValue() & ((1L << CHECKSUM_BITS) - 1));
    }

    /** Tells from the version alone whether a stored document is to be replaced. */
    static StoredReader.Format<TimelineDocument> format() {
        return new StoredReader.Format<>() {
            @Override
            public boolean readsSource() {
                return false;
            }

            @Override
            public @Nullable TimelineDocument read(
                    long version, byte[] body, int offset, int length, TimelineDocument expected) {
                return version >= expected.version ? expected : null;
            }
        };
    }

    @Override
    public String id() {
        return eventId;
    }

    @Override
    public TimelineDocument merge(TimelineDocument other) {
        return version >= other.version ? this : other;
    }

    @Override
    public byte[] json() {
        return source;
    }

    @Override
    public Long externalVersion() {
        return version;
    }
}
