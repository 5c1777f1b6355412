package org.fulfillmentconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.connect.source.SourceRecord;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.jspecify.annotations.Nullable;

class JudgeDeliveryPropertyTest {
    private static final long WEEK = 604_800_000;

    /** A delivery that was late got its verdict, and the flag says the same: whatever the grace. */
    @Property
    void theVerdictAndTheFlagAgree(
            @ForAll @LongRange(min = 0, max = WEEK) long graceMs,
            @ForAll @LongRange(min = -WEEK, max = 2 * WEEK) long deliveredAfterDue) {
        JudgeDelivery<SourceRecord> judge = new JudgeDelivery<>();
        judge.configure(Map.of("grace.ms", Long.toString(graceMs)));
        Instant deliveredAt = Events.DUE_AT.plusMillis(deliveredAfterDue);

        for (Form form : Form.values()) {
            SourceRecord verdict =
                    judge.apply(Events.record(form, Events.due(deliveredAt, Events.OBSERVED_UNTIL, "day")));
            SourceRecord flagged = Objects.requireNonNull(
                    judge.apply(Events.record(form, Events.delivered(deliveredAt, Events.DUE_AT))));

            assertThat(verdict != null).isEqualTo(deliveredAfterDue > graceMs);
            assertThat(Form.field(flagged.value(), "delayed")).isEqualTo(deliveredAfterDue > graceMs);
            assertThat(Form.field(flagged.value(), "delaySeconds")).isEqualTo(Math.floorDiv(deliveredAfterDue, 1000L));
        }
    }

    @Property
    void bothFormsGiveTheSameVerdict(
            @ForAll @LongRange(min = -WEEK, max = WEEK) long observedAfterDue,
            @ForAll @LongRange(min = 0, max = WEEK) long graceMs) {
        JudgeDelivery<SourceRecord> judge = new JudgeDelivery<>();
        judge.configure(Map.of("grace.ms", Long.toString(graceMs)));
        FulfillmentEvent due = Events.due(null, Events.DUE_AT.plusMillis(observedAfterDue), "instant");

        assertThat(read(judge.apply(Events.record(Form.STRUCT, due))))
                .isEqualTo(read(judge.apply(Events.record(Form.MAP, due))));
    }

    private static @Nullable FulfillmentEvent read(@Nullable SourceRecord record) {
        return record == null ? null : EventCodec.read(record.value());
    }
}
