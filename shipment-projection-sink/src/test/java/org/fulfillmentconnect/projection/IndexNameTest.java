package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexNameTest {
    private final IndexName.Validator validator = new IndexName.Validator();

    @ParameterizedTest
    @ValueSource(strings = {"shipments", "shipment_events", "a", "2024.orders", "a-b+c", "größe"})
    void takesWhatElasticsearchTakes(String name) {
        assertThatCode(() -> validator.ensureValid("shipments.index", name)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    Shipments | an index name must be lower case
                    ship*     | an index name must not contain a space or any of \\ / * ? " < > | , # : [ ] { } ^ ` %
                    a b       | an index name must not contain a space or any of \\ / * ? " < > | , # : [ ] { } ^ ` %
                    ship[eu]  | an index name must not contain a space or any of \\ / * ? " < > | , # : [ ] { } ^ ` %
                    a:b       | an index name must not contain a space or any of \\ / * ? " < > | , # : [ ] { } ^ ` %
                    -a        | an index name must not begin with - _ + or .
                    .a        | an index name must not begin with - _ + or .
                    """, maxCharsPerColumn = 500)
    void refusesWhatElasticsearchRefuses(String name, String reason) {
        assertThatThrownBy(() -> validator.ensureValid("shipments.index", name))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("Invalid value " + name + " for configuration shipments.index: " + reason);
    }

    @Test
    void refusesNoNameAndALongOne() {
        assertThatThrownBy(() -> validator.ensureValid("shipments.index", ""))
                .hasMessageEndingWith("an index name must not be empty");
        assertThatThrownBy(() -> validator.ensureValid("shipments.index", "x".repeat(221)))
                .hasMessageEndingWith("an index name must not be longer than 220 bytes");
    }

    @Test
    void namesIndexAliasesAndTemplate() {
        IndexName name = new IndexName("shipments", 1);

        assertThat(name.index()).isEqualTo("shipments-000001");
        assertThat(name.writeAlias()).isEqualTo("shipments-000001-write");
        assertThat(name.pattern()).isEqualTo("shipments-0*");
        assertThat(name.template()).isEqualTo("fulfillment-shipments");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fa", "ar-EG", "hi-IN-u-nu-deva"})
    @ResourceLock(Resources.LOCALE)
    void namesTheIndexAlikeInEveryLocale(String locale) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(locale));
        try {
            assertThat(new IndexName("shipments", 1).index()).isEqualTo("shipments-000001");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void seesCollisions() {
        IndexName shipments = new IndexName("shipments", 1);

        assertThat(shipments.collidesWith(shipments)).isTrue();
        assertThat(shipments.collidesWith(new IndexName("shipments-000001-write", 1)))
                .isTrue();
        assertThat(new IndexName("shipments-000001", 1).collidesWith(shipments)).isTrue();
        assertThat(shipments.collidesWith(new IndexName("shipments-events", 1))).isFalse();
    }
}
