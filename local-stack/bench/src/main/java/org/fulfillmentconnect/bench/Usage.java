package org.fulfillmentconnect.bench;

/** What a server's process takes from the creation of this object on, and what others take of its machine. */
final class Usage {
    private final long pid;
    private final GcLog gcLog;
    private final long logged;
    private final OtherLoad load = new OtherLoad();
    private final double cpuBefore;

    Usage(long pid, GcLog gcLog) {
        this.pid = pid;
        this.gcLog = gcLog;
        this.logged = gcLog.position();
        this.cpuBefore = CpuTime.secondsOf(pid);
    }

    double cpuSeconds() {
        return CpuTime.secondsOf(pid) - cpuBefore;
    }

    GcLog.Peak heap() {
        return gcLog.since(logged);
    }

    /** The share of the machine's CPU time that other processes took, 0 where unknown. */
    double others() {
        return load.share().orElse(0);
    }
}
