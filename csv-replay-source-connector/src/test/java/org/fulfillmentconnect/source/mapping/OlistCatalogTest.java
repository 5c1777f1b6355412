package org.fulfillmentconnect.source.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.fulfillmentconnect.source.csv.BadRowException;
import org.junit.jupiter.api.Test;

/** The mapping of a catalog: records that are no orders, with keys, topics and schemas of their own. */
class OlistCatalogTest {
    private static final Instant AS_OF = Instant.parse("2018-10-01T00:00:00Z");

    private static final Map<String, List<String>> ROWS = Map.of(
            "categories", List.of("brinquedos,toys"),
            "sellers", List.of("s1,santos,SP", "s2,niteroi,RJ"),
            "products", List.of("p1,brinquedos,3,450.5", "p2,sem_nome,,", "p3,,,"),
            "orders", List.of("o1,2017-06-01 10:00:00", "o2,2017-06-02 10:00:00"),
            "items", List.of("o1,p1,s2,12.00", "o1,p1,s2,10.00", "o1,p2,s1,5.50", "o2,p1,s1,11.00"),
            "reviews",
                    List.of(
                            "r1,o1,4,good,muito bom,2017-06-10 00:00:00",
                            "r2,o2,2,,atrasou,2017-06-11 00:00:00",
                            "r1,o2,5,,,2017-06-12 00:00:00",
                            "r3,o9,1,,,"));

    private static TinyReplay replay() {
        return new TinyReplay(Examples.mapping("olist-catalog"), ZoneId.of("America/Sao_Paulo"), AS_OF).read(ROWS);
    }

    private static TinyReplay.Made made(String key) throws BadRowException {
        return replay().records().stream()
                .filter(made -> made.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void needsToBeToldUpToWhenTheFilesKnowTheWorld() {
        assertThat(Examples.mapping("olist-catalog").derivesAsOf()).isFalse();
        assertThat(Mapping.builtIn("olist").derivesAsOf()).isTrue();
    }

    @Test
    void writesEachKindToItsTopicWithItsTypeInTheHeader() throws BadRowException {
        assertThat(replay().records())
                .extracting(
                        TinyReplay.Made::key,
                        made -> made.output().topic(),
                        made -> made.output().headers())
                .containsExactlyInAnyOrder(
                        tuple("p1", "catalog-products", Map.of("recordType", "product")),
                        tuple("p2", "catalog-products", Map.of("recordType", "product")),
                        tuple("p3", "catalog-products", Map.of("recordType", "product")),
                        tuple("r1|o1", "catalog-reviews", Map.of("recordType", "review")),
                        tuple("r2|o2", "catalog-reviews", Map.of("recordType", "review")),
                        tuple("r1|o2", "catalog-reviews", Map.of("recordType", "review")),
                        tuple("r3|o9", "catalog-reviews", Map.of("recordType", "review")));
    }

    @Test
    void gathersAProductFromItsItemsTheirSellersAndReviews() throws BadRowException {
        Struct product = made("p1").value();

        assertThat(product.schema().name()).isEqualTo("org.fulfillmentconnect.Product");
        assertThat(product.getString("category")).isEqualTo("toys");
        assertThat(product.getInt64("photos")).isEqualTo(3);
        assertThat(product.getFloat64("weightGrams")).isEqualTo(450.5);
        assertThat(product.getInt64("itemsSold")).isEqualTo(3);
        assertThat(product.getInt64("lowestPriceCents")).isEqualTo(1000);
        assertThat(product.getInt64("highestPriceCents")).isEqualTo(1200);
        assertThat(product.getArray("reviewTexts")).isEqualTo(List.of("atrasou", "muito bom"));
        assertThat(product.get("knownUntil")).isEqualTo(Date.from(AS_OF));
        assertThat(product.<Struct>getArray("sellers"))
                .extracting(
                        seller -> seller.get("sellerId"),
                        seller -> seller.get("sellerRegion"),
                        seller -> seller.get("itemsSold"),
                        seller -> seller.get("lowestPriceCents"))
                .containsExactly(tuple("s1", "SP", 1L, 1100L), tuple("s2", "RJ", 2L, 1000L));
    }

    @Test
    void takesAsOfForARecordWithoutATime() throws BadRowException {
        assertThat(made("p1").at()).isEqualTo(AS_OF.toEpochMilli());
    }

    @Test
    void takesAsOfForAReviewWithoutADate() throws BadRowException {
        assertThat(made("r3|o9").at()).isEqualTo(AS_OF.toEpochMilli());
    }

    @Test
    void leavesOutWhatIsNotKnownOfAProduct() throws BadRowException {
        Struct product = made("p3").value();

        assertThat(product.schema().fields())
                .extracting(Field::name)
                .containsExactly("productId", "itemsSold", "knownUntil");
        assertThat(product.getInt64("itemsSold")).isZero();
    }

    @Test
    void takesTheNameInTheFileWhereThereIsNoTranslation() throws BadRowException {
        assertThat(made("p2").value().getString("category")).isEqualTo("sem_nome");
    }

    @Test
    void followsAReviewOverItsOrderAndItemsToTheProducts() throws BadRowException {
        TinyReplay.Made review = made("r1|o1");

        assertThat(Instant.ofEpochMilli(review.at())).hasToString("2017-06-10T03:00:00Z");
        assertThat(review.value().schema().name()).isEqualTo("org.fulfillmentconnect.ProductReview");
        assertThat(review.value().get("orderedAt")).isEqualTo(Date.from(Instant.parse("2017-06-01T13:00:00Z")));
        assertThat(review.value().<Struct>getArray("products"))
                .extracting(
                        product -> product.get("productId"),
                        product -> product.get("category"),
                        product -> product.get("items"))
                .containsExactly(tuple("p1", "brinquedos", 2L), tuple("p2", "sem_nome", 1L));
    }

    @Test
    void reportsWhatIsMissingUnlessToldToIgnoreIt() {
        assertThat(replay().rejects())
                .containsExactly("olist_order_reviews_dataset.csv:5 order_id: no usable row in"
                        + " olist_orders_dataset.csv; used without it | r3,o9,1,,,");
    }

    @Test
    void givesEachFieldTheTypeOfItsValue() throws BadRowException {
        Schema schema = made("p1").value().schema();

        assertThat(schema.fields())
                .extracting(Field::name, field -> field.schema().type())
                .containsExactly(
                        tuple("productId", Schema.Type.STRING),
                        tuple("category", Schema.Type.STRING),
                        tuple("photos", Schema.Type.INT64),
                        tuple("weightGrams", Schema.Type.FLOAT64),
                        tuple("itemsSold", Schema.Type.INT64),
                        tuple("lowestPriceCents", Schema.Type.INT64),
                        tuple("highestPriceCents", Schema.Type.INT64),
                        tuple("sellers", Schema.Type.ARRAY),
                        tuple("reviewTexts", Schema.Type.ARRAY),
                        tuple("knownUntil", Schema.Type.INT64));
        assertThat(schema.field("knownUntil").schema().name()).isEqualTo(Timestamp.LOGICAL_NAME);
    }
}
