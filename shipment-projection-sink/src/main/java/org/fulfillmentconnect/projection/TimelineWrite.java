package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.errors.DataException;

/** Writes an event's document unless the server holds one that knew as much or more. */
final class TimelineWrite implements Write {
    private final IndexName index;
    private final TimelineUpdate update;
    private final DeadLetters deadLetters;

    TimelineWrite(IndexName index, TimelineUpdate update, DeadLetters deadLetters) {
        this.index = index;
        this.update = update;
        this.deadLetters = deadLetters;
    }

    @Override
    public IndexName index() {
        return index;
    }

    @Override
    public byte[] action() {
        TimelineDocument document = update.document();
        String id = new String(JsonStringEncoder.getInstance().quoteAsString(document.eventId()));
        return ("{\"index\":{\"_id\":\"" + id + "\",\"version\":" + document.version()
                        + ",\"version_type\":\"external\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] source() {
        return update.document().source();
    }

    @Override
    public void stored(long seqNo, long primaryTerm) {}

    /** The event is there already. */
    @Override
    public void conflict() {}

    @Override
    public void refused(ServerError error) {
        deadLetters.found(update.records(), new DataException("Elasticsearch refuses the timeline document: " + error));
    }
}
