package org.fulfillmentconnect.source.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.source.csv.BadRowException;
import org.fulfillmentconnect.source.csv.CsvColumn;
import org.fulfillmentconnect.source.csv.CsvDialect;
import org.junit.jupiter.api.Test;

/** The mapping of one wide file: other names, other marks, times with offsets, no joins. */
class WideOrdersTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static List<String> events(TinyReplay replay) throws BadRowException {
        List<String> events = new ArrayList<>();
        for (TinyReplay.Made made : replay.records()) {
            events.add(EventText.of(EventCodec.read(made.value())));
        }
        return events;
    }

    private static TinyReplay replay(String... rows) {
        return new TinyReplay(Examples.mapping("wide-orders"), BERLIN, Instant.parse("2026-01-01T00:00:00Z"))
                .read(Map.of("shipments", List.of(rows)));
    }

    @Test
    void makesEveryEventOfOneRow() throws BadRowException {
        TinyReplay replay = replay(
                "A-1;K7;Bremen;HB;2024-05-01T09:00:00+02:00;2024-05-01T08:00:00Z;W1;Celle;NI;3;120.50;4.9;"
                        + "2024-05-03;2024-05-02T10:00:00+02:00;2024-05-04T12:00:00.250+02:00;2024-05-04T10:00:00Z;-;-");

        assertThat(replay.rejects()).isEmpty();
        assertThat(events(replay))
                .containsExactly(
                        "A-1 ORDER_PLACED 2024-05-01T07:00:00Z customerCity=Bremen customerId=K7 customerRegion=HB"
                                + " freightValueCents=490 itemCount=3 itemsValueCents=12050"
                                + " promisedAt=2024-05-04T10:00:00Z",
                        "A-1 ORDER_APPROVED 2024-05-01T08:00:00Z",
                        "A-1 WAREHOUSE_ASSIGNED 2024-05-01T08:00:00Z warehouses=[{items=3 sellerCity=Celle sellerId=W1"
                                + " sellerRegion=NI shippingLimitAt=2024-05-02T22:00:00Z}]",
                        "A-1 HANDED_TO_CARRIER 2024-05-02T08:00:00Z shippingLimitAt=2024-05-02T22:00:00Z",
                        "A-1 DELIVERY_DUE 2024-05-04T10:00:00Z deliveredAt=2024-05-04T10:00:00.250Z promise=instant"
                                + " promisedAt=2024-05-04T10:00:00Z",
                        "A-1 DELIVERED 2024-05-04T10:00:00.250Z dueAt=2024-05-04T10:00:00Z"
                                + " promisedAt=2024-05-04T10:00:00Z");
    }

    @Test
    void makesWhatIsKnownOfACancelledRow() throws BadRowException {
        TinyReplay replay = replay(
                "A-2;-;-;-;2024-05-01T09:00:00;-;W1;-;-;-;-;-;-;-;-;2024-05-04T10:00:00Z;2024-05-01T12:00:00+02:00;sold out");

        assertThat(events(replay))
                .containsExactly(
                        "A-2 ORDER_PLACED 2024-05-01T07:00:00Z promisedAt=2024-05-04T10:00:00Z",
                        "A-2 WAREHOUSE_ASSIGNED 2024-05-01T07:00:00Z warehouses=[{items=1 sellerId=W1}]",
                        "A-2 ORDER_CANCELLED 2024-05-01T10:00:00Z reason=sold out");
    }

    @Test
    void saysInEachEventWhetherItsTimeIsInferred() throws BadRowException {
        TinyReplay replay =
                replay("A-2;-;-;-;2024-05-01T09:00:00Z;-;W1;-;-;-;-;-;-;-;-;-;2024-05-01T12:00:00+02:00;sold out");

        assertThat(replay.records())
                .extracting(made -> made.value().get(EventFields.EVENT_AT_INFERRED))
                .containsExactly(false, true, false);
    }

    @Test
    void leavesOutTheFieldsThatAreAbsent() throws BadRowException {
        Struct placed = replay("A-3;K7;-;-;2024-05-01T09:00:00Z;-;-;-;-;-;-;-;-;-;-;-;-;-")
                .records()
                .get(0)
                .value();

        assertThat(placed.schema().fields())
                .extracting(field -> field.name())
                .containsExactlyElementsOf(with(Envelope.FIELDS, EventFields.CUSTOMER_ID));
    }

    @Test
    void rejectsEachBadRowWithAnExampleOfItsFormat() throws BadRowException {
        TinyReplay replay = replay(
                "A-4;-;-;-;2024-05-01 09:00:00;-;-;-;-;-;-;-;-;-;-;-;-;-",
                "A-5;-;-;-;2024-05-01T09:00:00Z;-;-;-;-;2.5;-;-;-;-;-;-;-;-",
                ";-;-;-;2024-05-01T09:00:00Z;-;-;-;-;-;-;-;-;-;-;-;-;-");

        assertThat(events(replay)).isEmpty();
        assertThat(replay.rejects())
                .extracting(reject -> reject.substring(0, reject.indexOf(" |")))
                .containsExactly(
                        "exports/shipments-*.csv:2 Ordered: expected a time such as 2017-10-02T10:56:33Z",
                        "exports/shipments-*.csv:3 Units: expected a whole number",
                        "exports/shipments-*.csv:4 Order No: empty, but required");
    }

    @Test
    void rejectsAnOrderWhoseCountDoesNotFitTheEvent() {
        TinyReplay replay = replay("A-6;-;-;-;2024-05-01T09:00:00Z;-;-;-;-;3000000000;-;-;-;-;-;-;-;-");

        assertThatThrownBy(replay::records)
                .isInstanceOf(BadRowException.class)
                .hasMessage("itemCount: expected a whole number of 32 bits");
    }

    @Test
    void readsTheFilesAsTheMappingSays() {
        Table table = Examples.mapping("wide-orders").tables().get(0);

        assertThat(table.dialect()).isEqualTo(new CsvDialect(';', '"', StandardCharsets.ISO_8859_1, "-"));
        assertThat(table.columns())
                .contains(new CsvColumn("Freight", true), new CsvColumn("Net Value", false))
                .hasSize(18);
    }

    private static List<String> with(List<String> first, String last) {
        List<String> all = new ArrayList<>(first);
        all.add(last);
        return all;
    }
}
