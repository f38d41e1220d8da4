// The figures of a session: what it came to, what it risked, and what each of them means.

import { element, figure } from './elements.js';
import { decimal, duration, exactTime, integer, NONE, percent, probability, signed, signedPercent, signName, streak, wilson } from './format.js';

const FIGURES = [
  ['balance', 'Balance', 'The balance the bot closed with, else the one after its highest round'],
  ['profit', 'Profit', 'The sum of profit_loss over all rounds'],
  ['roi', 'ROI', 'Profit by the stakes of all rounds'],
  ['rounds', 'Rounds', 'Rounds of every outcome'],
  ['winrate', 'Win rate', 'Rounds won by all rounds, with Wilson’s 95% interval'],
  ['expectancy', 'Expectancy', 'The mean profit of a round played, with its 95% interval (1.96 standard errors)'],
  ['luck', 'Luck', 'The probability of this profit or a better one if the crashes are fair at the stated house edge: near 0 speaks for skill or a wrong model, in between luck explains it'],
  ['drawdown', 'Max drawdown', 'The deepest fall of the profit from a peak, in the order of time'],
  ['streak', 'Streak', 'Rounds won (W) or lost (L) in a row now; the longest losing streak, and the one to be expected'],
  ['volatility', 'Volatility', 'The sample deviation of the profit of a round played'],
  ['factor', 'Profit factor', 'What rounds gained by what rounds lost'],
  ['extremes', 'Best and worst', 'The highest profit of a round won, the lowest of a round lost'],
  ['duration', 'Duration', 'From the start to the end, or to the latest round'],
];

/** The strip of a session's figures. */
export class SessionFigures {
  constructor() {
    this.all = Object.fromEntries(FIGURES.map(([key, name, definition]) => [key, figure(name, definition, { key })]));
    this.node = element('dl', { class: 'strip', 'aria-label': 'Figures' }, Object.values(this.all).map(({ node }) => node));
  }

  showSummary(summary, unit) {
    const mixed = summary.total_profit_loss === null;
    const interval = wilson(summary.winning_rounds, summary.total_rounds);
    this.all.balance.update(decimal(summary.final_balance), summary.initial_balance === null ? unit : `${unit} from ${decimal(summary.initial_balance)}`);
    this.all.profit.update(mixed ? 'several' : signed(summary.total_profit_loss), mixed ? 'choose a currency' : unit, mixed ? null : signName(summary.total_profit_loss));
    this.all.roi.update(signedPercent(summary.roi_percent), '', mixed ? null : signName(summary.roi_percent));
    this.all.rounds.update(integer(summary.total_rounds), `${integer(summary.winning_rounds)} won, ${integer(summary.losing_rounds)} lost`);
    this.all.winrate.update(interval ? percent(Number(summary.win_rate) * 100) : NONE,
      interval ? `${decimal(interval.low * 100, 1)}–${decimal(interval.high * 100, 1)} %, n = ${integer(summary.total_rounds)}` : '');
    this.all.extremes.update(summary.largest_win === null ? NONE : `${signed(summary.largest_win)}`, summary.largest_loss === null ? '' : signed(summary.largest_loss));
    this.all.duration.update(duration(summary.duration_seconds), `since ${exactTime(summary.start_time).split(' (')[0]}`);
  }

  showRisk(risk) {
    const error = risk.volatility === null ? null : 1.96 * Number(risk.volatility) / Math.sqrt(risk.played);
    this.all.expectancy.update(risk.expectancy === null ? NONE : signed(risk.expectancy),
      error === null ? '' : `± ${decimal(error)}, n = ${integer(risk.played)}`, risk.expectancy === null ? null : signName(risk.expectancy));
    const luck = risk.luck?.probability ?? null;
    this.all.luck.update(luck === null ? NONE : `p = ${probability(luck)}`,
      luck === null ? '' : `${integer(risk.luck.bets)} bets, ${risk.luck.method.replaceAll('_', ' ')}`);
    const fall = risk.max_drawdown;
    this.all.drawdown.update(fall ? decimal(fall.depth) : decimal(0), fall
      ? `${fall.percent === null ? '' : `${percent(fall.percent, 1)}, `}${fall.recovered ? 'recovered' : 'not recovered'}` : 'it never fell');
    const { streaks } = risk;
    this.all.streak.update(streak(streaks.current_wins, streaks.current_losses),
      `longest L${streaks.longest_losses}, expected ${decimal(streaks.expected_longest_losses, 1)}`);
    this.all.volatility.update(decimal(risk.volatility), 'a round');
    this.all.factor.update(decimal(risk.profit_factor));
  }
}

/** What the figures mean, to be unfolded. */
export function definitions() {
  return element('details', { class: 'panel' }, element('summary', {}, 'What these figures mean'),
    element('dl', { class: 'definitions' }, FIGURES.map(([, name, definition]) => [element('dt', {}, name), element('dd', {}, definition)])));
}
