package dev.crashanalytics.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Bots inside the server that play, so that there is something to look at. */
@ConfigMapping(prefix = "crash.demo")
public interface DemoConfig {

    /** How many of them play, 0 to 200; each is one WebSocket and one session at a time. None unless set. */
    @WithDefault("0")
    @Min(0)
    @Max(200)
    int bots();

    /** How fast they play: 1 gives rounds of 5 to 15 seconds, 2 twice as many; 0.1 to 100. */
    @WithDefault("1")
    @DecimalMin("0.1")
    @DecimalMax("100")
    double pace();
}
