/**
 * What of the CSV files becomes records, as data: a JSON mapping says which files there are, how their rows are joined
 * and what is made of them.
 *
 * <p>{@code Mapping.parse} checks the JSON, first against its schema and then for what only the whole can tell, and
 * compiles it: names become indices, values and conditions small objects. After that nothing is looked up by name.
 */
@NullMarked
package org.fulfillmentconnect.source.mapping;

import org.jspecify.annotations.NullMarked;
