package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fulfillmentconnect.model.EventType;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;

class LaneOrdersTest {
    private static final ZoneId ZONE = ZoneId.of("America/Sao_Paulo");
    private static final LaneOrders ORDERS = new LaneOrders("some", LocalDate.parse("2018-03-01"), 10, 50);

    @Test
    void successiveOrdersFillTheLaneDaysEvenly() {
        Map<String, Long> byLaneDay = IntStream.range(0, 3 * ORDERS.laneDays())
                .mapToObj(ORDERS::events)
                .collect(Collectors.groupingBy(LaneOrdersTest::laneDay, Collectors.counting()));

        assertThat(byLaneDay).hasSize(500);
        assertThat(byLaneDay.values()).containsOnly(3L);
    }

    @Test
    void leadTimesSpreadOverWeeks() {
        List<Long> days = IntStream.range(0, 1_000)
                .mapToObj(ORDERS::events)
                .map(events -> Duration.between(at(events, EventType.ORDER_PLACED), at(events, EventType.DELIVERED)))
                .peek(lead -> assertThat(lead).isBetween(Duration.ofDays(1), Duration.ofDays(60)))
                .map(Duration::toDays)
                .toList();

        assertThat(days.stream().distinct().count()).isGreaterThan(25);
        assertThat(days.stream().filter(lead -> lead < 10).count()).isBetween(400L, 600L);
    }

    @Test
    void someAreLate() {
        long late = IntStream.range(0, 1_000)
                .mapToObj(ORDERS::events)
                .filter(events -> events.stream().anyMatch(event -> event.type() == EventType.DELIVERY_DELAYED))
                .count();

        assertThat(late).isBetween(20L, 150L);
    }

    @Test
    void anotherNameGivesOtherOrders() {
        LaneOrders others = new LaneOrders("others", ORDERS.firstDay(), ORDERS.days(), ORDERS.lanes());

        assertThat(others.events(7).get(0).orderId())
                .isNotEqualTo(ORDERS.events(7).get(0).orderId());
        assertThat(laneDay(others.events(7))).isEqualTo(laneDay(ORDERS.events(7)));
    }

    private static String laneDay(List<FulfillmentEvent> events) {
        Facts.OrderPlaced placed =
                (Facts.OrderPlaced) of(events, EventType.ORDER_PLACED).facts();
        Facts.WarehouseAssigned assigned = (Facts.WarehouseAssigned)
                of(events, EventType.WAREHOUSE_ASSIGNED).facts();
        return LocalDate.ofInstant(at(events, EventType.DELIVERED), ZONE) + " "
                + Objects.requireNonNull(assigned.warehouses()).get(0).sellerRegion() + " " + placed.customerRegion();
    }

    private static Instant at(List<FulfillmentEvent> events, EventType type) {
        return of(events, type).eventAt();
    }

    private static FulfillmentEvent of(List<FulfillmentEvent> events, EventType type) {
        return events.stream().filter(event -> event.type() == type).findFirst().orElseThrow();
    }
}
