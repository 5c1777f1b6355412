package org.fulfillmentconnect.source.csv;

/**
 * A column to read. Where it stands in the header does not matter, nor which others stand there.
 *
 * @param name as in the header, with the same case
 * @param optional a file whose header lacks it reads as if all its values were absent
 */
public record CsvColumn(String name, boolean optional) {}
