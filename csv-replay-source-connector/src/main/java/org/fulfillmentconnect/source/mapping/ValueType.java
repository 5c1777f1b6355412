package org.fulfillmentconnect.source.mapping;

import java.util.List;

/** What a value in a record is: what a column holds, or made of that. */
sealed interface ValueType {
    /** How messages name it. */
    String word();

    record One(Type type) implements ValueType {
        @Override
        public String word() {
            return type.word();
        }
    }

    record Many(Type element) implements ValueType {
        @Override
        public String word() {
            return "list of " + element.word();
        }
    }

    record Groups(List<GroupField> fields) implements ValueType {
        @Override
        public String word() {
            return "group";
        }
    }

    record GroupField(String name, ValueType type) {}
}
