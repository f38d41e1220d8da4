package dev.crashanalytics.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StrategiesTest {

    @Test
    void fixedStakesAlwaysTheSame() {
        Strategy fixed = new FixedStake();

        assertThat(fixed.stake(first("1000"))).isEqualByComparingTo("10");
        assertThat(fixed.stake(after("1000", "10", true))).isEqualByComparingTo("10");
        assertThat(fixed.stake(after("990", "10", false))).isEqualByComparingTo("10");
        assertThat(fixed.target()).isEqualByComparingTo("1.33");
    }

    @ParameterizedTest
    @CsvSource({"10,false,20", "20,false,40", "40,false,80", "80,false,100", "100,false,100", "80,true,10"})
    void martingaleDoublesAfterALossAndBeginsAnewAfterAWin(String last, boolean won, String stake) {
        assertThat(new Martingale().stake(after("1000", last, won))).isEqualByComparingTo(stake);
    }

    @ParameterizedTest
    @CsvSource({"10,true,13.30", "13.30,true,17.68", "17.68,true,23.51", "80,true,100", "100,true,100", "23.51,false,10"
    })
    void compoundStakesWhatAWinBroughtInWholeCents(String last, boolean won, String stake) {
        assertThat(new Compound().stake(after("1000", last, won))).isEqualByComparingTo(stake);
    }

    /** At odds of 1 to 1 the share is 2p - 1. */
    @ParameterizedTest
    @CsvSource({
        "0.55,500,50.00",
        "0.52,1000,40.00",
        "0.5001,1000,0",
        "0.5,1000,0",
        "0.4825,1000,0",
        "1,1000,100",
        "0.5234,777.77,36.39"
    })
    void kellyStakesItsShareOrWatches(String confidence, String balance, String stake) {
        Standing standing = new Standing(new BigDecimal(balance), Optional.empty(), new BigDecimal(confidence));

        assertThat(new Kelly().stake(standing)).isEqualByComparingTo(stake);
    }

    @ParameterizedTest
    @MethodSource("dev.crashanalytics.demo.Strategy#all")
    void neverStakesMoreThanThereIsOrMayBe(Strategy strategy) {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            BigDecimal balance = BigDecimal.valueOf(random.nextInt(30_000), 2);
            BigDecimal last = BigDecimal.valueOf(100 + random.nextInt(9_900), 2);
            BigDecimal confidence = BigDecimal.valueOf(random.nextInt(10_001), 4);
            Standing standing =
                    new Standing(balance, Optional.of(new Standing.Bet(last, random.nextBoolean())), confidence);

            BigDecimal stake = strategy.stake(standing);

            assertThat(stake).isBetween(BigDecimal.ZERO, balance.min(new BigDecimal("100")));
            assertThat(stake.scale()).isEqualTo(2);
            assertThat(stake.signum() == 0 || stake.compareTo(BigDecimal.ONE) >= 0)
                    .isTrue();
        }
    }

    @Test
    void forecastsDrawTheShareTowardsAFairGame() {
        Forecast forecast = new Forecast(new BigDecimal("2.00"));
        assertThat(forecast.confidence()).isEqualByComparingTo("0.5");

        forecast.saw(new BigDecimal("2.00"));
        assertThat(forecast.confidence()).isEqualByComparingTo("0.6");

        forecast.saw(new BigDecimal("1.99"));
        forecast.saw(new BigDecimal("1.00"));
        assertThat(forecast.confidence()).isEqualByComparingTo("0.4286");
    }

    @Test
    void forecastsRememberTheLastTwentyGames() {
        Forecast forecast = new Forecast(new BigDecimal("1.33"));
        for (int i = 0; i < 50; i++) {
            forecast.saw(BigDecimal.ONE);
        }
        for (int i = 0; i < 20; i++) {
            forecast.saw(BigDecimal.TEN);
        }

        assertThat(forecast.gamesThatReached()).isEqualTo(20);
        // (20 + 4 / 1.33) / 24
        assertThat(forecast.confidence()).isEqualByComparingTo("0.9586");
    }

    @ParameterizedTest
    @CsvSource({"1.00,0", "2.00,2.7726", "10.00,9.2103", "50.00,10", "1000000.00,10"})
    void flightsTakeTenSecondsAtTheMost(String crash, double seconds) {
        Flight flight = Flight.to(new BigDecimal(crash));

        assertThat(flight.seconds()).isCloseTo(seconds, within(1e-4));
        assertThat(flight.at(0)).isEqualTo(new BigDecimal("1.00"));
    }

    @Test
    void flightsRiseAndStayBelowTheCrash() {
        Flight flight = Flight.to(new BigDecimal("2.00"));

        assertThat(flight.at(1)).isEqualTo(new BigDecimal("1.28"));
        assertThat(flight.at(2)).isEqualTo(new BigDecimal("1.64"));
        assertThat(flight.at(flight.seconds())).isEqualTo(new BigDecimal("1.99"));
        assertThat(flight.at(100)).isEqualTo(new BigDecimal("1.99"));
    }

    private static Standing first(String balance) {
        return new Standing(new BigDecimal(balance), Optional.empty(), new BigDecimal("0.5"));
    }

    private static Standing after(String balance, String stake, boolean won) {
        return new Standing(
                new BigDecimal(balance),
                Optional.of(new Standing.Bet(new BigDecimal(stake), won)),
                new BigDecimal("0.5"));
    }
}
