package dev.crashanalytics.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The browser of this machine, one for all tests, driven by Playwright. Where there is none, tests of the page are skipped. */
final class Chromium {

    private static final Optional<Path> EXECUTABLE = Stream.of(
                    "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();

    private static Browser browser;

    private Chromium() {}

    /** The browser; ends the test as skipped, and says so, where this machine has none. */
    static synchronized Browser browser() {
        if (EXECUTABLE.isEmpty()) {
            String reason =
                    "SKIPPED: no Chromium on this machine, so the page was not tested; apt-get install chromium";
            System.out.println(reason);
            Assumptions.abort(reason);
        }
        if (browser == null) {
            PlaywrightAssertions.setDefaultAssertionTimeout(15_000);
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(EXECUTABLE.get())
                            .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        }
        return browser;
    }
}
