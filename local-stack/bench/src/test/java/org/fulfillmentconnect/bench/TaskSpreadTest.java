package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskSpreadTest {
    @Test
    void isEvenOverAllConnectorsTogether() {
        TaskSpread spread = TaskSpread.of(List.of(running("a", "a", "b"), running("b", "c")));

        assertThat(spread.isEven(5, 3)).isTrue();
        assertThat(spread.isEven(5, 2)).isFalse();
        assertThat(spread.isEven(6, 3)).isFalse();
    }

    @Test
    void isNotEvenWhereAWorkerHasTwoMoreThanAnother() {
        assertThat(TaskSpread.of(List.of(running("a", "a", "a", "b", "b", "c"))).isEven(6, 3))
                .isFalse();
    }

    @Test
    void isNotEvenWhereSomethingDoesNotRun() {
        ObjectNode failed = running("a");
        failed.withArray("tasks").addObject().put("state", "FAILED").put("worker_id", "b");

        assertThat(TaskSpread.of(List.of(running("a", "b"), failed)).isEven(3, 2))
                .isFalse();
        assertThat(TaskSpread.of(List.<JsonNode>of(running("a", "b"), MissingNode.getInstance()))
                        .isEven(2, 2))
                .isFalse();
    }

    private static ObjectNode running(String... workers) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.putObject("connector").put("state", "RUNNING");
        for (String worker : workers) {
            status.withArray("tasks").addObject().put("state", "RUNNING").put("worker_id", worker);
        }
        return status;
    }
}
