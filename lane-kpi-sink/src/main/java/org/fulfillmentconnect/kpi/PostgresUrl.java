package org.fulfillmentconnect.kpi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code connection.url} may be. Parameters are an allow-list: others of the driver's load classes or write files on
 * the worker. Messages never repeat the URL, which may hold a password in the wrong place.
 */
final class PostgresUrl implements ConfigDef.Validator {
    private static final Pattern FORM =
            Pattern.compile("jdbc:postgresql://(?<hosts>[^/?#@]+)/(?<database>[^/?#]+)(\\?(?<parameters>[^#]*))?");

    /** Secrets, and the settings that they have instead. */
    private static final Map<String, String> CREDENTIALS = Map.of(
            "user", LaneKpiSinkConfig.CONNECTION_USER,
            "password", LaneKpiSinkConfig.CONNECTION_PASSWORD,
            "sslpassword", LaneKpiSinkConfig.CONNECTION_SSL_KEY_PASSWORD);

    static final Set<String> ALLOWED = Set.of(
            "channelBinding",
            "gssEncMode",
            "hostRecheckSeconds",
            "loadBalanceHosts",
            "pemKeyAlgorithm",
            "prepareThreshold",
            "ssl",
            "sslcert",
            "sslkey",
            "sslmode",
            "sslnegotiation",
            "sslrootcert",
            "targetServerType");

    @Override
    public void ensureValid(String name, @Nullable Object value) {
        if (value == null) {
            // A missing setting is told of elsewhere.
            return;
        }
        Matcher url = FORM.matcher((String) value);
        if (!url.matches()) {
            throw new ConfigException(
                    name + ": expected jdbc:postgresql://host:port/database, without user and password");
        }
        String parameters = url.group("parameters");
        if (parameters == null || parameters.isEmpty()) {
            return;
        }
        for (String parameter : parameters.split("&", -1)) {
            try {
                checkParameter(name, URLDecoder.decode(parameter.split("=", 2)[0], StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw new ConfigException(name + ": a parameter's name has a broken % escape");
            }
        }
    }

    /** Whether this valid URL has such a parameter. */
    static boolean hasParameter(String url, String parameter) {
        return url.contains("?" + parameter + "=") || url.contains("&" + parameter + "=");
    }

    private static void checkParameter(String name, String parameter) {
        String setting = CREDENTIALS.get(parameter);
        if (setting != null) {
            throw new ConfigException(name + ": the parameter " + parameter + " is not allowed here; use " + setting);
        }
        if (!ALLOWED.contains(parameter)) {
            throw new ConfigException(name + ": the parameter " + parameter + " is not allowed; allowed are "
                    + String.join(", ", new TreeSet<>(ALLOWED)));
        }
    }

    @Override
    public String toString() {
        return "jdbc:postgresql://host:port/database, with parameters only from "
                + String.join(", ", new TreeSet<>(ALLOWED));
    }
}
