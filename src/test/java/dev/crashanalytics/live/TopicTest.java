package dev.crashanalytics.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crashanalytics.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {

    private static FeedEvent event(String bot, String session, String game) {
        return new FeedEvent(1, FeedEvent.Kind.ROUND, bot, session, game, "{}");
    }

    @Test
    void idsArePercentEncodedUtf8() {
        Topic topic = Topic.parse("session:a%2Fb%20%C3%BC/s%25+");

        assertThat(topic.botId()).isEqualTo("a/b ü");
        assertThat(topic.sessionId()).isEqualTo("s%+");
        assertThat(topic.text()).isEqualTo("session:a%2Fb%20%C3%BC/s%25+");
    }

    @Test
    void aSessionAloneIsToBeResolved() {
        Topic topic = Topic.parse("session:s1");

        assertThat(topic.isUnresolved()).isTrue();
        assertThat(topic.ofBot("b").isUnresolved()).isFalse();
        assertThat(topic.ofBot("b").text()).isEqualTo("session:s1");
    }

    @Test
    void eventsBelongWhereTheirIdsSay() {
        assertThat(Topic.parse("all").takes(event("b", null, null))).isTrue();
        assertThat(Topic.parse("bot:b").takes(event("b", "s", "g"))).isTrue();
        assertThat(Topic.parse("bot:c").takes(event("b", "s", "g"))).isFalse();
        assertThat(Topic.parse("session:b/s").takes(event("b", "s", "g"))).isTrue();
        assertThat(Topic.parse("session:b/s").takes(event("c", "s", "g"))).isFalse();
        assertThat(Topic.parse("session:b/s").takes(event("b", null, "g"))).isFalse();
        assertThat(Topic.parse("game:g").takes(event("b", "s", "g"))).isTrue();
        assertThat(Topic.parse("game:g").takes(event("b", null, null))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ALL", "all ", "bot", "bot:", "bot:a/b", "session:a/b/c", "session:a/", "bot:%4", "bot:%-1a"
            })
    void everythingElseIsUnknown(String text) {
        assertThatThrownBy(() -> Topic.parse(text))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("unknown_topic");
    }
}
