package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexSettingsTest {
    private static String refusal(String json) {
        Map<String, List<String>> errors = Validation.errors("index.settings", json);
        assertThat(errors).containsOnlyKeys("index.settings");
        List<String> messages = errors.values().iterator().next();
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    @Test
    void takesNamesWithAndWithoutTheirPrefix() {
        assertThat(
                        IndexSettings.parse(
                                "{\"refresh_interval\":\"5s\",\"index.codec\":\"best_compression\",\"translog\":{\"durability\":\"async\"}}"))
                .hasToString("{\"index.refresh_interval\":\"5s\",\"index.codec\":\"best_compression\","
                        + "\"index.translog\":{\"durability\":\"async\"}}");
    }

    @Test
    void takesNone() {
        assertThat(Validation.errors("index.settings", "{}")).isEmpty();
    }

    @Test
    void refusesWhatIsNoJson() {
        assertThat(refusal("refresh_interval=5s"))
                .startsWith(
                        "index.settings: expected a JSON object but found no JSON: Unrecognized token 'refresh_interval'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''", "[]", "\"5s\"", "null"})
    void refusesWhatIsNoObject(String json) {
        assertThat(refusal(json)).isEqualTo("index.settings: expected a JSON object");
    }

    @ParameterizedTest
    @CsvSource({
        "number_of_shards",
        "index.number_of_shards",
        "number_of_replicas",
        "hidden",
        "uuid",
        "creation_date",
        "blocks",
        "blocks.write",
        "index.blocks.read_only",
        "index"
    })
    void refusesWhatIsNotItsUsers(String name) {
        assertThat(refusal("{\"" + name + "\":1}")).isEqualTo("index.settings: " + name + " cannot be set here");
    }
}
