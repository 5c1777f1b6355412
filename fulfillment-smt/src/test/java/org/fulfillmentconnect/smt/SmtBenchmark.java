package org.fulfillmentconnect.smt;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.fulfillmentconnect.model.EventId;
import org.fulfillmentconnect.model.EventType;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What each transform and predicate costs per record. {@link #main} measures all of it, or what matches the pattern
 * that is its argument, and exits with 1 if anything takes a microsecond or more:
 *
 * <pre>{@code
 * mvn -B install -DskipTests -pl fulfillment-smt -am
 * mvn -B -f fulfillment-smt/pom.xml dependency:build-classpath -Dmdep.outputFile=target/test.classpath
 * cd fulfillment-smt
 * java -cp target/test-classes:target/classes:$(cat target/test.classpath) org.fulfillmentconnect.smt.SmtBenchmark
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SmtBenchmark {
    private static final double LIMIT_NANOS = 1_000;
    private static final Instant LATE = Events.DUE_AT.plusSeconds(86_400);
    private static final Instant EARLY = Events.DUE_AT.minusSeconds(86_400);

    @Param({"STRUCT", "MAP"})
    String wireForm = "";

    private final JudgeDelivery<SourceRecord> judge = new JudgeDelivery<>();
    private final DeriveState<SourceRecord> state = new DeriveState<>();
    private final InsertEventId<SourceRecord> insertId = new InsertEventId<>();
    private final HasEventType<SourceRecord> hasType = new HasEventType<>();
    private final IsOwnedBy<SourceRecord> isOwned = new IsOwnedBy<>();

    private SourceRecord placed = Events.record(null);
    private SourceRecord assigned = placed;
    private SourceRecord handedOff = placed;
    private SourceRecord delivered = placed;
    private SourceRecord dueAndLate = placed;
    private SourceRecord dueInTime = placed;
    private SourceRecord deliveredNoHeaders = placed;
    private List<SourceRecord> mixed = List.of();
    private int next;

    @Setup
    public void prepare() {
        Form form = Form.valueOf(wireForm);
        judge.configure(Map.of());
        state.configure(Map.of());
        insertId.configure(Map.of(InsertEventId.WHEN_PRESENT_CONFIG, "replace"));
        hasType.configure(Map.of(HasEventType.EVENT_TYPES_CONFIG, "DELIVERED,DELIVERY_DELAYED"));
        isOwned.configure(Map.of(IsOwnedBy.OWNERS_CONFIG, "TMS"));
        placed = Events.record(form, Events.placed());
        assigned = Events.record(form, Events.assigned());
        handedOff = Events.record(form, Events.handedOff(EARLY, Events.SHIPPING_LIMIT_AT));
        delivered = Events.record(form, Events.delivered(LATE, Events.DUE_AT));
        dueAndLate = Events.record(form, Events.due(LATE, Events.OBSERVED_UNTIL, "day"));
        dueInTime = Events.record(form, Events.due(EARLY, Events.OBSERVED_UNTIL, "day"));
        deliveredNoHeaders = Events.record(form.of(Events.delivered(LATE, Events.DUE_AT)));
        mixed = List.of(placed, delivered, assigned, handedOff);
    }

    @Benchmark
    public @Nullable SourceRecord judgeBrokenPromise() {
        return judge.apply(dueAndLate);
    }

    @Benchmark
    public @Nullable SourceRecord judgeKeptPromise() {
        return judge.apply(dueInTime);
    }

    @Benchmark
    public @Nullable SourceRecord judgeDelivery() {
        return judge.apply(delivered);
    }

    @Benchmark
    public @Nullable SourceRecord judgeHandoff() {
        return judge.apply(handedOff);
    }

    @Benchmark
    public @Nullable SourceRecord judgeOther() {
        return judge.apply(placed);
    }

    @Benchmark
    public SourceRecord deriveState() {
        return state.apply(delivered);
    }

    /** Records of several schemas in turn, one of them with nested structs. */
    @Benchmark
    public SourceRecord deriveStateOfMixed() {
        next = (next + 1) & 3;
        return state.apply(mixed.get(next));
    }

    @Benchmark
    public SourceRecord insertEventId() {
        return insertId.apply(placed);
    }

    @Benchmark
    public boolean hasEventTypeByHeader() {
        return hasType.test(delivered);
    }

    @Benchmark
    public boolean hasEventTypeByField() {
        return hasType.test(deliveredNoHeaders);
    }

    @Benchmark
    public boolean isOwnedByHeader() {
        return isOwned.test(delivered);
    }

    @Benchmark
    public boolean isOwnedByField() {
        return isOwned.test(deliveredNoHeaders);
    }

    @Benchmark
    public String eventId() {
        return EventId.of(Events.ORDER, EventType.DELIVERED.name(), LATE);
    }

    public static void main(String[] args) throws RunnerException {
        Options options = new OptionsBuilder()
                .include(SmtBenchmark.class.getName() + (args.length == 0 ? "" : ".*" + args[0]))
                .shouldFailOnError(true)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        boolean allBelow =
                results.stream().allMatch(result -> result.getPrimaryResult().getScore() < LIMIT_NANOS);
        System.out.println(allBelow ? "All below 1 microsecond a record." : "Some take 1 microsecond or more.");
        System.exit(allBelow && !results.isEmpty() ? 0 : 1);
    }
}
