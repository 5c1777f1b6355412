package org.fulfillmentconnect.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides lateness. Sinks, queries and scores take the verdict from the log and never compare
 * timestamps themselves.
 *
 * @param grace how long after due a delivery still counts as on time; never negative
 */
public record SlaPolicy(Duration grace) {
    public SlaPolicy {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace must not be negative");
        }
    }

    /**
     * Whether the promise that came due at {@code dueAt} was broken.
     *
     * @param deliveredAt when the parcel arrived, as far as was known at {@code observedUntil}; null if it had not
     * @param observedUntil what the record knew: without a delivery the verdict is given only once due + grace had
     *     passed by then
     */
    public boolean isLate(Instant dueAt, @Nullable Instant deliveredAt, Instant observedUntil) {
        return deliveredAt == null ? !deadline(dueAt).isAfter(observedUntil) : isLate(dueAt, deliveredAt);
    }

    /** Whether a delivery at {@code deliveredAt} broke the promise that was due at {@code dueAt}. */
    public boolean isLate(Instant dueAt, Instant deliveredAt) {
        return deliveredAt.isAfter(deadline(dueAt));
    }

    /** Whether the parcel left the warehouse after its limit. There is no grace for a hand-off. */
    public static boolean isHandoffLate(Instant shippingLimitAt, Instant handedOffAt) {
        return handedOffAt.isAfter(shippingLimitAt);
    }

    private Instant deadline(Instant dueAt) {
        return dueAt.plus(grace);
    }

    /** The policy as text in a verdict: what the promise means and the grace, such as {@code day+PT0S}. */
    public String describe(String promise) {
        return promise + '+' + grace;
    }
}
