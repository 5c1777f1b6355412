package org.fulfillmentconnect.kpi;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of an order's sellers as text for a column. Its separators are control characters, which no id or region may hold. */
final class SellerPartsText {
    private static final String FIELD = "\u001f";
    private static final String PART = "\u001e";

    private SellerPartsText() {}

    static String of(List<SellerPart> parts) {
        return parts.stream()
                .map(part -> part.sellerId()
                        + FIELD
                        + (part.region() == null ? "" : part.region())
                        + FIELD
                        + (part.shippingLimitAt() == null ? "" : part.shippingLimitAt()))
                .collect(Collectors.joining(PART));
    }

    /** @throws IllegalArgumentException if it is not as {@link #of} writes it */
    static List<SellerPart> parse(String text) {
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(PART, -1)).map(SellerPartsText::part).toList();
    }

    private static SellerPart part(String text) {
        String[] fields = text.split(FIELD, -1);
        if (fields.length != 3) {
            throw new IllegalArgumentException("expected three fields but found " + fields.length);
        }
        return new SellerPart(
                fields[0],
                fields[1].isEmpty() ? null : fields[1],
                fields[2].isEmpty() ? null : (Long) Long.parseLong(fields[2]));
    }
}
