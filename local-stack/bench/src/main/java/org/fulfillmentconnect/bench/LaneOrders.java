package org.fulfillmentconnect.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;

/**
 * Delivered orders on chosen lane-days, with all events of each. Lead times are spread over 1 to 60 days, half of them below
 * 10. The same arguments give the same orders.
 *
 * @param name makes the orders others than those of another name
 * @param firstDay of deliveries, in the calendar of the shipped KPIs
 * @param days from then on
 * @param lanes seller regions times customer regions, 729 at most
 */
record LaneOrders(String name, LocalDate firstDay, int days, int lanes) {
    private static final List<String> REGIONS = List.of(
            "AC", "AL", "AM", "AP", "BA", "CE", "DF", "ES", "GO", "MA", "MG", "MS", "MT", "PA", "PB", "PE", "PI", "PR",
            "RJ", "RN", "RO", "RR", "RS", "SC", "SE", "SP", "TO");

    private static final int SELLERS_PER_REGION = 100;
    /** Of the shipped time zone at all times of a year: the same date as in UTC. */
    private static final LocalTime FIRST_HOUR = LocalTime.of(5, 0);

    private static final int HOURS = 17;
    private static final double MEDIAN_LEAD_DAYS = 10;
    private static final double SPREAD = 0.6;
    private static final Duration SHORTEST_LEAD = Duration.ofDays(1);
    private static final Duration LONGEST_LEAD = Duration.ofDays(60);
    private static final Duration PROMISED_AFTER = Duration.ofDays(24);
    private static final String POLICY = "end-of-promised-day";

    int laneDays() {
        return lanes * days;
    }

    /**
     * The events of one order. Successive orders are of successive lane-days, so that as many orders as there are lane-days are
     * one for each.
     */
    List<FulfillmentEvent> events(int order) {
        Random random = new Random(31L * order + name.hashCode());
        int laneDay = order % laneDays();
        int lane = laneDay % lanes;
        String sellerRegion = REGIONS.get(lane / REGIONS.size());
        String customerRegion = REGIONS.get(lane % REGIONS.size());
        String orderId = id("order " + order);

        Instant delivered = firstDay.plusDays(laneDay / lanes)
                .atTime(FIRST_HOUR)
                .toInstant(ZoneOffset.UTC)
                .plusSeconds(random.nextInt(HOURS * 3_600));
        Duration lead = lead(random);
        Instant placed = delivered.minus(lead);
        Instant handedOff = placed.plus(lead.dividedBy(4));
        Instant shippingLimit = placed.plus(Duration.ofDays(6));
        Instant promised = placed.plus(PROMISED_AFTER).truncatedTo(ChronoUnit.DAYS);
        Instant due = promised.plus(Duration.ofDays(1));
        boolean late = delivered.isAfter(due);
        Instant observed = delivered.plus(Duration.ofDays(1));

        List<FulfillmentEvent> events = new ArrayList<>();
        Facts.Warehouse warehouse = new Facts.Warehouse(
                id("seller " + sellerRegion + random.nextInt(SELLERS_PER_REGION)),
                "city",
                sellerRegion,
                1,
                shippingLimit);
        events.add(FulfillmentEvent.of(
                orderId,
                placed,
                observed,
                new Facts.OrderPlaced(
                        id("customer " + order),
                        id("person " + order),
                        "city",
                        customerRegion,
                        promised,
                        1,
                        9_990L,
                        1_890L)));
        events.add(FulfillmentEvent.of(orderId, placed, observed, new Facts.WarehouseAssigned(List.of(warehouse))));
        events.add(FulfillmentEvent.of(
                orderId,
                handedOff,
                observed,
                new Facts.HandedToCarrier(
                        shippingLimit,
                        handedOff.isAfter(shippingLimit),
                        Duration.between(shippingLimit, handedOff).toSeconds())));
        if (late) {
            events.add(FulfillmentEvent.of(orderId, due, observed, new Facts.DeliveryDelayed(promised, POLICY)));
        }
        events.add(FulfillmentEvent.of(
                orderId,
                delivered,
                observed,
                new Facts.Delivered(
                        promised, due, late, Duration.between(due, delivered).toSeconds())));
        return events;
    }

    private static Duration lead(Random random) {
        Duration lead =
                Duration.ofSeconds(Math.round(MEDIAN_LEAD_DAYS * Math.exp(SPREAD * random.nextGaussian()) * 86_400));
        return lead.compareTo(SHORTEST_LEAD) < 0
                ? SHORTEST_LEAD
                : lead.compareTo(LONGEST_LEAD) > 0 ? LONGEST_LEAD : lead;
    }

    /** As long as the ids of the shipped mapping's data. */
    private String id(String what) {
        return UUID.nameUUIDFromBytes((name + " " + what).getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    }
}
