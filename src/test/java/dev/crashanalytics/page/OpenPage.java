package dev.crashanalytics.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A browser window on the page of a server, which hears what its console says and where its requests go. */
final class OpenPage implements AutoCloseable {

    static final int DESKTOP = 1280;
    static final int PHONE = 360;

    private static final int WAIT_MILLIS = 15_000;

    private final CrashServer server;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> strangers = new CopyOnWriteArrayList<>();

    private OpenPage(CrashServer server, ColorScheme theme, int width) {
        this.server = server;
        context = Chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, width == PHONE ? 740 : 900)
                        .setColorScheme(theme)
                        .setLocale("en-GB"));
        context.setDefaultTimeout(WAIT_MILLIS);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            String address = request.url();
            if (!address.startsWith(server.baseUri() + "/") && !address.startsWith("blob:")) {
                strangers.add(address);
            }
        });
    }

    static OpenPage at(CrashServer server, String hash) {
        return at(server, hash, ColorScheme.LIGHT, DESKTOP);
    }

    static OpenPage at(CrashServer server, String hash, ColorScheme theme, int width) {
        return blank(server, theme, width).go(hash);
    }

    /** A window that shows nothing yet, so that its requests can be delayed. */
    static OpenPage blank(CrashServer server, ColorScheme theme, int width) {
        return new OpenPage(server, theme, width);
    }

    OpenPage go(String hash) {
        page.navigate(server.baseUri() + "/" + hash);
        return this;
    }

    /** The address of a session's view. */
    static String session(String bot, String session) {
        return "#/sessions/" + ApiClient.encode(bot) + "/" + ApiClient.encode(session);
    }

    Page page() {
        return page;
    }

    Locator find(String selector) {
        return page.locator(selector);
    }

    /** The value of a figure, by its key. */
    Locator figure(String key) {
        return page.locator("[data-figure='" + key + "'] .value");
    }

    Locator note(String key) {
        return page.locator("[data-figure='" + key + "'] .note");
    }

    /** A session's row of the overview. */
    Locator row(String bot) {
        return page.locator("tr[data-key^='" + ApiClient.encode(bot) + "/']");
    }

    /** Waits until the page follows the feed. */
    OpenPage live() {
        assertThat(page.locator("#connection")).hasAttribute("data-state", "live");
        return this;
    }

    Object run(String script) {
        return page.evaluate(script);
    }

    /** What the console has complained of so far is taken as told. */
    void forgive() {
        complaints.clear();
    }

    void assertQuiet() {
        assertThat(complaints).as("complaints of the console").isEmpty();
        assertThat(strangers).as("requests to other origins").isEmpty();
    }

    @Override
    public void close() {
        context.close();
    }
}
