package org.fulfillmentconnect.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

/** The processes of a server, to see after its end that none is left. */
record Remains(List<ProcessHandle> processes) {
    static Remains of(Server server) {
        return of(server.pid());
    }

    static Remains of(long pid) {
        ProcessHandle root = ProcessHandle.of(pid).orElseThrow();
        return new Remains(Stream.concat(Stream.of(root), root.descendants()).toList());
    }

    void assertNone() {
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
    }
}
