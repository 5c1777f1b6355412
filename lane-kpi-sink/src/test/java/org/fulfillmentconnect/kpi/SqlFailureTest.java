package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailureTest {
    @ParameterizedTest
    @CsvSource({
        "40001, REPEAT, serialization failure",
        "40P01, REPEAT, deadlock",
        "08006, WAIT, connection lost",
        "08001, WAIT, server cannot be reached",
        "53300, WAIT, too many connections",
        "53100, WAIT, disk full",
        "55P03, WAIT, lock not available",
        "57014, TOO_LONG, statement timeout",
        "57P01, WAIT, terminated by the administrator",
        "57P03, WAIT, server is starting",
        "58030, WAIT, input or output error",
        "25006, WAIT, a standby that is read-only",
        "25P03, WAIT, idle in transaction for too long",
        "25P04, TOO_LONG, transaction timeout",
        "22021, BAD_DATA, character that the encoding lacks",
        "23514, BAD_DATA, check violated",
        "28P01, STOP, wrong password",
        "3D000, STOP, no such database",
        "42501, STOP, missing right",
        "42P01, STOP, missing table"
    })
    void tellsWhatToDo(String state, SqlFailure expected, String meaning) {
        assertThat(SqlFailure.of(new SQLException(meaning, state))).isEqualTo(expected);
    }

    @Test
    void waitsWhereTheDriverKnowsNoState() {
        assertThat(SqlFailure.of(new SQLException("the connection broke"))).isEqualTo(SqlFailure.WAIT);
    }
}
