package dev.crashanalytics.testing;

import java.util.List;

/** Reads the text Prometheus scrapes. */
final class Metrics {
    private Metrics() {}

    /** The sum of the values of all series of that name that carry every one of the labels. */
    static double sum(String exposition, String name, List<String> labels) {
        return exposition
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> labels.stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
