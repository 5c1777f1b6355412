package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OtherLoadTest {
    @Test
    void isWhatIsNeitherIdleNorOwn() {
        OtherLoad.Clock then = OtherLoad.Clock.of("cpu  1000 0 500 3000 100 0 0 0 0 0", 2);
        OtherLoad.Clock now = OtherLoad.Clock.of("cpu  1300 100 600 3400 150 20 10 20 0 0", 4.5);

        // Of 10 s the machine was idle or waiting 4.5 s, and 2.5 s were its own.
        assertThat(now.othersSince(then)).isEqualTo(0.3, within(1e-9));
    }
}
