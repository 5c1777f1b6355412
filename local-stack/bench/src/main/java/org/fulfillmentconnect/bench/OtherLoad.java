package org.fulfillmentconnect.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * How much of the machine processes that are none of this measurement take: figures of a busy machine are worth little. Linux
 * alone tells.
 */
final class OtherLoad {
    private static final Path STATISTICS = Path.of("/proc/stat");
    /** Of the first line's numbers: user, nice, system, idle, iowait, irq, softirq, steal. */
    private static final int NUMBERS = 8;

    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    /** What the kernel counts in on all common platforms. */
    private static final double TICKS_PER_SECOND = 100;

    /** CPU seconds of the machine since its start, and those of this process and its children. */
    record Clock(double all, double busy, double own) {
        static Clock of(String firstLine, double own) {
            String[] words = firstLine.trim().split(" +", -1);
            double all = 0;
            double idle = 0;
            for (int i = 0; i < NUMBERS; i++) {
                double seconds = Long.parseLong(words[i + 1]) / TICKS_PER_SECOND;
                all += seconds;
                idle += i == IDLE || i == IO_WAIT ? seconds : 0;
            }
            return new Clock(all, all - idle, own);
        }

        /** What others took from then on, of all there was to take. */
        double othersSince(Clock then) {
            double others = busy - then.busy - (own - then.own);
            return all == then.all ? 0 : Math.max(0, others / (all - then.all));
        }
    }

    private final Optional<Clock> started = now();

    /** The share of the machine's CPU time since this object was made. */
    OptionalDouble share() {
        return started.isEmpty()
                ? OptionalDouble.empty()
                : now().stream()
                        .mapToDouble(now -> now.othersSince(started.get()))
                        .findFirst();
    }

    private static Optional<Clock> now() {
        if (!Files.isReadable(STATISTICS)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(STATISTICS)) {
            return lines.findFirst().map(line -> Clock.of(line, CpuTime.secondsOf(ProcessHandle.current())));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + STATISTICS, e);
        }
    }
}
