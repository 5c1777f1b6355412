package org.fulfillmentconnect.kpi;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.jspecify.annotations.Nullable;

/**
 * Random histories of orders with all that real data get wrong: steps that are missing or reversed, regions that are unknown
 * or change, cancelled deliveries, verdicts without a delivery, and the same events again from a second snapshot that knows
 * more or less. Few lanes and days, so that orders meet.
 */
final class Histories {
    static final ZoneId ZONE = ZoneId.of("America/Sao_Paulo");

    /** Two days before the clocks go forward at midnight. */
    private static final Instant START = Instant.parse("2017-10-13T12:00:00Z");

    private static final Instant FIRST_SNAPSHOT = Instant.parse("2018-01-01T00:00:00Z");
    private static final Instant SECOND_SNAPSHOT = Instant.parse("2018-02-01T00:00:00Z");
    private static final List<String> REGIONS = List.of("SP", "RJ", "MG", "São Tomé 🚚");

    private final Random random;
    private final List<FulfillmentEvent> events = new ArrayList<>();

    private Histories(long seed) {
        this.random = new Random(seed);
    }

    static List<FulfillmentEvent> of(long seed, int orders) {
        Histories histories = new Histories(seed);
        for (int i = 0; i < orders; i++) {
            histories.addOrder("order-" + i);
        }
        return histories.events;
    }

    private void addOrder(String orderId) {
        Instant placed = START.plusSeconds(random.nextInt(200_000));
        addTwice(
                orderId,
                placed,
                () -> new Facts.OrderPlaced(
                        null, null, null, oftenKnown(region()), null, random.nextInt(3), null, maybe(5L, 0.5)));
        Instant approved = placed.plusSeconds(random.nextInt(40_000));
        if (chance(0.9)) {
            addTwice(orderId, approved, Facts.OrderApproved::new);
        }
        if (chance(0.95)) {
            addTwice(orderId, approved, () -> new Facts.WarehouseAssigned(maybe(warehouses(), 0.9)));
            if (chance(0.1)) {
                // An inferred time that a newer snapshot infers anew.
                addTwice(
                        orderId, approved.plusSeconds(60), () -> new Facts.WarehouseAssigned(maybe(warehouses(), 0.5)));
            }
        }
        Instant handedOff = approved.plusSeconds(random.nextInt(90_000) - 15_000);
        if (chance(0.9)) {
            addTwice(orderId, handedOff, () -> new Facts.HandedToCarrier(null, maybe(true, 0.5), null));
        }
        Instant delivered = handedOff.plusMillis(random.nextInt(250_000_000) - 40_000_000);
        if (chance(0.75)) {
            addTwice(orderId, delivered, () -> new Facts.Delivered(null, oftenKnown(placed), null, maybe(7L, 0.5)));
        }
        if (chance(0.3)) {
            addTwice(orderId, placed.plus(Duration.ofDays(2)), () -> new Facts.DeliveryDelayed(null, "day+PT0S"));
        }
        if (chance(0.3)) {
            addTwice(orderId, placed.plus(Duration.ofDays(2)), () -> new Facts.DeliveryDue(null, null, "day"));
        }
        if (chance(0.1)) {
            addTwice(orderId, delivered, () -> new Facts.OrderCancelled("canceled"));
        }
    }

    /** From one snapshot or from both; then the same event id comes with other facts. */
    private void addTwice(String orderId, Instant at, Supplier<Facts> facts) {
        events.add(FulfillmentEvent.of(orderId, at, FIRST_SNAPSHOT, facts.get()));
        if (chance(0.4)) {
            events.add(FulfillmentEvent.of(orderId, at, SECOND_SNAPSHOT, facts.get()));
        }
    }

    private List<Facts.Warehouse> warehouses() {
        List<Facts.Warehouse> warehouses = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Instant limit = START.plusSeconds(random.nextInt(300_000));
            warehouses.add(new Facts.Warehouse("seller-" + i, null, oftenKnown(region()), 1, maybe(limit, 0.9)));
        }
        return warehouses;
    }

    /** Due on one of few days after the order, or no promise. */
    private @Nullable Instant oftenKnown(Instant placed) {
        return maybe(placed.plus(Duration.ofDays(random.nextInt(4))), 0.9);
    }

    private String region() {
        return REGIONS.get(random.nextInt(REGIONS.size()));
    }

    private @Nullable String oftenKnown(String region) {
        return chance(0.05) ? "" : maybe(region, 0.9);
    }

    private <T> @Nullable T maybe(T value, double probability) {
        return chance(probability) ? value : null;
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
