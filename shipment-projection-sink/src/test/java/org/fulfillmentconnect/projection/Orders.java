package org.fulfillmentconnect.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.EventType;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.fulfillmentconnect.model.TransitionTable;

/** Synthetic orders and their records. */
final class Orders {
    static final String TOPIC = "fulfillment-events";
    static final Instant BEGIN = Instant.parse("2017-10-02T13:56:33.000Z");
    static final Instant AS_OF = Instant.parse("2018-10-17T20:30:18.000Z");

    private static final String[] REGIONS = {"SP", "RJ", "MG", "RS", "PR"};

    private Orders() {}

    static State state(EventType type) {
        var transition = TransitionTable.BUILT_IN.of(type.name()).orElseThrow();
        return new State(transition.rank(), transition.toState());
    }

    static Card card(FulfillmentEvent... events) {
        Card card = Card.of(events[0], state(events[0].type()));
        for (FulfillmentEvent event : events) {
            card = card.merge(Card.of(event, state(event.type())));
        }
        return card;
    }

    static Facts.OrderPlaced placed() {
        return new Facts.OrderPlaced(
                "c-1", "u-1", "campinas", "RJ", BEGIN.plus(Duration.ofDays(16)), 2, 12_990L, 1_510L);
    }

    static Facts.WarehouseAssigned assigned() {
        return new Facts.WarehouseAssigned(List.of(
                new Facts.Warehouse("s-1", "ibitinga", "SP", 1, BEGIN.plus(Duration.ofDays(4))),
                new Facts.Warehouse("s-2", null, "MG", 1, null)));
    }

    /** The five steps of an order that goes as it should: placed, and a day apart approved to delivered. */
    static List<FulfillmentEvent> steps(int number, Instant placedAt) {
        return steps(number, placedAt, AS_OF);
    }

    static List<FulfillmentEvent> steps(int number, Instant placedAt, Instant asOf) {
        String order = "order-%07d".formatted(number);
        String customerRegion = REGIONS[number % REGIONS.length];
        String sellerRegion = REGIONS[number / REGIONS.length % REGIONS.length];
        Instant promised = placedAt.plus(Duration.ofDays(15));
        Instant limit = placedAt.plus(Duration.ofDays(4));
        List<Facts> facts = List.of(
                new Facts.OrderPlaced(
                        "customer-%032d".formatted(number),
                        "unique-%032d".formatted(number),
                        "city of " + customerRegion,
                        customerRegion,
                        promised,
                        1,
                        9_900L + number,
                        1_500L),
                new Facts.OrderApproved(),
                new Facts.WarehouseAssigned(List.of(new Facts.Warehouse(
                        "seller-%032d".formatted(number % 97), "city of " + sellerRegion, sellerRegion, 1, limit))),
                new Facts.HandedToCarrier(limit, false, -86_400L),
                new Facts.Delivered(promised, promised, false, -950_400L));
        return IntStream.range(0, facts.size())
                .mapToObj(
                        step -> FulfillmentEvent.of(order, placedAt.plus(Duration.ofDays(step)), asOf, facts.get(step)))
                .toList();
    }

    /** The events of this many orders, a minute apart from each other, as the log has them: in event-time order. */
    static List<FulfillmentEvent> inEventTimeOrder(int orders) {
        List<FulfillmentEvent> events = new ArrayList<>(orders * 5);
        for (int number = 0; number < orders; number++) {
            events.addAll(steps(number, BEGIN.plus(Duration.ofMinutes(number))));
        }
        events.sort(Comparator.comparing(FulfillmentEvent::eventAt).thenComparing(FulfillmentEvent::orderId));
        return events;
    }

    /** The value as the sink gets it: schemaless, with the state that the transform added. */
    static Map<String, Object> value(FulfillmentEvent event) {
        Map<String, Object> value = EventCodec.toMap(event);
        value.put(EventFields.TO_STATE, state(event.type()).name());
        value.put(EventFields.STATE_RANK, state(event.type()).rank());
        return value;
    }

    static SinkRecord record(long offset, FulfillmentEvent event) {
        return record(0, offset, event.orderId(), value(event));
    }

    static SinkRecord record(int partition, long offset, String key, Object value) {
        return new SinkRecord(
                TOPIC, partition, null, key, null, value, offset, AS_OF.toEpochMilli(), TimestampType.CREATE_TIME);
    }

    /** Records of one partition, from offset 0 on. */
    static List<SinkRecord> records(List<FulfillmentEvent> events) {
        return IntStream.range(0, events.size())
                .mapToObj(offset -> record(offset, events.get(offset)))
                .toList();
    }

    /** The records of several partitions: those of an order are in one. */
    static List<List<SinkRecord>> recordsOfPartitions(int partitions, List<FulfillmentEvent> events) {
        List<List<SinkRecord>> logs = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            List<SinkRecord> log = new ArrayList<>();
            for (FulfillmentEvent event : events) {
                if (Math.floorMod(event.orderId().hashCode(), partitions) == partition) {
                    log.add(record(partition, log.size(), event.orderId(), value(event)));
                }
            }
            logs.add(log);
        }
        return logs;
    }
}
