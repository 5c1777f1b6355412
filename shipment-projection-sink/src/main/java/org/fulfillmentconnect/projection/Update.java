package org.fulfillmentconnect.projection;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** What the records of one window add to one document. */
final class Update<C extends Mergeable<C>> {
    /** Most updates of the timeline have one part alone. */
    private Part<C> newest;

    private C content;

    Update(SinkRecord record, C content) {
        this.content = content;
        newest = new Part<>(record, content, null);
    }

    private record Part<C>(
            SinkRecord record, C content, @Nullable Part<C> before) {}

    void add(SinkRecord record, C more) {
        newest = new Part<>(record, more, newest);
        content = content.merge(more);
    }

    String id() {
        return content.id();
    }

    /** What the records say together. */
    C content() {
        return content;
    }

    List<SinkRecord> records() {
        return parts().stream().map(Part::record).toList();
    }

    /** One update per record, so that the one that the server refuses can be told from the others. */
    List<Update<C>> split() {
        return parts().stream()
                .map(part -> new Update<>(part.record(), part.content()))
                .toList();
    }

    private List<Part<C>> parts() {
        List<Part<C>> parts = new ArrayList<>();
        for (Part<C> part = newest; part != null; part = part.before()) {
            parts.add(0, part);
        }
        return parts;
    }
}
