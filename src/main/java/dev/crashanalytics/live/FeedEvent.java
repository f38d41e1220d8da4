package dev.crashanalytics.live;

/**
 * Something published.
 *
 * @param sessionId null where it belongs to none
 * @param gameName null where it belongs to no session that is stored
 * @param data of the event, a JSON object
 */
record FeedEvent(long offset, Kind kind, String botId, String sessionId, String gameName, String data) {

    enum Kind {
        ROUND("round"),
        MULTIPLIER("multiplier"),
        SIGNAL("signal"),
        ERROR("error"),
        SESSION_STARTED("session_started"),
        SESSION_UPDATED("session_updated"),
        SESSION_CLOSED("session_closed");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }

        /** Whether the data of such an event is the state of the session. */
        boolean isSessionState() {
            return this == SESSION_STARTED || this == SESSION_UPDATED || this == SESSION_CLOSED;
        }
    }
}
