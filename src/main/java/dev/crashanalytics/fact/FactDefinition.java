package dev.crashanalytics.fact;

import java.util.List;

/**
 * How a fact is named and what it takes.
 *
 * @param column the column, and the name in answers
 * @param type the values it takes
 * @param aliases other names that clients may send it under
 */
public record FactDefinition(String column, FactType type, List<String> aliases) {}
