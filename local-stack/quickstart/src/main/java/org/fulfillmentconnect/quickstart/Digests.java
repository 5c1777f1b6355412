package org.fulfillmentconnect.quickstart;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is in the stores, as one digest each: equal digests mean equal content, to the byte. */
final class Digests {
    private Digests() {}

    static Map<String, String> of(Projection projection, LaneKpis kpis) {
        Map<String, String> digests = new LinkedHashMap<>();
        digests.put("shipments", projection.digest("shipments", "orderId"));
        digests.put("shipment_events", projection.digest("shipment_events", "eventId"));
        digests.putAll(kpis.digests());
        return digests;
    }
}
