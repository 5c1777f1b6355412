package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * One task that is given the rest of a partition as Connect gives it: from the committed offset on, in batches of any size,
 * nothing while the task pauses it, the offsets committed now and then. Its clock goes on at each call.
 */
final class Delivery {
    private static final int LARGEST_BATCH = 30;
    private static final int MOST_PAUSES = 500;

    private final Partition partition;
    private final int generation;
    private final Random random;
    private final SteppedClock clock = new SteppedClock();

    Delivery(Partition partition, int generation, Random random) {
        this.partition = partition;
        this.generation = generation;
        this.random = random;
    }

    private static final class SteppedClock extends Clock {
        private long millis;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }
    }

    /** Returns when all records are stored and committed, or when the partition is another task's; the task is then stopped. */
    void run(Map<String, String> settings, ConnectionSource connections) {
        long position = partition.committed();
        var task = new LaneKpiSinkTask(config -> connections, clock);
        TaskRun run = new TaskRun(task, settings, true);
        boolean staysAsZombie = random.nextBoolean();
        List<SinkRecord> batch = List.of();
        while (partition.belongsTo(generation) || staysAsZombie) {
            if (run.paused().isEmpty()) {
                run.putOnce(batch);
                position += batch.size();
                batch = next(position);
            } else {
                run.putOnce(List.of());
            }
            Long readFrom = run.takeReadFrom().get(partition.id());
            if (readFrom != null) {
                position = readFrom;
                run.positions().put(partition.id(), new OffsetAndMetadata(position));
                batch = next(position);
            }
            if (run.paused().isEmpty()) {
                clock.millis += random.nextInt(700);
            } else {
                assertThat(run.pauses()).as("pauses").isLessThan(MOST_PAUSES);
                clock.millis += run.timeout();
            }
            long stored = stored(run, position);
            boolean done = stored == partition.records().size();
            if (done || random.nextInt(3) == 0) {
                partition.commit(generation, stored);
            }
            if (done) {
                break;
            }
        }
        // Not where it dies: then nothing is stopped.
        run.close();
        assertThat(run.reported()).isEmpty();
    }

    private long stored(TaskRun run, long position) {
        OffsetAndMetadata offset = run.offsets().get(partition.id());
        return offset == null ? position : offset.offset();
    }

    private List<SinkRecord> next(long position) {
        int from = Math.toIntExact(position);
        int to = from + random.nextInt(LARGEST_BATCH + 1);
        return partition
                .records()
                .subList(from, Math.min(to, partition.records().size()));
    }
}
