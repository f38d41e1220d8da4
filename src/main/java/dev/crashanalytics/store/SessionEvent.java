package dev.crashanalytics.store;

import dev.crashanalytics.round.SessionKey;

/**
 * Something published of a session, which the row of its commit keeps: a session's own row is changed by the next commit.
 *
 * @param position of the event within its commit
 */
record SessionEvent(SessionKey session, Kind kind, int position) {

    enum Kind {
        STARTED("started"),
        UPDATED("updated"),
        CLOSED("closed");

        private final String stored;

        Kind(String stored) {
            this.stored = stored;
        }

        /** As {@code commits.session_kinds} holds it. */
        String stored() {
            return stored;
        }
    }
}
