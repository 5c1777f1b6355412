package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class StatusWatchTest {
    private static ObjectNode status(String connector, String... tasks) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.putObject("connector").put("state", connector);
        for (String task : tasks) {
            status.withArray("tasks").addObject().put("state", task);
        }
        return status;
    }

    @Test
    void allTasksHaveToRun() {
        assertThat(StatusWatch.areRunning(status("RUNNING", "RUNNING", "RUNNING"), 2))
                .isTrue();
        assertThat(StatusWatch.areRunning(status("RUNNING", "RUNNING", "FAILED"), 2))
                .isFalse();
        assertThat(StatusWatch.areRunning(status("RUNNING", "RUNNING"), 2)).isFalse();
        assertThat(StatusWatch.areRunning(status("RUNNING", "RUNNING", "RUNNING", "UNASSIGNED"), 2))
                .isFalse();
    }

    @Test
    void theConnectorHasToRun() {
        assertThat(StatusWatch.areRunning(status("PAUSED", "RUNNING"), 1)).isFalse();
    }

    @Test
    void aStoppedConnectorHasNoTaskThatRuns() {
        assertThat(StatusWatch.isStopped(status("STOPPED"))).isTrue();
        assertThat(StatusWatch.isStopped(status("STOPPED", "UNASSIGNED"))).isTrue();
        assertThat(StatusWatch.isStopped(status("STOPPED", "UNASSIGNED", "RUNNING")))
                .isFalse();
        assertThat(StatusWatch.isStopped(status("RUNNING"))).isFalse();
    }
}
