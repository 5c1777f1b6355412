package org.fulfillmentconnect.kpi;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Connections that are used again after they were closed in good health: to open one takes longer than most of what tests do
 * with it.
 */
final class ReusedConnections implements ConnectionSource {
    private final ConnectionSource source;
    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();

    ReusedConnections(ConnectionSource source) {
        this.source = source;
    }

    @Override
    public Connection connect() throws SQLException {
        Connection reused = idle.poll();
        Connection real = reused == null ? source.connect() : reused;
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        giveBack(real);
                        return null;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void giveBack(Connection real) throws SQLException {
        if (real.isClosed()) {
            return;
        }
        try {
            if (!real.getAutoCommit()) {
                real.rollback();
            }
            idle.add(real);
        } catch (SQLException e) {
            real.close();
        }
    }
}
