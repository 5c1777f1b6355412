package org.fulfillmentconnect.source.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.fulfillmentconnect.source.csv.BadRowException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@code mapping/cases.txt} with the built-in mapping: rows in, events and rejects out. */
class OlistMappingTest {
    private static final ZoneId SAO_PAULO = ZoneId.of("America/Sao_Paulo");

    record Case(String name, Map<String, List<String>> sections) {
        List<String> section(String section, String... otherwise) {
            return sections.getOrDefault(section, List.of(otherwise));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(OlistMappingTest.class.getResourceAsStream("/mapping/cases.txt"))) {
            List<Case> cases = new ArrayList<>();
            List<String> section = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("=== ")) {
                    cases.add(new Case(line.substring(4), new HashMap<>()));
                } else if (line.startsWith("[")) {
                    section = new ArrayList<>();
                    cases.get(cases.size() - 1).sections().put(line.substring(1, line.length() - 1), section);
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    section.add(line);
                }
            }
            return cases;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesTheEventsOfTheContract(Case given) throws BadRowException {
        String asOf = given.section("as-of", "").get(0);
        TinyReplay replay = new TinyReplay(
                        Mapping.builtIn("olist"), SAO_PAULO, asOf.isEmpty() ? null : Instant.parse(asOf))
                .read(Map.of(
                        "orders", given.section("orders"),
                        "customers", given.section("customers", "c1,u1,campinas,SP"),
                        "items", given.section("items"),
                        "sellers", given.section("sellers", "s1,santos,SP", "s2,niteroi,RJ")));

        List<String> events = new ArrayList<>();
        for (TinyReplay.Made made : replay.records()) {
            FulfillmentEvent event = EventCodec.read(made.value());
            assertThat(event.observedUntil().toEpochMilli()).isEqualTo(replay.asOf());
            assertThat(made.value())
                    .as("the wire form of the codec, no nulls in it")
                    .isEqualTo(EventCodec.toStruct(FulfillmentEvent.of(
                            event.orderId(), event.eventAt(), event.observedUntil(), event.facts())));
            events.add(EventText.of(event));
        }
        assertThat(events).containsExactlyElementsOf(given.section("events"));
        assertThat(replay.rejects()).containsExactlyElementsOf(given.section("rejects"));
        if (given.sections().containsKey("derived-as-of")) {
            assertThat(Instant.ofEpochMilli(replay.asOf()))
                    .hasToString(given.section("derived-as-of").get(0));
        }
    }
}
