package dev.crashanalytics.risk;

/**
 * A part of a range, in the order of time: a day, an edge, or what is archived of a day.
 *
 * @param span where its rounds can be read; null where they are archived
 */
record RiskPart(RiskPiece piece, RiskSpan span) {}
