package org.fulfillmentconnect.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.fulfillmentconnect.source.csv.CsvRoots;
import org.fulfillmentconnect.source.snapshot.Reject;
import org.fulfillmentconnect.source.snapshot.Snapshot;
import org.fulfillmentconnect.source.snapshot.Wanted;
import org.fulfillmentconnect.source.sort.SpillFolder;

/**
 * Shows what a connector's JSON makes of the first rows, without a cluster: for whoever writes a mapping. Prints one JSON
 * object a line: each record as the source hands it over, before any transform, then each rejected row; then, to the error
 * output, what became of the rows.
 */
public final class DryRun {
    private static final String USAGE =
            "Usage: java -cp 'PLUGIN_FOLDER/*:KAFKA/libs/*' org.fulfillmentconnect.source.DryRun"
                    + " CONNECTOR.json [ROWS]\nROWS is how many rows of each record's own table are taken, 10 if not given; tables"
                    + " that are joined are read whole.";
    private static final long DEFAULT_ROWS = 10;
    private static final int WRONG_SETTINGS = 1;
    private static final int WRONG_USAGE = 2;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;
    private final PrintStream err;

    DryRun(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the command; see its usage. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        int status = new DryRun(out, System.err).run(args);
        out.flush();
        System.exit(status);
    }

    /** The exit status: 0, or 1 if the settings or files are wrong, or 2 if the arguments are. */
    int run(String... args) {
        if (args.length < 1 || args.length > 2) {
            err.println(USAGE);
            return WRONG_USAGE;
        }
        try {
            run(settings(Path.of(args[0])), args.length == 1 ? DEFAULT_ROWS : Long.parseLong(args[1]));
            return 0;
        } catch (NumberFormatException | InvalidPathException e) {
            err.println(USAGE);
            return WRONG_USAGE;
        } catch (KafkaException | IOException e) {
            err.println(e instanceof IOException ? e.toString() : e.getMessage());
            return WRONG_SETTINGS;
        }
    }

    private static Map<String, String> settings(Path file) throws IOException {
        Map<String, String> settings;
        try {
            settings = JSON.readValue(Files.readString(file), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IOException(file + ": expected a JSON object of settings: " + e.getOriginalMessage(), e);
        }
        try (EnvVarConfigProvider environment = new EnvVarConfigProvider()) {
            environment.configure(Map.of());
            return new ConfigTransformer(Map.of("env", environment))
                    .transform(CsvReplaySourceConfig.withoutNulls(settings))
                    .data();
        }
    }

    private void run(Map<String, String> settings, long rows) throws IOException {
        // Whoever runs this may read the files anyway: the roots protect a worker from those who may configure it.
        ReplayStart start = new ReplayStart(
                CsvRoots.of("/"), new SpillFolder(Path.of(System.getProperty("java.io.tmpdir"))), Clock.systemUTC());
        CsvReplaySourceConfig config = start.check(settings);
        int shards = config.shards().count();
        try (Snapshot snapshot = start.read(config, Wanted.firstRows(shards, rows));
                JsonConverter json = new JsonConverter()) {
            json.configure(Map.of("schemas.enable", "false"), false);
            printRecords(config, snapshot, json);
            printRejects(snapshot);
            snapshot.rowsByFile().forEach((file, count) -> err.println(file + ": " + count + " rows"));
            snapshot.rowCounts().forEach(err::println);
            err.println("as of " + snapshot.asOf() + "; " + snapshot.badRows() + " bad rows, "
                    + snapshot.rejects().count() + " rejects");
        }
    }

    private void printRecords(CsvReplaySourceConfig config, Snapshot snapshot, JsonConverter json) throws IOException {
        TaskAssignment all = TaskAssignment.deal(config.shards().count(), 1).get(0);
        SourceRecords records = new SourceRecords(config, all, snapshot, Clock.systemUTC());
        long[] positions = new long[config.shards().count()];
        while (snapshot.records().next()) {
            int shard = snapshot.records().shard();
            SourceRecord record = records.event(snapshot.records(), ++positions[shard]);
            ObjectNode line = JSON.createObjectNode()
                    .put("topic", record.topic())
                    .put("partition", record.kafkaPartition())
                    .put("timestamp", record.timestamp())
                    .put("key", (String) record.key());
            ObjectNode headers = line.putObject("headers");
            record.headers().forEach(header -> headers.put(header.key(), (String) header.value()));
            line.set(
                    "value", JSON.readTree(json.fromConnectData(record.topic(), record.valueSchema(), record.value())));
            out.println(JSON.writeValueAsString(line));
        }
    }

    private void printRejects(Snapshot snapshot) throws IOException {
        for (Reject reject = snapshot.rejects().next();
                reject != null;
                reject = snapshot.rejects().next()) {
            out.println(JSON.writeValueAsString(JSON.createObjectNode()
                    .put("rejected", reject.file() + ':' + reject.line())
                    .put("reason", reject.reason())
                    .put("row", reject.row())));
        }
    }
}
