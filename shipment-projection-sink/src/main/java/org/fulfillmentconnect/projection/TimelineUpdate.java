package org.fulfillmentconnect.projection;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/** The document of one event that came once or more often in a window. */
final class TimelineUpdate {
    private final List<SinkRecord> records = new ArrayList<>(1);
    private TimelineDocument document;

    TimelineUpdate(Arrival first) {
        records.add(first.record());
        document = first.event().document();
    }

    void add(Arrival arrival) {
        records.add(arrival.record());
        document = document.orGreater(arrival.event().document());
    }

    TimelineDocument document() {
        return document;
    }

    List<SinkRecord> records() {
        return records;
    }
}
