package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.fulfillmentconnect.stack.KafkaTool;

/** Kafka's own {@code kafka-producer-perf-test}, warmed up with the first records of each run. */
final class BareProducer {
    private static final KafkaTool TOOL = new KafkaTool("org.apache.kafka.tools.ProducerPerformance");
    private static final Pattern RATE = Pattern.compile("([0-9.]+) records/sec");
    private static final String OVERRIDE = "producer.override.";
    private static final String COMPRESSION = "compression.type";
    /** As a worker with exactly-once has it. */
    private static final String ACKS = "acks=all";

    private static final long FEWEST = 1_000_000;
    private static final long MOST = 2_000_000;
    private static final long MOST_WARM_UP = 500_000;

    /** What the records hold, as the tool's own arguments. */
    record Payload(List<String> arguments) {
        /** The lines of a file, picked at random. */
        static Payload linesOf(Path file) {
            return new Payload(List.of("--payload-file", file.toString()));
        }

        /** Random capital letters, made record by record. */
        static Payload letters(long bytes) {
            return new Payload(List.of("--record-size", Long.toString(bytes)));
        }
    }

    private final String bootstrapServers;
    private final List<String> settings;

    private BareProducer(String bootstrapServers, List<String> settings) {
        this.bootstrapServers = bootstrapServers;
        this.settings = settings;
    }

    /** With the acknowledgement and the compression of a connector, and else as the tool comes. */
    static BareProducer plain(String bootstrapServers, JsonNode connector) {
        return new BareProducer(
                bootstrapServers,
                List.of(
                        ACKS,
                        COMPRESSION + "="
                                + connector.path(OVERRIDE + COMPRESSION).asText()));
    }

    /** With all producer settings of a connector. */
    static BareProducer tuned(String bootstrapServers, JsonNode connector) {
        List<String> settings = new ArrayList<>(List.of(ACKS));
        connector.properties().forEach(setting -> {
            if (setting.getKey().startsWith(OVERRIDE)) {
                settings.add(setting.getKey().substring(OVERRIDE.length()) + "="
                        + setting.getValue().asText());
            }
        });
        return new BareProducer(bootstrapServers, settings);
    }

    /** Writes about so many records, a million at least; returns records a second when warm. */
    double recordsPerSecond(String topic, long records, Payload payload, Path output) {
        long measured = Math.min(MOST, Math.max(FEWEST, records));
        long warmUp = Math.min(MOST_WARM_UP, measured);
        List<String> arguments = new ArrayList<>(List.of(
                "--topic",
                topic,
                "--num-records",
                Long.toString(warmUp + measured),
                "--warmup-records",
                Long.toString(warmUp),
                "--throughput",
                "-1",
                "--bootstrap-server",
                bootstrapServers));
        arguments.addAll(payload.arguments());
        arguments.add("--command-property");
        arguments.addAll(settings);
        return rate(TOOL.run(arguments, output));
    }

    /**
     * The better of the two rates that are printed at the end, of all records and of those after the warm-up: the latter
     * also holds the time in which what the warm-up left in the buffer is sent.
     */
    static double rate(String printed) {
        List<String> summaries =
                printed.lines().filter(line -> line.contains("99.9th")).toList();
        return summaries.stream()
                .flatMap(line -> RATE.matcher(line).results())
                .mapToDouble(rate -> Double.parseDouble(rate.group(1)))
                .max()
                .orElseThrow(() -> new IllegalStateException("kafka-producer-perf-test printed no rate"));
    }
}
