package dev.crashanalytics.maintenance;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.query.QueryValues;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** Maintenance that takes its time: a call starts it, another tells how it stands. */
@Path("/api/v1/maintenance")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection(
        targets = {
            MaintenanceResource.class,
            JobList.class,
            JobStatus.class,
            JobStatus.Progress.class,
            StartedJob.class,
            CleanupAnswer.class,
            ResetAnswer.class
        })
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

    /**
     * A dry run: 200 with {@code records_affected}, {@code cutoff_date} and {@code dry_run}. Else 202 with
     * {@code job_id}, {@code cutoff_date} and {@code dry_run}, and the job ends with {@code records_affected}; 409
     * {@code job_running}, 422.
     */
    @POST
    @Path("cleanup")
    @Operation(
            summary = "Remove old rounds, or count them",
            description = "Removes whole UTC days. Statistics still count them, unless they are forgotten.")
    @APIResponse(
            responseCode = "200",
            description = "What would go (dry_run=true)",
            content = @Content(schema = @Schema(implementation = CleanupAnswer.class)))
    @APIResponse(
            responseCode = "202",
            description = "The job has begun",
            content = @Content(schema = @Schema(implementation = CleanupAnswer.class)))
    public Uni<RestResponse<CleanupAnswer>> cleanup(
            @QueryParam("days_old")
                    @Parameter(
                            description =
                                    "Rounds that started before 00:00 UTC today minus so many days; 90 unless sent")
                    String daysOld,
            @QueryParam("dry_run") @Parameter(description = "true, the default: only count them") String dryRun,
            @QueryParam("forget") @Parameter(description = "true: drop the sums of these days too") String forget) {
        return jobs.cleanup(CleanupRequest.of(daysOld, dryRun, forget))
                .map(answer -> RestResponse.status(answer.dryRun() ? Status.OK : Status.ACCEPTED, answer));
    }

    /** 200 with the new epoch once everything is gone; 403 {@code reset_disabled}, 409 {@code job_running}. */
    @POST
    @Path("reset")
    @Operation(
            summary = "Empty the database",
            description = "Only where crash.maintenance.allow-reset is true. The seeded platforms come back.")
    public Uni<ResetAnswer> reset() {
        return jobs.reset().map(ResetAnswer::new);
    }

    /** 200 with the jobs started last, the latest first; 422. */
    @GET
    @Path("jobs")
    @Operation(summary = "The maintenance jobs started last, the latest first")
    public Uni<JobList> jobs(
            @QueryParam("limit") @Parameter(description = "Jobs, 1 to 100; 20 unless sent") String limit) {
        return jobs.latest(QueryValues.limit("limit", limit, 20, 100)).map(JobList::new);
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
