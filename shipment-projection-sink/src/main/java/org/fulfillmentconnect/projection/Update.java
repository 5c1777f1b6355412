package org.fulfillmentconnect.projection;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/** What the records of one window add to one document. */
final class Update<C extends Mergeable<C>> {
    private final List<Part<C>> parts = new ArrayList<>(2);
    private C content;

    Update(SinkRecord record, C content) {
        this.content = content;
        parts.add(new Part<>(record, content));
    }

    private record Part<C>(SinkRecord record, C content) {}

    void add(SinkRecord record, C more) {
        parts.add(new Part<>(record, more));
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
        return parts.stream().map(Part::record).toList();
    }

    /** One update per record, so that the one that the server refuses can be told from the others. */
    List<Update<C>> split() {
        return parts.stream()
                .map(part -> new Update<>(part.record(), part.content()))
                .toList();
    }
}
