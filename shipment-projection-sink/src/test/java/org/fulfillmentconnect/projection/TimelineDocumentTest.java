package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineDocumentTest {
    private static final String LATEST_INSTANT = "9999-12-31T23:59:59.999Z";

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2018-10-17T20:30:18Z", "2527-06-23T06:20:44.414Z"})
    void whatKnewAMillisecondMoreIsGreaterWhateverItSays(String observedUntil) {
        Instant knew = Instant.parse(observedUntil);
        for (int say = 0; say < 100; say++) {
            TimelineDocument less = document(knew, "city " + say);
            TimelineDocument more = document(knew.plusMillis(1), "city");

            assertThat(less.version()).isNotNegative().isLessThan(more.version());
            assertThat(less.merge(more)).isSameAs(more);
            assertThat(more.merge(less)).isSameAs(more);
        }
    }

    @Test
    void ofTwoThatKnewTheSameTheContentDecides() {
        TimelineDocument one = document(Orders.AS_OF, "campinas");
        TimelineDocument other = document(Orders.AS_OF, "santos");

        assertThat(one.version()).isNotEqualTo(other.version());
        assertThat(one.merge(other)).isSameAs(other.merge(one));
    }

    @Test
    void theSameContentHasTheSameVersion() {
        assertThat(document(Orders.AS_OF, "campinas").version())
                .isEqualTo(document(Orders.AS_OF, "campinas").version());
    }

    @Test
    void theLastInstantOfAllHasAVersionThatElasticsearchTakes() {
        assertThat(document(Instant.parse(LATEST_INSTANT), "campinas").version())
                .isNotNegative();
    }

    @Test
    void aStoredDocumentStandsWhereItsVersionIsNotLower() {
        TimelineDocument mine = document(Orders.AS_OF, "campinas");
        byte[] unread = {};

        assertThat(TimelineDocument.format().read(mine.version(), unread, 0, 0, mine))
                .isSameAs(mine);
        assertThat(TimelineDocument.format().read(mine.version() + 1, unread, 0, 0, mine))
                .isSameAs(mine);
        assertThat(TimelineDocument.format().read(mine.version() - 1, unread, 0, 0, mine))
                .isNull();
    }

    private static TimelineDocument document(Instant observedUntil, String city) {
        FulfillmentEvent event = FulfillmentEvent.of(
                "order-1",
                Orders.BEGIN,
                observedUntil,
                new Facts.OrderPlaced(null, null, city, "RJ", null, null, null, null));
        return TimelineDocument.of(event, Orders.state(event.type()));
    }
}
