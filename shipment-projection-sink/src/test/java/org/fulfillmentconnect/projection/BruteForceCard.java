package org.fulfillmentconnect.projection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.EventType;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.jspecify.annotations.Nullable;

/** The card of an order, worked out from the list of its events field by field, without any merging. */
final class BruteForceCard {
    private static final List<String> STATES =
            List.of("PLACED", "APPROVED", "ASSIGNED", "HANDED_OFF", "DELAYED", "DELIVERED", "CANCELLED");
    private static final Map<String, String> STATE_OF = Map.of(
            "ORDER_PLACED", "PLACED",
            "ORDER_APPROVED", "APPROVED",
            "WAREHOUSE_ASSIGNED", "ASSIGNED",
            "HANDED_TO_CARRIER", "HANDED_OFF",
            "DELIVERY_DELAYED", "DELAYED",
            "DELIVERED", "DELIVERED",
            "ORDER_CANCELLED", "CANCELLED");
    private static final List<String> PHYSICAL = List.of("PLACED", "APPROVED", "ASSIGNED", "HANDED_OFF", "DELIVERED");

    private final List<FulfillmentEvent> events;
    private final Map<String, Object> fields = new LinkedHashMap<>();

    BruteForceCard(List<FulfillmentEvent> events) {
        this.events = events;
    }

    Map<String, Object> fields() {
        Map<String, Long> at = new TreeMap<>(Comparator.comparingInt(STATES::indexOf));
        for (FulfillmentEvent event : events) {
            at.merge(state(event), event.eventAt().toEpochMilli(), Math::max);
        }
        List<String> reached = new ArrayList<>(at.keySet());
        put("orderId", events.get(0).orderId());
        put("state", reached.get(reached.size() - 1));
        put("stateRank", STATES.indexOf(reached.get(reached.size() - 1)) + 1);
        progress(at);
        PHYSICAL.forEach(step -> time(timeField(step), at.get(step)));
        time("delayedAt", at.get("DELAYED"));
        time("cancelledAt", at.get("CANCELLED"));
        put("cancelReason", fact("ORDER_CANCELLED", "reason"));
        time("promisedAt", (Long) fact("ORDER_PLACED", "promisedAt"));
        put("delayed", at.containsKey("DELAYED"));
        put("delaySeconds", fact("DELIVERED", "delaySeconds"));
        put("handoffLate", fact("HANDED_TO_CARRIER", "handoffLate"));
        put("handoffDelaySeconds", fact("HANDED_TO_CARRIER", "handoffDelaySeconds"));
        parties();
        for (String name : List.of("itemCount", "itemsValueCents", "freightValueCents")) {
            put(name, fact("ORDER_PLACED", name));
        }
        seconds("approvalSeconds", at.get("PLACED"), at.get("APPROVED"));
        seconds("handoffSeconds", at.get("APPROVED"), at.get("HANDED_OFF"));
        seconds("transitSeconds", at.get("HANDED_OFF"), at.get("DELIVERED"));
        seconds("leadTimeSeconds", at.get("PLACED"), at.get("DELIVERED"));
        time("lastEventAt", at.values().stream().max(Long::compare).orElseThrow());
        TreeSet<String> ids = new TreeSet<>();
        events.forEach(event -> ids.add(event.eventId()));
        put("eventCount", ids.size());
        put("anomalies", anomalies(at));
        put("eventIds", ids);
        return fields;
    }

    private void progress(Map<String, Long> at) {
        int last = -1;
        for (int step = 0; step < PHYSICAL.size(); step++) {
            last = at.containsKey(PHYSICAL.get(step)) ? step : last;
        }
        put("stage", last < 0 ? null : PHYSICAL.get(last));
        boolean waits = !at.containsKey("CANCELLED") && last + 1 < PHYSICAL.size();
        put("waitingFor", waits ? PHYSICAL.get(last + 1) : null);
    }

    private void parties() {
        put("customerId", fact("ORDER_PLACED", "customerId"));
        put("customerRegion", fact("ORDER_PLACED", "customerRegion"));
        put("customerCity", fact("ORDER_PLACED", "customerCity"));
        TreeSet<Object> ids = new TreeSet<>();
        TreeSet<Object> regions = new TreeSet<>();
        TreeSet<Object> cities = new TreeSet<>();
        TreeSet<Object> lanes = new TreeSet<>();
        Object warehouses = fact("WAREHOUSE_ASSIGNED", "warehouses");
        for (Object item : warehouses == null ? List.of() : (List<?>) warehouses) {
            Map<?, ?> warehouse = (Map<?, ?>) item;
            ids.add(Objects.requireNonNull(warehouse.get("sellerId")));
            if (warehouse.get("sellerCity") instanceof String city) {
                cities.add(city);
            }
            if (warehouse.get("sellerRegion") instanceof String region) {
                regions.add(region);
                if (fields.containsKey("customerRegion")) {
                    lanes.add(region + "→" + fields.get("customerRegion"));
                }
            }
        }
        put("sellerIds", ids);
        put("sellerRegions", regions);
        put("sellerCities", cities);
        put("lanes", lanes);
    }

    private static Set<String> anomalies(Map<String, Long> at) {
        TreeSet<String> anomalies = new TreeSet<>();
        List<String> present = PHYSICAL.stream().filter(at::containsKey).toList();
        for (int next = 1; next < present.size(); next++) {
            String earlier = present.get(next - 1);
            String later = present.get(next);
            if (Objects.requireNonNull(at.get(later)) < Objects.requireNonNull(at.get(earlier))) {
                anomalies.add(later + "_BEFORE_" + earlier);
            }
        }
        if (present.contains("DELIVERED") && at.containsKey("CANCELLED")) {
            anomalies.add("CANCELLED_AND_DELIVERED");
        }
        if (present.contains("DELIVERED") && !present.contains("HANDED_OFF")) {
            anomalies.add("DELIVERED_WITHOUT_HANDOFF");
        }
        return anomalies;
    }

    /** The fact as the event with the greatest precedence among those that state it has it. */
    private @Nullable Object fact(String type, String name) {
        return events.stream()
                .filter(event -> event.type() == EventType.valueOf(type))
                .filter(event -> EventCodec.toMap(event).containsKey(name))
                .max(Comparator.comparing(FulfillmentEvent::precedence))
                .map(event -> EventCodec.toMap(event).get(name))
                .orElse(null);
    }

    private static String state(FulfillmentEvent event) {
        return Objects.requireNonNull(STATE_OF.get(event.type().name()));
    }

    private static String timeField(String step) {
        return switch (step) {
            case "PLACED" -> "placedAt";
            case "APPROVED" -> "approvedAt";
            case "ASSIGNED" -> "assignedAt";
            case "HANDED_OFF" -> "handedOffAt";
            default -> "deliveredAt";
        };
    }

    private void time(String name, @Nullable Long millis) {
        // Instant writes no milliseconds where there are none.
        put(
                name,
                millis == null ? null : Instant.ofEpochMilli(millis).toString().replaceFirst("(:\\d\\d)Z", "$1.000Z"));
    }

    private void seconds(String name, @Nullable Long from, @Nullable Long to) {
        put(name, from == null || to == null || to < from ? null : (to - from) / 1000);
    }

    private void put(String name, @Nullable Object value) {
        if (value != null && !(value instanceof Collection<?> items && items.isEmpty())) {
            fields.put(name, value);
        }
    }
}
