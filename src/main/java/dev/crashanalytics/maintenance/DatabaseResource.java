package dev.crashanalytics.maintenance;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** The database as an operator wants to see it. */
@Path("/api/v1/database")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Database")
class DatabaseResource {

    private static final Logger LOG = Logger.getLogger(DatabaseResource.class);

    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(5);

    private final PgStatus database;

    DatabaseResource(PgStatus database) {
        this.database = database;
    }

    /** 200 with rows by table, size and durability settings; 503 {@code database_unavailable}. */
    @GET
    @Operation(
            summary = "What the database holds and how it is set",
            description = "Small tables are counted; those named in estimated_tables are the planner's estimate.")
    public Uni<DatabaseStatus> status() {
        return database.server()
                .chain(server -> database.tables().map(tables -> DatabaseStatus.of(server, tables)))
                .ifNoItem()
                .after(STATUS_TIMEOUT)
                .fail();
    }

    /** 200 with {@code connected} and the latency in milliseconds; not being connected is an answer, not a failure. */
    @GET
    @Path("connection")
    @Operation(summary = "Whether the database answers, and how fast")
    public Uni<DatabaseConnection> connection() {
        return Uni.createFrom()
                .deferred(this::timedPing)
                .ifNoItem()
                .after(PING_TIMEOUT)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.debugf(failure, "event=ping_failed"))
                .onFailure()
                .recoverWithItem(DatabaseConnection.LOST);
    }

    private Uni<DatabaseConnection> timedPing() {
        long start = System.nanoTime();
        return database.ping().map(done -> DatabaseConnection.after(Duration.ofNanos(System.nanoTime() - start)));
    }
}
