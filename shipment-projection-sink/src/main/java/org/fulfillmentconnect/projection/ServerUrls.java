package org.fulfillmentconnect.projection;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.apache.http.HttpHost;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The addresses of a cluster's nodes, as {@code http://host:port} or {@code https://host:port}. */
final class ServerUrls implements ConfigDef.Validator {
    @Override
    public void ensureValid(String key, @Nullable Object value) {
        if (!(value instanceof List<?> urls) || urls.isEmpty()) {
            throw new ConfigException(key, null, "expected at least one address such as http://localhost:9200");
        }
        for (Object url : urls) {
            // The address is not repeated in the message: it may hold a password.
            if (parse(url.toString()) == null) {
                throw new ConfigException(
                        key + ": expected addresses of the form http://host:port or https://host:port,"
                                + " without path, user or password");
            }
        }
    }

    static HttpHost[] hosts(List<String> urls) {
        return urls.stream().map(ServerUrls::parseValid).toArray(HttpHost[]::new);
    }

    private static HttpHost parseValid(String url) {
        HttpHost host = parse(url);
        if (host == null) {
            throw new IllegalArgumentException("not validated");
        }
        return host;
    }

    private static @Nullable HttpHost parse(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme();
            boolean web = "http".equals(scheme) || "https".equals(scheme);
            String path = uri.getRawPath();
            boolean bare = (path == null || path.isEmpty() || path.equals("/"))
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
            return web && bare && uri.getHost() != null ? new HttpHost(uri.getHost(), uri.getPort(), scheme) : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "addresses of the form http://host:port or https://host:port";
    }
}
