/**
 * The mathematics of crash games: pure functions of numbers, without server, database or JSON.
 *
 * <p>What holds for all of them: values are immutable. Money is {@link java.math.BigDecimal}, a probability is a
 * {@code double} from 0 to 1. A multiplier is a {@code BigDecimal}, or a {@code long} in cents where it lies on the
 * 0.01 grid on which games crash: 1.33 is 133 cents. {@code null} says that the data do not tell: there are none, or
 * too few. Sums that are kept between rounds are whole numbers or decimals, so that their total does not depend on the
 * order of the adding. Sums whose order does not matter have {@code plus}; summaries of a sequence have {@code then}.
 *
 * <p>A package of its own below {@code stats}: rollups need the bins and the sums when rounds are stored, statistics
 * need them and the rollups when questions are asked. In {@code stats} itself they would make a cycle.
 */
package dev.crashanalytics.stats.model;
