package dev.crashanalytics.maintenance;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The end of the demo. */
@Path("/api/v1/demo")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Maintenance")
class DemoResource {

    private final MaintenanceJobs jobs;

    DemoResource(MaintenanceJobs jobs) {
        this.jobs = jobs;
    }

    /** 202 with the job's id, which ends with {@code records_affected}; 409 {@code job_running}. */
    @DELETE
    @ResponseStatus(202)
    @Operation(
            summary = "Stop the demo bots and remove all they wrote",
            description = "Their rounds, sessions, sums and registrations, and the game demo. Nothing of other bots"
                    + " changes. The demo bots of this server play again after a restart with crash.demo.bots.")
    public Uni<StartedJob> remove() {
        return jobs.removeDemo().map(StartedJob::new);
    }
}
