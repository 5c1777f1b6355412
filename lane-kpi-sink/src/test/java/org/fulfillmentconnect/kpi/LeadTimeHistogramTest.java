package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeadTimeHistogramTest {
    private static final long LONGEST = 253_402_300_799L;

    @Test
    void isExactBelow256Seconds() {
        for (long seconds = 0; seconds < 256; seconds++) {
            assertThat(LeadTimeHistogram.of(seconds).percentileSeconds(50)).isEqualTo(seconds);
        }
    }

    @Test
    void continuesWithoutAGapAbove() {
        assertThat(LeadTimeHistogram.bucketOf(255)).isEqualTo((short) 255);
        assertThat(LeadTimeHistogram.bucketOf(256)).isEqualTo((short) 256);
        assertThat(LeadTimeHistogram.bucketOf(257)).isEqualTo((short) 256);
        assertThat(LeadTimeHistogram.bucketOf(511)).isEqualTo((short) 383);
        assertThat(LeadTimeHistogram.bucketOf(512)).isEqualTo((short) 384);
        // 13 bits are enough for all lead times.
        assertThat(LeadTimeHistogram.bucketOf(LONGEST)).isBetween((short) 4000, (short) 8191);
    }

    @Test
    void hasNoPercentileWithoutAValue() {
        assertThatThrownBy(() -> LeadTimeHistogram.EMPTY.percentileSeconds(50))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("an empty histogram has no percentile");
    }

    @ParameterizedTest
    @ValueSource(strings = {"001000010008000100", "0010000100080001", "00100000"})
    void refusesBytesThatAreNotCanonical(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> LeadTimeHistogram.ofBytes(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected whole entries with ascending buckets, each with a count");
    }

    @Test
    void storesCountsThatNoEntryCanHold() {
        LeadTimeHistogram histogram = LeadTimeHistogram.of(7);
        for (int i = 0; i < 20; i++) {
            histogram = histogram.plus(histogram);
        }
        assertThat(histogram.toBytes()).isEqualTo(HexFormat.of().parseHex("003fffff003fffff00380002"));
        assertThat(LeadTimeHistogram.ofBytes(histogram.toBytes())).isEqualTo(histogram);
        assertThat(histogram.size()).isEqualTo(1L << 20);
    }

    @Property
    void isTheSameAfterItWasStored(@ForAll @Size(max = 50) List<@LongRange(max = LONGEST) Long> seconds) {
        assertThat(LeadTimeHistogram.ofBytes(sum(seconds).toBytes())).isEqualTo(sum(seconds));
    }

    @Property
    void putsEachValueWithinFourPerMilleOfItsRepresentative(@ForAll @LongRange(max = LONGEST) long seconds) {
        assertThat((double) LeadTimeHistogram.representative(LeadTimeHistogram.bucketOf(seconds)))
                .isCloseTo((double) seconds, within(seconds * 0.004));
    }

    @Property
    void growsWithTheValue(@ForAll @LongRange(max = LONGEST) long one, @ForAll @LongRange(max = LONGEST) long other) {
        assertThat(LeadTimeHistogram.bucketOf(Math.min(one, other)))
                .isLessThanOrEqualTo(LeadTimeHistogram.bucketOf(Math.max(one, other)));
    }

    @Property
    void givesPercentilesWithinOnePercentOfTheNearestRank(
            @ForAll @Size(min = 1, max = 200) List<@LongRange(max = 10_000_000) Long> seconds) {
        LeadTimeHistogram histogram = sum(seconds);
        for (int percent : new int[] {50, 95}) {
            long nearestRank = nearestRank(seconds, percent);
            assertThat((double) histogram.percentileSeconds(percent))
                    .isCloseTo((double) nearestRank, within(nearestRank * 0.01));
        }
    }

    @Property
    void takesBackWhatWasAdded(
            @ForAll @Size(max = 50) List<@LongRange(max = 100_000) Long> kept,
            @ForAll @Size(max = 50) List<@LongRange(max = 100_000) Long> taken) {
        LeadTimeHistogram all = sum(kept).plus(sum(taken));
        assertThat(all.minus(sum(taken))).isEqualTo(sum(kept));
        assertThat(sum(taken).plus(sum(kept))).isEqualTo(all);
    }

    private static LeadTimeHistogram sum(List<Long> seconds) {
        return seconds.stream().map(LeadTimeHistogram::of).reduce(LeadTimeHistogram.EMPTY, LeadTimeHistogram::plus);
    }

    /** As percentile_disc: the smallest value whose share of the values up to it is at least the fraction. */
    private static long nearestRank(List<Long> seconds, int percent) {
        return seconds.stream()
                .sorted()
                .skip((long) Math.ceil(seconds.size() * (percent / 100.0)) - 1)
                .findFirst()
                .orElseThrow();
    }
}
