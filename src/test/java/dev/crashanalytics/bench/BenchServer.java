package dev.crashanalytics.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The packaged server under load, a process of its own, and the database that it runs. */
interface BenchServer extends AutoCloseable {

    int port();

    long pid();

    /** {@code jdbc=.. user=.. password=..} for the processes that connect to the server's database. */
    List<String> databaseArguments();

    Connection connect() throws SQLException;

    @Override
    void close();
}
