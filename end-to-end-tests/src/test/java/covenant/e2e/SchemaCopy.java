package covenant.e2e;

import covenant.local.client.Storage;
import covenant.local.stack.Service;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A database of its own for a service, beside the one that runs, filled with rows of that one as far as its older schema has their columns. */
final class SchemaCopy implements AutoCloseable {

    private static final int ROWS = 50;

    /** Columns of each table that are written: of the older schema, the generated ones left out. */
    private static final String COLUMNS = """
            select c.relname, a.attname, a.attnotnull and not a.atthasdef and a.attidentity = '' as needed, format_type(a.atttypid, a.atttypmod)
            from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0
              and not a.attisdropped and a.attgenerated = '' and c.relname <> 'flyway_schema_history'
            order by 1, a.attnum""";

    private record Column(String name, boolean needed, String type) {}

    private final Service service;
    private final Storage storage;
    private final String name;
    private final Connection own;

    SchemaCopy(Storage storage, Service service, String owner) throws SQLException {
        this.service = service;
        this.storage = storage;
        this.name = "upgrade_" + service.database();
        try (Connection superuser = storage.superuser(service);
                Statement statement = superuser.createStatement()) {
            statement.execute("drop database if exists " + name);
            statement.execute("create database " + name + " owner " + owner);
        }
        this.own = storage.superuser(name);
        try (Statement statement = own.createStatement()) {
            // As an import does it: neither triggers nor the order of foreign keys; checks and what must not be null
            // hold.
            statement.execute("set session_replication_role = replica");
        }
    }

    String url() throws SQLException {
        return own.getMetaData().getURL();
    }

    /** What each table of the copy looks like now. */
    Map<String, List<String>> columns() throws SQLException {
        Map<String, List<String>> names = new TreeMap<>();
        columns(own)
                .forEach((table, columns) ->
                        names.put(table, columns.stream().map(Column::name).toList()));
        return names;
    }

    /**
     * Up to fifty rows of every table that both have, as JSON, with the copy's columns. A column that only the copy has, and needs, is filled with anything.
     */
    Map<String, List<String>> rowsOfTheOriginal() throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        try (Connection original = storage.superuser(service)) {
            Map<String, List<Column>> there = columns(original);
            for (Map.Entry<String, List<Column>> table : columns(own).entrySet()) {
                List<String> known = there.getOrDefault(table.getKey(), List.of()).stream()
                        .map(Column::name)
                        .toList();
                if (known.isEmpty()) {
                    continue;
                }
                String selected = table.getValue().stream()
                        .filter(column -> known.contains(column.name()) || column.needed())
                        .map(column -> known.contains(column.name()) ? quoted(column.name()) : filler(column))
                        .collect(Collectors.joining(", "));
                rows.put(table.getKey(), json(original, selected, table.getKey(), " limit " + ROWS));
            }
        }
        return rows;
    }

    /** Writes the rows; answers those that the schema takes, by table. */
    Map<String, List<String>> write(Map<String, List<String>> rows, Map<String, List<String>> columns)
            throws SQLException {
        Map<String, List<String>> taken = new TreeMap<>();
        own.setAutoCommit(false);
        for (Map.Entry<String, List<String>> table : rows.entrySet()) {
            taken.put(table.getKey(), new ArrayList<>());
            for (String row : table.getValue()) {
                Savepoint before = own.setSavepoint();
                try (PreparedStatement insert = own.prepareStatement(insert(table.getKey(), row, columns))) {
                    insert.setString(1, row);
                    insert.executeUpdate();
                    taken.get(table.getKey()).add(row);
                } catch (SQLException e) {
                    own.rollback(before);
                }
            }
        }
        own.commit();
        own.setAutoCommit(true);
        return taken;
    }

    private static String insert(String table, String row, Map<String, List<String>> columns) {
        String written = columns.get(table).stream()
                .filter(column -> row.contains("\"" + column + "\":"))
                .map(SchemaCopy::quoted)
                .collect(Collectors.joining(", "));
        return "insert into %s (%s) overriding system value select %s from json_populate_record(null::%s, ?::json)"
                .formatted(quoted(table), written, written, quoted(table));
    }

    /** Every row of the copy, with those columns, in an order of their own. */
    Map<String, List<String>> read(Map<String, List<String>> columns) throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (Map.Entry<String, List<String>> table : columns.entrySet()) {
            String selected = table.getValue().stream().map(SchemaCopy::quoted).collect(Collectors.joining(", "));
            rows.put(
                    table.getKey(),
                    json(own, selected, table.getKey(), "").stream().sorted().toList());
        }
        return rows;
    }

    void empty() throws SQLException {
        try (Statement statement = own.createStatement()) {
            statement.execute("truncate "
                    + columns(own).keySet().stream().map(SchemaCopy::quoted).collect(Collectors.joining(", "))
                    + " cascade");
        }
    }

    private static List<String> json(Connection connection, String selected, String table, String end)
            throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select row_to_json(t)::text from (select %s from %s%s) t"
                        .formatted(selected, quoted(table), end))) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }

    private static Map<String, List<Column>> columns(Connection connection) throws SQLException {
        Map<String, List<Column>> columns = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(COLUMNS)) {
            while (found.next()) {
                columns.computeIfAbsent(found.getString(1), table -> new ArrayList<>())
                        .add(new Column(found.getString(2), found.getBoolean(3), found.getString(4)));
            }
        }
        return columns;
    }

    private static String filler(Column column) {
        String value = column.type().contains("time")
                ? "now()"
                : column.type().startsWith("bool") ? "false" : column.type().matches(".*(int|numeric).*") ? "0" : "'x'";
        return value + " as " + quoted(column.name());
    }

    private static String quoted(String name) {
        return "\"" + name + "\"";
    }

    @Override
    public void close() throws SQLException {
        own.close();
        try (Connection superuser = storage.superuser(service);
                Statement statement = superuser.createStatement()) {
            statement.execute("drop database " + name + " with (force)");
        }
    }
}
