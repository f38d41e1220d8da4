package dev.crashanalytics.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every view, in both themes, wide and at 360 pixels: axe-core finds nothing serious, and nothing scrolls sideways. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessibilityIT {

    private final CrashServer server = CrashServer.shared();
    private final ApiClient api = ApiClient.of(server);
    private final String bot = RoundBody.newBot("axe");
    private String axe;

    @BeforeAll
    void read() throws IOException {
        try (InputStream script = AccessibilityIT.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
        Played played = new Played(bot, 41);
        played.log(api, 300);
        api.batch(RoundBody.key(bot, 301).with("type", "multiplier").with("multiplier", "1.21"));
    }

    Stream<Arguments> views() {
        Map<String, String> ready = Map.of(
                "#/?text=" + bot,
                "tr td.profit",
                "#/?text=nothing-is-called-so",
                ".message.empty",
                OpenPage.session(bot, RoundBody.SESSION),
                ".rounds tr[data-number]",
                "#/games/aviator",
                "[data-chart=edge] canvas",
                "#/compare",
                ".message.empty",
                "#/compare?of=bot:" + bot + "&of=strategy:two",
                ".chart canvas",
                "#/system",
                ".definitions dd",
                "#/sessions/nobody/nothing",
                ".message.error");
        return ready.entrySet().stream()
                .flatMap(view -> Stream.of(ColorScheme.LIGHT, ColorScheme.DARK)
                        .flatMap(theme -> Stream.of(OpenPage.DESKTOP, OpenPage.PHONE)
                                .map(width -> Arguments.of(view.getKey(), view.getValue(), theme, width))));
    }

    @ParameterizedTest
    @MethodSource("views")
    void nothingSerious(String view, String ready, ColorScheme theme, int width) {
        try (OpenPage open = OpenPage.at(server, view, theme, width)) {
            assertThat(open.find(ready).first()).isVisible();
            if (!view.contains("nobody")) {
                open.assertQuiet();
            }
            assertThat((Integer) open.run("document.documentElement.scrollWidth"))
                    .as("width of " + view)
                    .isLessThanOrEqualTo(width);
            // As a debugger would: the page's own policy lets no foreign script in.
            open.run(axe);

            @SuppressWarnings("unchecked")
            List<String> violations = (List<String>) open.run("""
                    async () => (await axe.run()).violations
                      .filter((found) => ['serious', 'critical'].includes(found.impact))
                      .map((found) => `${found.id}: ${found.help}: ${found.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(' | ')}`)
                    """);

            assertThat(violations).as(view + " " + theme + " " + width).isEmpty();
        }
    }
}
