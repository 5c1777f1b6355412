package org.fulfillmentconnect.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the records of one window add to one document. */
final class Update<C extends Mergeable<C>> {
    private final String id;
    private final Function<ProjectedEvent, C> form;
    /** Most updates of the timeline have one part alone. */
    private @Nullable Part newest;

    private @Nullable C content;

    /**
     * An update of nothing yet.
     *
     * @param form what one event says
     */
    Update(String id, Function<ProjectedEvent, C> form) {
        this.id = id;
        this.form = form;
    }

    private record Part(Arrival arrival, @Nullable Part before) {}

    /** This update with one more record. */
    Update<C> with(Arrival arrival) {
        newest = new Part(arrival, newest);
        return this;
    }

    String id() {
        return id;
    }

    /** What the records say together. To be asked for when all of them are there. */
    C content() {
        C known = content;
        if (known == null) {
            known = arrivals().stream()
                    .map(arrival -> form.apply(arrival.event()))
                    .reduce(Mergeable::merge)
                    .orElseThrow();
            content = known;
        }
        return known;
    }

    /** One update per record, so that the one that the server refuses can be told from the others. */
    List<Update<C>> split() {
        return arrivals().stream()
                .map(arrival -> new Update<>(id, form).with(arrival))
                .toList();
    }

    List<Arrival> arrivals() {
        List<Arrival> arrivals = new ArrayList<>();
        for (Part part = newest; part != null; part = part.before()) {
            arrivals.add(0, part.arrival());
        }
        return arrivals;
    }
}
