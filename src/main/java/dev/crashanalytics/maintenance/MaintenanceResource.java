package dev.crashanalytics.maintenance;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Maintenance that takes its time: a call starts it, another tells how it stands. */
@Path("/api/v1/maintenance")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection(targets = {JobStatus.class, JobStatus.Progress.class, StartedJob.class})
@Tag(name = "Maintenance")
class MaintenanceResource {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final MaintenanceJobs jobs;

    MaintenanceResource(MaintenanceJobs jobs) {
        this.jobs = jobs;
    }

    /** 202 with the job's id; 409 {@code job_running}. */
    @POST
    @Path("reconcile")
    @ResponseStatus(202)
    @Operation(
            summary = "Count all sums anew and repair what differs",
            description = "Works while rounds flow in. One maintenance job runs at a time.")
    public Uni<StartedJob> reconcile() {
        return jobs.reconcile().map(StartedJob::new);
    }

    /** 200 with how the job stands, whichever server runs it; 404 {@code job_not_found}. */
    @GET
    @Path("jobs/{job_id}")
    @Operation(summary = "How a maintenance job stands, and what it has come to")
    public Uni<JobStatus> job(@PathParam("job_id") String jobId) {
        if (!ID.matcher(jobId).matches()) {
            throw unknown(jobId);
        }
        return jobs.read(UUID.fromString(jobId)).map(found -> found.orElseThrow(() -> unknown(jobId)));
    }

    private static ProblemException unknown(String jobId) {
        return new ProblemException(ProblemCode.JOB_NOT_FOUND, "there is no job " + jobId);
    }
}
