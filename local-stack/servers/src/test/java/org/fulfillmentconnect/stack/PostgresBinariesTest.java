package org.fulfillmentconnect.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PostgresBinariesTest {
    @Test
    void namesThePlatformAsItsJarDoes() {
        assertThat(PostgresBinaries.platform("Linux", "amd64")).isEqualTo("linux-amd64");
        assertThat(PostgresBinaries.platform("Linux", "aarch64")).isEqualTo("linux-arm64v8");
        assertThat(PostgresBinaries.platform("Mac OS X", "x86_64")).isEqualTo("darwin-amd64");
        assertThat(PostgresBinaries.platform("Mac OS X", "aarch64")).isEqualTo("darwin-arm64v8");
    }

    @Test
    void refusesAPlatformWithoutPrograms() {
        assertThatThrownBy(() -> PostgresBinaries.platform("Linux", "s390x"))
                .isInstanceOf(ServerException.class)
                .hasMessage("PostgreSQL's programs are not there for Linux on s390x: expected x86-64 or 64-bit ARM");
    }
}
