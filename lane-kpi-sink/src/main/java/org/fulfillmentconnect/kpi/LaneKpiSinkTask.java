package org.fulfillmentconnect.kpi;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers events over several batches and merges them into PostgreSQL, one transaction per window. While the database is
 * away it keeps what it has and takes no more; Connect then hands over the same batch again.
 */
public final class LaneKpiSinkTask extends SinkTask {
    private static final Logger LOG = LoggerFactory.getLogger(LaneKpiSinkTask.class);

    private final Function<LaneKpiSinkConfig, ConnectionSource> connections;
    private final Clock clock;
    private @Nullable Work work;

    /** What exists between start and stop. */
    private record Work(
            Window window,
            WindowWriter writer,
            KpiStore store,
            BadRecords badRecords,
            Backoff backoff,
            Optional<FactPruner> pruner) {}

    public LaneKpiSinkTask() {
        this(Database::of, Clock.systemUTC());
    }

    /** @param connections how to connect with given settings */
    LaneKpiSinkTask(Function<LaneKpiSinkConfig, ConnectionSource> connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public void start(Map<String, String> properties) {
        LaneKpiSinkConfig config = new LaneKpiSinkConfig(properties);
        Window window = new Window(config.maxRecords(), config.linger(), clock);
        KpiStore store = KpiStore.of(config, connections.apply(config));
        // Where only errors are logged, Connect gives a reporter as well: records would be gone.
        BadRecords badRecords = new BadRecords(config.hasDeadLetterQueue() ? context.errantRecordReporter() : null);
        Backoff backoff =
                new Backoff(config.firstBackoff(), config.longestBackoff(), clock, ThreadLocalRandom.current());
        WindowWriter writer = new WindowWriter(window, store, badRecords, backoff, clock);
        Optional<FactPruner> pruner = config.prunesFacts()
                ? config.factsRetention()
                        .map(retention -> new FactPruner(new FactPruning(config.schema(), retention), store, clock))
                : Optional.empty();
        work = new Work(window, writer, store, badRecords, backoff, pruner);
        try {
            store.open();
        } catch (RetriableException e) {
            LOG.warn("The database is away; the task starts and waits for it", e);
        }
    }

    /**
     * Writes the window if it is due, and only then takes the new records: when this throws a {@link RetriableException},
     * Connect hands over the same records again.
     */
    @Override
    public void put(Collection<SinkRecord> records) {
        Work current = Objects.requireNonNull(work);
        if (current.window().isDue()) {
            write(current);
        }
        current.pruner().ifPresent(FactPruner::pruneIfDue);
        for (SinkRecord record : records) {
            add(record, current);
        }
        if (!current.window().isEmpty()) {
            // Connect would otherwise call again only when more records come, or when it commits offsets.
            wakeAfter(current.window().untilDue());
        }
    }

    private void write(Work current) {
        try {
            current.writer().write();
            context.requestCommit();
        } catch (RetriableException e) {
            wakeAfter(current.backoff().left());
            throw e;
        }
    }

    private void wakeAfter(Duration wait) {
        context.timeout(Math.max(1, wait.toMillis()));
    }

    private static void add(SinkRecord record, Work current) {
        try {
            PendingFacts facts = FactReader.read(record);
            if (facts != null) {
                current.window().add(facts);
            }
        } catch (DataException e) {
            current.badRecords().report(record, e);
        }
    }

    /** The offsets below which all is stored. Waits for nothing and writes nothing. */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        return work == null ? Map.of() : work.window().committable(currentOffsets);
    }

    /** Forgets what it holds of partitions that go to another task; with cooperative rebalancing the others stay. */
    @Override
    public void close(Collection<TopicPartition> partitions) {
        if (work != null) {
            work.window().drop(partitions);
        }
    }

    @Override
    public void stop() {
        if (work != null) {
            work.store().close();
        }
    }
}
