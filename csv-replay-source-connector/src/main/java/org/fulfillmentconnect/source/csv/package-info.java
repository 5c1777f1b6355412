/**
 * The rows of CSV files: the folder they may lie in, how their bytes become text, and rows of which a bad one never
 * takes good ones with it. Nothing here knows what the rows mean.
 */
@NullMarked
package org.fulfillmentconnect.source.csv;

import org.jspecify.annotations.NullMarked;
