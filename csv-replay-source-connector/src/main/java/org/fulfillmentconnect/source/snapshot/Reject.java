package org.fulfillmentconnect.source.snapshot;

/**
 * A row that was not used, or that was used without what another file should have added to it.
 *
 * @param line the line of the file on which the row starts, the header being line 1
 * @param reason which column, and what was expected
 * @param row the row as it stands in the file, cut if very long
 */
public record Reject(String file, long line, String reason, String row) {
    /** With the largest characters still far below the largest record that brokers take by default. */
    private static final int LONGEST_ROW = 1 << 16;

    public Reject {
        if (row.length() > LONGEST_ROW) {
            int end = Character.isHighSurrogate(row.charAt(LONGEST_ROW - 1)) ? LONGEST_ROW - 1 : LONGEST_ROW;
            reason += "; shown are the first " + end + " of " + row.length() + " characters";
            row = row.substring(0, end);
        }
    }
}
