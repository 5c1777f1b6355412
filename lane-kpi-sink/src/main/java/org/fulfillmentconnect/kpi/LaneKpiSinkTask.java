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
import org.fulfillmentconnect.model.UnsupportedEventException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers events over several batches and merges them into PostgreSQL, one transaction per window. While the database is
 * away it keeps what it has and has the consumer deliver no more.
 */
public final class LaneKpiSinkTask extends SinkTask {
    private static final Logger LOG = LoggerFactory.getLogger(LaneKpiSinkTask.class);

    /** While the consumer is paused the task looks after a rebalance, a stop or a commit at least so often. */
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

    private final Function<LaneKpiSinkConfig, ConnectionSource> connections;
    private final Clock clock;
    private @Nullable Work work;
    /** Whether the consumer is to deliver nothing more until all that was due is stored. */
    private boolean paused;
    /** Where Connect was asked to go back to, which it does before it delivers again. */
    private Map<TopicPartition, Long> goingBackTo = Map.of();

    /** What exists between start and stop. */
    private record Work(
            Window window,
            WindowWriter writer,
            KpiStore store,
            BadRecords badRecords,
            Patience patience,
            Progress progress,
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
        Progress progress = new Progress();
        Window window = new Window(config.maxRecords(), config.linger(), clock);
        KpiStore store = KpiStore.of(config, connections.apply(config), progress);
        // Where only errors are logged, Connect gives a reporter as well: records would be gone.
        BadRecords badRecords = new BadRecords(
                config.hasDeadLetterQueue() ? context.errantRecordReporter() : null,
                new UnknownEvents(config),
                progress);
        Backoff backoff =
                new Backoff(config.firstBackoff(), config.longestBackoff(), clock, ThreadLocalRandom.current());
        Patience patience = new Patience(backoff, clock);
        WindowWriter writer = new WindowWriter(window, store, badRecords, patience, progress, clock);
        Optional<FactPruner> pruner = config.prunesFacts()
                ? config.factsRetention()
                        .map(retention -> new FactPruner(
                                new FactPruning(config.schema(), retention, config::reads), store, clock))
                : Optional.empty();
        work = new Work(window, writer, store, badRecords, patience, progress, pruner);
        KpiMetrics.register(context, progress, patience);
        try {
            store.open();
        } catch (RetriableException e) {
            LOG.warn("The task starts without the database: {}", e.getMessage());
        }
    }

    /** New partitions share the fate of the others: there is no room for their records either. */
    @Override
    public void open(Collection<TopicPartition> partitions) {
        if (paused) {
            context.pause(partitions.toArray(TopicPartition[]::new));
        }
    }

    /**
     * Writes the window if it is due, and takes the records. Never refuses them: Connect would log each time, and hand over
     * the same ones again.
     */
    @Override
    public void put(Collection<SinkRecord> records) {
        Work current = Objects.requireNonNull(work);
        boolean stored = true;
        if (current.window().isDue()) {
            stored = current.writer().write();
            if (stored) {
                context.requestCommit();
            }
        }
        if (stored) {
            current.pruner().ifPresent(FactPruner::pruneIfDue);
        }
        goingBackTo = readAgain(current);
        for (SinkRecord record : records) {
            // What was polled before comes once more, behind what is missing.
            if (!goingBackTo.containsKey(PendingFacts.partitionOf(record))) {
                add(record, current);
            }
        }
        hold(!stored);
        current.progress().waiting(current.window().size());
        if (paused) {
            Duration wait = current.patience().left();
            wakeAfter(wait.compareTo(LONGEST_SLEEP) < 0 ? wait : LONGEST_SLEEP);
        } else if (!current.window().isEmpty()) {
            // Connect would otherwise call again only when more records come, or when it commits offsets.
            wakeAfter(current.window().untilDue());
        }
    }

    private Map<TopicPartition, Long> readAgain(Work current) {
        Map<TopicPartition, Long> readFrom = current.writer().takeReadFrom();
        if (!readFrom.isEmpty()) {
            LOG.info(
                    "Reading from where the tables are known to end, in case something is missing; by partition: {}",
                    readFrom);
            context.offset(readFrom);
        }
        return readFrom;
    }

    private void hold(boolean pause) {
        TopicPartition[] partitions = context.assignment().toArray(TopicPartition[]::new);
        if (pause) {
            context.pause(partitions);
        } else if (paused) {
            context.resume(partitions);
        }
        paused = pause;
    }

    private void wakeAfter(Duration wait) {
        context.timeout(Math.max(1, wait.toMillis()));
    }

    private static void add(SinkRecord record, Work current) {
        current.window().handled(record);
        try {
            PendingFacts facts = FactReader.read(record);
            if (facts != null) {
                current.window().add(facts);
            }
        } catch (UnsupportedEventException e) {
            current.badRecords().unknown(record, e);
        } catch (DataException e) {
            current.badRecords().report(record, e);
        }
    }

    /** The offsets below which all is stored. Waits for nothing and writes nothing. */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        if (work == null) {
            return Map.of();
        }
        Map<TopicPartition, OffsetAndMetadata> committable = work.window().committable(currentOffsets);
        // Connect's offsets still lie where it had read to. A task that dies now must not go on from there.
        goingBackTo.forEach((partition, offset) -> committable.computeIfPresent(
                partition, (same, given) -> given.offset() > offset ? new OffsetAndMetadata(offset) : given));
        return committable;
    }

    /** Forgets what it holds of partitions that go to another task; with cooperative rebalancing the others stay. */
    @Override
    public void close(Collection<TopicPartition> partitions) {
        if (work != null) {
            work.window().drop(partitions);
            work.store().forget(partitions);
        }
    }

    @Override
    public void stop() {
        if (work != null) {
            work.store().close();
        }
    }
}
