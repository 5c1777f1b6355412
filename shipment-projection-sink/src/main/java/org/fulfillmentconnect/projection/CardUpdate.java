package org.fulfillmentconnect.projection;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/** What the events of one order in one window add to its card. */
final class CardUpdate {
    private final List<Arrival> arrivals = new ArrayList<>(2);
    private Card delta;

    CardUpdate(Arrival first) {
        arrivals.add(first);
        delta = first.event().card();
    }

    void add(Arrival arrival) {
        arrivals.add(arrival);
        delta = delta.merge(arrival.event().card());
    }

    String orderId() {
        return delta.orderId();
    }

    /** The card of these events alone. */
    Card delta() {
        return delta;
    }

    List<SinkRecord> records() {
        return arrivals.stream().map(Arrival::record).toList();
    }

    /** One update per event, so that the one that the server refuses can be told from the others. */
    List<CardUpdate> split() {
        return arrivals.stream().map(CardUpdate::new).toList();
    }
}
