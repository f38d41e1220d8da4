package dev.crashanalytics.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sums up session rows. */
@ApplicationScoped
public class SessionSummaries {

    private static final TypeReference<TreeMap<String, StoredFigures>> BY_CURRENCY = new TypeReference<>() {};

    private final ObjectMapper json;

    SessionSummaries(ObjectMapper json) {
        this.json = json;
    }

    /**
     * The summary of a session.
     *
     * @param currency the one to count the rounds of, or null for all
     */
    SessionSummary of(SessionEntity session, String currency) {
        SortedMap<String, StoredFigures> stored = stored(session);
        if (currency != null) {
            StoredFigures chosen = stored.get(currency);
            return SessionSummary.of(session, chosen == null ? SessionFigures.NONE : SessionFigures.of(chosen), null);
        }
        return SessionSummary.of(session, SessionFigures.of(session), stored.size() > 1 ? figures(stored) : null);
    }

    /** The summary of a session as the calls answer it. */
    public String json(SessionEntity session) {
        try {
            return json.writeValueAsString(of(session, null));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("session " + session.sessionId + " cannot be written", e);
        }
    }

    private static SortedMap<String, SessionFigures> figures(Map<String, StoredFigures> stored) {
        SortedMap<String, SessionFigures> figures = new TreeMap<>();
        stored.forEach((currency, row) -> figures.put(currency, SessionFigures.of(row)));
        return figures;
    }

    private SortedMap<String, StoredFigures> stored(SessionEntity session) {
        try {
            return json.readValue(session.figuresByCurrency, BY_CURRENCY);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures_by_currency of session " + session.id + " is unreadable", e);
        }
    }
}
