// One session: how it stands, how it came there, and every round of it.

import { download, exportAddress, get, path, token } from '../api.js';
import { Chart } from '../charts.js';
import { element, figure, setAttribute, setText, stateMessage } from '../elements.js';
import { Flight } from '../flight.js';
import {
  age, decimal, duration, exactTime, integer, NONE, percent, probability, signed, signedPercent, signName, streak, wilson,
} from '../format.js';
import { curves, option, sentence } from '../history.js';
import { RoundsTable } from '../rounds.js';
import { Series } from '../series.js';
import { EventQueue, Frames, sessionKey } from '../store.js';

const POINTS = 1_000;
// A chart is drawn at most so often while rounds come in.
const CHART_PAUSE = 250;
const RISK_PAUSE = 5_000;
const RELOAD_PAUSE = 500;
const RETRY_PAUSE = 3_000;

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

/** Shows the view. */
export async function show(container, context) {
  const [bot, session] = context.route.parts;
  const view = new SessionView(container, context, bot, session);
  await view.start();
}

class SessionView {
  constructor(container, context, bot, session) {
    Object.assign(this, { container, context, bot, session });
    this.currency = context.route.query.get('currency');
    this.queue = new EventQueue((event) => this.apply(event));
    this.frames = new Frames(() => this.queue.drain(), () => this.draw());
    this.risk = null;
    this.zoom = null;
    this.isChartDue = true;
  }

  async start() {
    const { signal } = this.context;
    this.summary = await get(path`/sessions/${this.session}`, { bot_id: this.bot, currency: this.currency }, signal);
    this.build();
    const chartsOpen = Promise.all([this.chart.open()]);
    this.context.onLeave(() => this.leave());
    // The rest is read once the events are being followed, so that none falls between.
    await new Promise((resolve) => {
      this.endSubscription = this.context.live.subscribe(this.subscription(resolve));
      setTimeout(resolve, 1_500);
    });
    try {
      await this.loadSeries();
    } catch (failure) {
      if (failure.name === 'AbortError') {
        throw failure;
      }
      this.chartState.replaceChildren(stateMessage('error', 'The history could not be loaded yet', element('p', {}, failure.message)));
      this.reload(RETRY_PAUSE);
    }
    await chartsOpen;
    this.chart.chart?.on('datazoom', () => this.zoomed());
    this.isChartDue = true;
    this.frames.ask();
    this.table.ask();
    this.loadRisk();
    const clock = setInterval(() => this.showAge(), 1_000);
    this.context.onLeave(() => clearInterval(clock));
  }

  leave() {
    this.endSubscription?.();
    this.frames.stop();
    this.chart.close();
    clearTimeout(this.riskTimer);
    clearTimeout(this.zoomTimer);
    clearTimeout(this.chartTimer);
    clearTimeout(this.reloadTimer);
  }

  subscription(onFollowed) {
    return {
      topic: `session:${sessionKey(this.bot, this.session)}`,
      since: null,
      onSnapshot: (snapshot) => {
        this.latest = snapshot.rounds[snapshot.rounds.length - 1] ?? null;
        this.setSummary(snapshot.session);
        onFollowed();
        if (this.series) {
          this.reload();
        }
      },
      onEvent: (name, data) => {
        this.queue.add({ name, data });
        this.frames.ask();
      },
      onLagged: () => this.reload(),
    };
  }

  async loadSeries() {
    const answer = await get(path`/sessions/${this.session}/series`,
      { bot_id: this.bot, currency: this.currency, points: POINTS }, this.context.signal);
    this.series = new Series(answer);
    this.isChartDue = true;
  }

  /** Reads the history again: after a gap, a late round, or so many new ones that they are too many to draw. */
  reload(pause = RELOAD_PAUSE) {
    this.reloadTimer ??= setTimeout(async () => {
      this.reloadTimer = null;
      try {
        await this.loadSeries();
        this.table.clear();
        await this.table.more();
        this.frames.ask();
      } catch (failure) {
        if (failure.name !== 'AbortError') {
          this.reload(RETRY_PAUSE);
        }
      }
    }, pause);
  }

  async loadRisk() {
    this.riskTimer = null;
    this.riskIsStale = false;
    try {
      const answer = await get(path`/sessions/${this.session}/risk`, { bot_id: this.bot, currency: this.currency }, this.context.signal);
      this.risk = answer;
      this.frames.ask();
    } catch (failure) {
      if (failure.name !== 'AbortError') {
        this.riskIsStale = true;
      }
    }
  }

  build() {
    this.figures = Object.fromEntries(FIGURES.map(([key, name, definition]) => [key, figure(name, definition, { key })]));
    this.dot = element('span', { class: 'dot', 'aria-hidden': 'true' });
    this.word = element('span');
    this.facts = element('p', { class: 'note' });
    this.flight = new Flight();
    this.chart = new Chart('Equity, multipliers, stakes, win rate and errors by round number', 820);
    this.chart.keepsZoom = true;
    this.table = new RoundsTable(this.bot, this.session, this.context.signal);
    this.chartState = element('div');
    this.container.replaceChildren(
      element('div', { class: 'head' },
        element('div', { class: 'grow' }, element('h1', {}, this.bot, ' ', element('span', { class: 'under' }, this.session)), this.facts),
        element('p', {}, this.dot, this.word), this.currencyChoice(), this.exportMenu()),
      element('dl', { class: 'strip', 'aria-label': 'Figures' }, Object.values(this.figures).map(({ node }) => node)),
      this.flight.node,
      element('section', { class: 'panel' }, element('div', { class: 'panel-head' }, element('h2', {}, 'History'),
        element('p', { class: 'note' }, 'Drag or scroll to zoom; double-click shows all')), this.chartState, this.chart.node),
      this.table.node,
      element('details', { class: 'panel' }, element('summary', {}, 'What these figures mean'),
        element('dl', { class: 'definitions' }, FIGURES.map(([, name, definition]) => [element('dt', {}, name), element('dd', {}, definition)]))));
    this.chart.canvas.addEventListener('dblclick', () => this.chart.chart?.dispatchAction({ type: 'dataZoom', start: 0, end: 100 }));
    this.showSummary();
  }

  /** Several currencies are never added up: one is looked at a time. */
  currencyChoice() {
    const all = Object.keys(this.summary.by_currency ?? {});
    if (all.length === 0 && !this.currency) {
      return null;
    }
    const choice = element('select', { 'aria-label': 'Currency', onchange: () => {
      this.context.remember({ currency: choice.value });
      this.context.reload();
    } }, element('option', { value: '' }, 'All currencies'), [...new Set([...all, this.currency].filter(Boolean))].map((currency) => element('option', { value: currency }, currency)));
    choice.value = this.currency ?? '';
    return choice;
  }

  exportMenu() {
    const link = (label, target, name) => element('a', { href: target, download: name, onclick: (event) => {
      if (token()) {
        event.preventDefault();
        download(target, name).catch((failure) => setText(label, failure.message));
      }
    } }, label);
    const during = { from: this.summary.start_time };
    const formats = ['csv', 'ndjson', 'json'];
    return element('details', { class: 'menu' }, element('summary', { role: 'button' }, 'Export'),
      element('div', {},
        formats.map((format) => link(`Rounds of ${this.bot} since its start, ${format.toUpperCase()}`,
          exportAddress(path`/bots/${this.bot}/rounds/export`, { ...during, format }), `${this.bot}-rounds.${format}`)),
        formats.map((format) => link(`Multipliers of ${this.summary.game_name}, ${format.toUpperCase()}`,
          exportAddress(path`/games/${this.summary.game_name}/multipliers/export`, { bot_id: this.bot, format }), `${this.summary.game_name}-multipliers.${format}`))));
  }

  apply({ name, data }) {
    if (name === 'round') {
      this.addRound(data);
    } else if (name.startsWith('session_')) {
      this.setSummary(data);
    } else if (name === 'multiplier') {
      this.flight.add(data, this.latest?.round_number ?? 0);
    }
  }

  addRound(round) {
    if (this.currency && round.currency !== this.currency) {
      return;
    }
    this.flight.end(round);
    if (!this.latest || round.round_number > this.latest.round_number) {
      this.latest = round;
    }
    if (!this.series) {
      return;
    }
    if (!this.series.add(round) && round.round_number > 0) {
      // Known already where the history was read after the event; else it is late, and changes what comes after it.
      const isKnown = this.series.last.last_round >= round.round_number && !this.isLate(round);
      if (!isKnown) {
        this.reload();
      }
    }
    this.table.add(round);
    this.isChartDue = true;
    this.riskIsStale = true;
  }

  isLate(round) {
    return this.table.rounds.length > 0 && round.round_number < this.table.rounds[0].round_number && !this.table.known.has(round.round_number);
  }

  setSummary(summary) {
    // The choice of a currency is the server's work; an event has the figures of all.
    const chosen = this.currency && summary.by_currency ? summary.by_currency[this.currency] : null;
    this.summary = { ...summary, ...(chosen ?? {}) };
    this.isSummaryDue = true;
    this.frames.ask();
  }

  draw() {
    if (this.isSummaryDue) {
      this.isSummaryDue = false;
      this.showSummary();
    }
    this.showRisk();
    this.flight.draw();
    if (this.isChartDue && this.series) {
      this.drawChart();
    }
    if (this.riskIsStale && !this.riskTimer) {
      this.riskTimer = setTimeout(() => this.loadRisk(), RISK_PAUSE);
    }
  }

  showSummary() {
    const { summary } = this;
    const mixed = summary.total_profit_loss === null;
    const interval = wilson(summary.winning_rounds, summary.total_rounds);
    const unit = this.unit();
    this.figures.balance.update(decimal(summary.final_balance), summary.initial_balance === null ? unit : `${unit} from ${decimal(summary.initial_balance)}`);
    this.figures.profit.update(mixed ? 'several' : signed(summary.total_profit_loss), mixed ? 'choose a currency' : unit, mixed ? null : signName(summary.total_profit_loss));
    this.figures.roi.update(signedPercent(summary.roi_percent), '', mixed ? null : signName(summary.roi_percent));
    this.figures.rounds.update(integer(summary.total_rounds), `${integer(summary.winning_rounds)} won, ${integer(summary.losing_rounds)} lost`);
    this.figures.winrate.update(interval ? percent(Number(summary.win_rate) * 100) : NONE,
      interval ? `${decimal(interval.low * 100, 1)}–${decimal(interval.high * 100, 1)} %, n = ${integer(summary.total_rounds)}` : '');
    this.figures.extremes.update(summary.largest_win === null ? NONE : `${signed(summary.largest_win)}`, summary.largest_loss === null ? '' : signed(summary.largest_loss));
    this.figures.duration.update(duration(summary.duration_seconds), `since ${exactTime(summary.start_time).split(' (')[0]}`);
    this.table.setTotal(summary.total_rounds);
    this.showAge();
  }

  unit() {
    return this.series?.currency ?? this.currency ?? '';
  }

  showAge() {
    const { summary, latest } = this;
    const at = latest?.round_start_timestamp;
    const isSilent = summary.status === 'active' && Date.now() - new Date(at ?? summary.start_time).getTime() > 60_000;
    const state = isSilent ? 'silent' : summary.status;
    setText(this.word, state);
    setAttribute(this.dot, 'data-state', state);
    const facts = [summary.game_name, latest?.platform_code, latest?.strategy_name,
      `started ${exactTime(summary.start_time)}`, at ? `last round ${age(at)} ago` : 'no rounds yet', summary.notes];
    setText(this.facts, facts.filter(Boolean).join(' · '));
  }

  showRisk() {
    const { risk } = this;
    if (!risk) {
      return;
    }
    const error = risk.volatility === null ? null : 1.96 * Number(risk.volatility) / Math.sqrt(risk.played);
    this.figures.expectancy.update(risk.expectancy === null ? NONE : signed(risk.expectancy),
      error === null ? '' : `± ${decimal(error)}, n = ${integer(risk.played)}`, risk.expectancy === null ? null : signName(risk.expectancy));
    const luck = risk.luck?.probability ?? null;
    this.figures.luck.update(luck === null ? NONE : `p = ${probability(luck)}`,
      luck === null ? '' : `${integer(risk.luck.bets)} bets, ${risk.luck.method.replaceAll('_', ' ')}`);
    const fall = risk.max_drawdown;
    this.figures.drawdown.update(fall ? decimal(fall.depth) : decimal(0), fall
      ? `${fall.percent === null ? '' : `${percent(fall.percent, 1)}, `}${fall.recovered ? 'recovered' : 'not recovered'}` : 'it never fell');
    const { streaks } = risk;
    this.figures.streak.update(streak(streaks.current_wins, streaks.current_losses),
      `longest L${streaks.longest_losses}, expected ${decimal(streaks.expected_longest_losses, 1)}`);
    this.figures.volatility.update(decimal(risk.volatility), 'a round');
    this.figures.factor.update(decimal(risk.profit_factor));
  }

  /** While rounds come in the chart follows a few times a second; the figures follow at once. */
  drawChart() {
    const wait = CHART_PAUSE - (performance.now() - (this.chartAt ?? -CHART_PAUSE));
    if (wait > 0) {
      this.chartTimer ??= setTimeout(() => {
        this.chartTimer = null;
        this.frames.ask();
      }, wait);
      return;
    }
    this.chartAt = performance.now();
    this.isChartDue = false;
    const buckets = this.series.drawn();
    this.chart.node.hidden = buckets.length === 0;
    if (buckets.length === 0) {
      this.chartState.replaceChildren(stateMessage('empty', 'No rounds yet', element('p', {}, 'The first one appears here as soon as it is stored.')));
      return;
    }
    this.chartState.replaceChildren();
    const drawing = curves(this.series, buckets);
    this.chart.show((colours) => option(this.series, drawing, colours), sentence(this.series, this.summary));
  }

  zoomed() {
    clearTimeout(this.zoomTimer);
    this.zoomTimer = setTimeout(() => this.refine(), 200);
  }

  /** Asks for the part in view in more detail, where the whole has none. */
  async refine() {
    const { startValue, endValue, start, end } = this.chart.chart.getOption().dataZoom[0];
    const isWhole = start <= 0 && end >= 100;
    if (this.series.width === 1 || isWhole) {
      this.series.refine(null);
    } else {
      const from = Math.max(1, Math.floor(startValue));
      try {
        this.series.refine(await get(path`/sessions/${this.session}/series`, {
          bot_id: this.bot, currency: this.currency, points: POINTS, from_round: from, to_round: Math.max(from, Math.ceil(endValue)),
        }, this.context.signal));
      } catch (failure) {
        // The whole stays as it was; the next zoom asks again.
        return;
      }
    }
    this.isChartDue = true;
    this.frames.ask();
  }
}
