package org.fulfillmentconnect.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Struct;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.fulfillmentconnect.source.csv.CsvRoots;
import org.fulfillmentconnect.source.mapping.EventText;
import org.fulfillmentconnect.source.mapping.Mapping;
import org.fulfillmentconnect.source.snapshot.EventOrder;
import org.fulfillmentconnect.source.snapshot.Reject;
import org.fulfillmentconnect.source.snapshot.Shards;
import org.fulfillmentconnect.source.snapshot.Snapshot;
import org.fulfillmentconnect.source.snapshot.SnapshotReader;
import org.fulfillmentconnect.source.snapshot.SnapshotSettings;
import org.fulfillmentconnect.source.snapshot.SortedRecords;
import org.fulfillmentconnect.source.snapshot.Wanted;
import org.fulfillmentconnect.source.sort.SortMemory;
import org.fulfillmentconnect.source.sort.SpillFolder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@code mapping/cases.txt} with the built-in mapping: rows in, events and rejects out. */
class MappingCasesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

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
                Objects.requireNonNull(MappingCasesTest.class.getResourceAsStream("/mapping/cases.txt"))) {
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
    void givesTheEventsOfTheContract(Case given, @TempDir Path folder) throws IOException {
        OlistFiles.in(folder)
                .orders(given.section("orders").toArray(String[]::new))
                .customers(given.section("customers", "c1,u1,campinas,SP").toArray(String[]::new))
                .items(given.section("items").toArray(String[]::new))
                .sellers(given.section("sellers", "s1,santos,SP", "s2,niteroi,RJ")
                        .toArray(String[]::new));
        String asOf = given.section("as-of", "").get(0);
        SnapshotSettings settings = new SnapshotSettings(
                ZoneId.of("America/Sao_Paulo"),
                asOf.isEmpty() ? null : Instant.parse(asOf),
                new Shards(1),
                EventOrder.EVENT_TIME,
                NOW);
        try (Snapshot snapshot = SnapshotReader.read(
                Mapping.builtIn("olist"),
                CsvRoots.of(folder.toString()).folder(folder.toString()),
                settings,
                Wanted.shards(1, List.of(0), true, true),
                new SortMemory(1 << 20, new SpillFolder(folder)))) {
            check(given, snapshot);
        }
    }

    private static void check(Case given, Snapshot snapshot) throws IOException {
        List<String> events = new ArrayList<>();
        SortedRecords records = snapshot.records();
        while (records.next()) {
            long observedUntil = Objects.requireNonNull(snapshot.asOf()).toEpochMilli();
            Struct value = records.output().build(records.key(), records.at(), observedUntil, records.fields());
            FulfillmentEvent event = EventCodec.read(value);
            assertThat(event.observedUntil()).isEqualTo(snapshot.asOf());
            assertThat(value)
                    .as("the wire form of the codec, no nulls in it")
                    .isEqualTo(EventCodec.toStruct(FulfillmentEvent.of(
                            event.orderId(), event.eventAt(), event.observedUntil(), event.facts())));
            events.add(EventText.of(event));
        }
        assertThat(events).containsExactlyElementsOf(given.section("events"));
        List<String> rejects = new ArrayList<>();
        for (Reject reject = snapshot.rejects().next();
                reject != null;
                reject = snapshot.rejects().next()) {
            rejects.add(text(reject));
        }
        assertThat(rejects).containsExactlyElementsOf(given.section("rejects"));
        if (given.sections().containsKey("derived-as-of")) {
            assertThat(snapshot.asOf())
                    .hasToString(given.section("derived-as-of").get(0));
        }
    }

    private static String text(Reject reject) {
        return reject.file() + ":" + reject.line() + " " + reject.reason() + " | " + reject.row();
    }
}
