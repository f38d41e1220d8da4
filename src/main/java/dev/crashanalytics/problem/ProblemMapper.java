package dev.crashanalytics.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.crashanalytics.fact.FactError;
import io.smallrye.mutiny.CompositeException;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where a failure of a REST call becomes an answer. */
class ProblemMapper {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    /** Beside {@code Throwable} the types that the framework has mappers of its own for. */
    @ServerExceptionMapper({
        Throwable.class,
        MismatchedInputException.class,
        ValidationException.class,
        CompositeException.class
    })
    Response toResponse(Throwable failure, UriInfo request) {
        Refusal refusal = toRefusal(failure, request.getPath());
        Response.ResponseBuilder response = Response.status(refusal.code().status())
                .type(ProblemBody.MEDIA_TYPE)
                .entity(ProblemBody.of(refusal));
        if (ProblemBody.retryAfterSeconds(refusal) > 0) {
            response.header(HttpHeaders.RETRY_AFTER, ProblemBody.retryAfterSeconds(refusal));
        }
        return response.build();
    }

    private static Refusal toRefusal(Throwable failure, String path) {
        if (failure instanceof ProblemException refused) {
            return refused.refusal();
        }
        if (failure instanceof CompositeException several) {
            return toRefusal(several.getCauses().get(0), path);
        }
        if (failure instanceof WebApplicationException refused) {
            return toRefusal(refused.getResponse().getStatus(), path);
        }
        if (failure instanceof JsonProcessingException) {
            return new Refusal(ProblemCode.MALFORMED_JSON, "The body is not the JSON that this call takes.");
        }
        if (failure instanceof ConstraintViolationException violations) {
            return ProblemException.invalid(errors(violations)).refusal();
        }
        return toServerRefusal(failure, path);
    }

    /** What a status that the framework chose means. */
    static Refusal toRefusal(int status, String path) {
        return switch (status) {
            case 401 -> new Refusal(ProblemCode.UNAUTHORIZED, "Send a valid bearer token.");
            case 404 -> new Refusal(ProblemCode.NOT_FOUND, "Nothing answers at " + path + ".");
            case 405 -> new Refusal(ProblemCode.METHOD_NOT_ALLOWED, path + " does not take this method.");
            case 406 -> new Refusal(ProblemCode.NOT_ACCEPTABLE, "None of the types in Accept can be had here.");
            case 413 -> new Refusal(ProblemCode.TOO_LARGE, "The body is larger than the 10 MiB that a call takes.");
            case 415 -> new Refusal(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json.");
            case 503 -> new Refusal(ProblemCode.SHUTTING_DOWN, "The server is stopping.");
            default ->
                status < 500
                        ? new Refusal(ProblemCode.MALFORMED_REQUEST, "The request cannot be understood.")
                        : internalError();
        };
    }

    /** What an unexpected failure is told as; it is logged here and nowhere else. */
    static Refusal toServerRefusal(Throwable failure, String path) {
        if (PgUnavailability.isCauseOf(failure)) {
            LOG.warnf("event=database_unavailable path=%s cause=\"%s\"", path, failure.getMessage());
            return new Refusal(ProblemCode.DATABASE_UNAVAILABLE, "The database cannot be used at the moment.");
        }
        LOG.errorf(failure, "event=internal_error path=%s", path);
        return internalError();
    }

    private static Refusal internalError() {
        return new Refusal(ProblemCode.INTERNAL_ERROR, "The failure has been logged.");
    }

    private static List<FactError> errors(ConstraintViolationException violations) {
        return violations.getConstraintViolations().stream()
                .map(violation -> new FactError(violation.getPropertyPath().toString(), violation.getMessage()))
                .toList();
    }
}
