package org.fulfillmentconnect.kpi;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Connections that tell a probe of everything that goes to the server, before it goes and after it came back. */
final class ProbedConnections implements ConnectionSource {
    private static final Pattern VERB = Pattern.compile("\\s*(\\w+)");
    private static final Pattern TABLE = Pattern.compile("\"\\w+\"\\.\"(\\w+)\"");
    private static final Set<String> TRANSACTION_ENDS = Set.of("commit", "rollback");

    /** What would reach the server past the probe. */
    private static final Set<String> REFUSED = Set.of("prepareCall", "unwrap", "setSavepoint", "releaseSavepoint");

    private final ConnectionSource source;
    private final Probe probe;

    ProbedConnections(ConnectionSource source, Probe probe) {
        this.source = source;
        this.probe = probe;
    }

    /** Where faults may strike: an exception from here is what the caller gets. */
    @FunctionalInterface
    interface Probe {
        /**
         * Told of each boundary.
         *
         * @param real the connection itself; null before it is opened
         */
        void at(Boundary boundary, @Nullable Connection real) throws SQLException;

        /** Told of what the server or the driver itself throws. */
        default void failed(SQLException error) {}
    }

    /**
     * A place in what a connection does.
     *
     * @param action such as {@code commit} or {@code UPDATE lane_day}
     */
    record Boundary(Side side, String action) {
        enum Side {
            BEFORE,
            AFTER
        }

        @Override
        public String toString() {
            return side.name().toLowerCase(Locale.ROOT) + " " + action;
        }
    }

    @FunctionalInterface
    private interface Call {
        @Nullable
        Object get() throws SQLException;
    }

    @Override
    public Connection connect() throws SQLException {
        probe.at(new Boundary(Boundary.Side.BEFORE, "connect"), null);
        Connection real = source.connect();
        try {
            probe.at(new Boundary(Boundary.Side.AFTER, "connect"), real);
        } catch (SQLException e) {
            real.close();
            throw e;
        }
        return proxy(Connection.class, (proxy, method, arguments) -> {
            String name = method.getName();
            if (REFUSED.contains(name)) {
                throw new UnsupportedOperationException(name);
            }
            if (TRANSACTION_ENDS.contains(name)) {
                return probed(name, real, () -> invoke(real, method, arguments));
            }
            Object result = invoke(real, method, arguments);
            if (result instanceof PreparedStatement statement) {
                return probed(PreparedStatement.class, statement, String.valueOf(arguments[0]), real);
            }
            return result instanceof Statement statement ? probed(Statement.class, statement, "", real) : result;
        });
    }

    private <S extends Statement> S probed(Class<S> type, S statement, String preparedSql, Connection real) {
        return proxy(type, (proxy, method, arguments) -> {
            if (REFUSED.contains(method.getName())) {
                throw new UnsupportedOperationException(method.getName());
            }
            if (!method.getName().startsWith("execute")) {
                return invoke(statement, method, arguments);
            }
            String sql = arguments == null ? preparedSql : String.valueOf(arguments[0]);
            return probed(action(sql), real, () -> invoke(statement, method, arguments));
        });
    }

    private @Nullable Object probed(String action, Connection real, Call call) throws SQLException {
        probe.at(new Boundary(Boundary.Side.BEFORE, action), real);
        Object result;
        try {
            result = call.get();
        } catch (SQLException e) {
            probe.failed(e);
            throw e;
        }
        probe.at(new Boundary(Boundary.Side.AFTER, action), real);
        return result;
    }

    private static String action(String sql) {
        Matcher verb = VERB.matcher(sql);
        Matcher table = TABLE.matcher(sql);
        return (verb.lookingAt() ? verb.group(1) : sql) + (table.find() ? " " + table.group(1) : "");
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws SQLException {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw new AssertionError(method + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
