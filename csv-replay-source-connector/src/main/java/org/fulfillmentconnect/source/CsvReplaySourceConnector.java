package org.fulfillmentconnect.source;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.fulfillmentconnect.source.snapshot.Snapshot;
import org.fulfillmentconnect.source.snapshot.Wanted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays a CSV snapshot of orders as events: what happened, in the order in which it happened.
 *
 * <p>The events are split into shards, one per partition of the log, and the shards are dealt to the tasks. An offset is
 * a position in a shard's sequence, which is the same whenever it is read, so any number of tasks goes on where others
 * stopped.
 */
public final class CsvReplaySourceConnector extends SourceConnector {
    private static final Logger LOG = LoggerFactory.getLogger(CsvReplaySourceConnector.class);

    /** Less than the 90 seconds that a worker gives a request; the tasks check the offsets anyway. */
    private static final long LONGEST_CHECK_MS = 60_000;

    private final ReplayStart start;
    private Map<String, String> settings = Map.of();
    private int shards;

    /** For Connect. */
    public CsvReplaySourceConnector() {
        this(ReplayStart.ofWorker());
    }

    CsvReplaySourceConnector(ReplayStart start) {
        this.start = start;
    }

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public ConfigDef config() {
        return CsvReplaySourceConfig.CONFIG_DEF;
    }

    @Override
    public Config validate(Map<String, String> connectorSettings) {
        Map<String, String> set = CsvReplaySourceConfig.withoutNulls(connectorSettings);
        return Validation.of(start, set, super.validate(set));
    }

    @Override
    public void start(Map<String, String> connectorSettings) {
        settings = CsvReplaySourceConfig.withoutNulls(connectorSettings);
        shards = start.check(settings).shards().count();
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CsvReplaySourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return TaskAssignment.deal(shards, maxTasks).stream()
                .map(assignment -> assignment.addTo(settings))
                .toList();
    }

    @Override
    public void stop() {}

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorSettings) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> connectorSettings) {
        return ConnectorTransactionBoundaries.UNSUPPORTED;
    }

    /**
     * Checks offsets that a user sets, against the data as they are now. May be called before {@link #start}, and again
     * with the same offsets.
     *
     * @throws ConnectException saying which offset does not fit, and why
     */
    @Override
    public boolean alterOffsets(Map<String, String> connectorSettings, Map<Map<String, ?>, Map<String, ?>> offsets) {
        if (offsets.values().stream().allMatch(Objects::isNull)) {
            // Whatever is stored, users must be able to clear it away.
            return true;
        }
        CsvReplaySourceConfig config = new CsvReplaySourceConfig(CsvReplaySourceConfig.withoutNulls(connectorSettings));
        int count = config.shards().count();
        new AlteredOffsets(config.dataset(), count, () -> read(config, Wanted.lengths())).check(offsets);
        return true;
    }

    private Optional<Snapshot> read(CsvReplaySourceConfig config, Wanted wanted) {
        Loading loading = Loading.start("csv-replay-check-" + config.dataset(), () -> start.read(config, wanted));
        try {
            Snapshot snapshot = loading.await(LONGEST_CHECK_MS);
            if (snapshot == null) {
                loading.stop();
                LOG.warn(
                        "Offsets of data set {} are taken without a look at the data, which take more than {} ms to read",
                        config.dataset(),
                        LONGEST_CHECK_MS);
            }
            return Optional.ofNullable(snapshot);
        } catch (ConfigException | ConnectException e) {
            // Tasks could not start now whatever the offset; once they can, they check it themselves.
            LOG.warn(
                    "Offsets of data set {} are taken without a look at the data, which cannot be read",
                    config.dataset(),
                    e);
            return Optional.empty();
        } catch (InterruptedException e) {
            loading.stop();
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while reading data set " + config.dataset(), e);
        }
    }
}
