package org.fulfillmentconnect.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** The CPU time of processes, as the operating system tells it. */
final class CpuTime {
    private static final Path PROCESSES = Path.of("/proc");
    /** What the kernel counts in on all common platforms. */
    private static final double TICKS_PER_SECOND = 100;
    /** Of the numbers after the command's name: user, system, and the same of children that have ended. */
    private static final int USER = 11;

    private static final int CHILDREN_SYSTEM = 14;

    private CpuTime() {}

    /**
     * Of a process and its descendants since they began; 0 where the system does not tell. Those that have ended are counted on
     * Linux: a server's processes come and go.
     */
    static double secondsOf(ProcessHandle process) {
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            return Stream.concat(Stream.of(process), descendants)
                    .mapToDouble(CpuTime::ofOne)
                    .sum();
        }
    }

    /** As {@link #secondsOf(ProcessHandle)}, of a server's process. */
    static double secondsOf(long pid) {
        return ProcessHandle.of(pid)
                .map(CpuTime::secondsOf)
                .orElseThrow(() -> new IllegalStateException("process " + pid + " has ended"));
    }

    private static double ofOne(ProcessHandle process) {
        Path statistics = PROCESSES.resolve(process.pid() + "/stat");
        try {
            if (Files.isReadable(statistics)) {
                return ofStatistics(Files.readString(statistics));
            }
        } catch (IOException e) {
            // It has just ended, so its parent counts it.
            return 0;
        }
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    /** Of a process and of its children that have ended, by the line that the kernel has on it. */
    static double ofStatistics(String line) {
        // The name of the command may hold spaces and brackets.
        String[] numbers = line.substring(line.lastIndexOf(')') + 1).trim().split(" +", -1);
        double ticks = 0;
        for (int i = USER; i <= CHILDREN_SYSTEM; i++) {
            ticks += Long.parseLong(numbers[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }
}
