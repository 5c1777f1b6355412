package org.fulfillmentconnect.bench;

import java.time.Duration;
import java.util.stream.Stream;

/** The CPU time of processes, as the operating system tells it. */
final class CpuTime {
    private CpuTime() {}

    /** Of a process and its descendants that live, since they began; 0 where the system does not tell. */
    static double secondsOf(ProcessHandle process) {
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            return Stream.concat(Stream.of(process), descendants)
                            .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
                            .reduce(Duration.ZERO, Duration::plus)
                            .toMillis()
                    / 1e3;
        }
    }

    /** As {@link #secondsOf(ProcessHandle)}, of a server's process. */
    static double secondsOf(long pid) {
        return ProcessHandle.of(pid)
                .map(CpuTime::secondsOf)
                .orElseThrow(() -> new IllegalStateException("process " + pid + " has ended"));
    }
}
