// One session: how it stands, how it came there, and every round of it.

import { download, exportAddress, get, path, token } from '../api.js';
import { area, axis, Chart, common, short, tooltip } from '../charts.js';
import { element, figure, setAttribute, setText, stateMessage } from '../elements.js';
import { Flight } from '../flight.js';
import {
  age, decimal, duration, exactTime, integer, multiplier, NONE, percent, probability, signed, signedPercent, signName, streak, wilson,
} from '../format.js';
import { RoundsTable } from '../rounds.js';
import { Series } from '../series.js';
import { EventQueue, Frames, sessionKey } from '../store.js';

const POINTS = 1_000;
// A chart is drawn at most so often while rounds come in.
const CHART_PAUSE = 250;
const RISK_PAUSE = 5_000;

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
    await this.loadSeries();
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
  reload() {
    this.reloadTimer ??= setTimeout(async () => {
      this.reloadTimer = null;
      try {
        await this.loadSeries();
        this.table.rounds = [];
        this.table.cursor = null;
        this.table.isComplete = false;
        await this.table.more();
        this.frames.ask();
      } catch (failure) {
        if (failure.name !== 'AbortError') {
          this.reload();
        }
      }
    }, 500);
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
    return this.table.rounds.length > 0 && round.round_number < this.table.rounds[0].round_number
      && !this.table.rounds.some((other) => other.round_number === round.round_number);
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
      this.series.refine(await get(path`/sessions/${this.session}/series`, {
        bot_id: this.bot, currency: this.currency, points: POINTS, from_round: from, to_round: Math.max(from, Math.ceil(endValue)),
      }, this.context.signal));
    }
    this.isChartDue = true;
    this.frames.ask();
  }
}

/** What is drawn of the buckets: curves through their lowest and highest values, so that no peak is lost. */
function curves(series, buckets) {
  const { base } = series;
  const equity = [[Math.max(0, buckets[0].first_round - 1), base + series.before.profit]];
  const fall = [];
  const confidence = [];
  let peak = series.before.peak;
  const points = { won: [], lost: [], watched: [], target: [], stake: [], rate: [], interval: [], errors: [], confidence };
  let lowest = equity[0][1];
  for (const bucket of buckets) {
    const at = bucket.last_round;
    if (bucket.rounds > 1) {
      equity.push([bucket.first_round, base + bucket.profit_max], [bucket.first_round, base + bucket.profit_min]);
    }
    equity.push([at, base + bucket.profit]);
    peak = Math.max(peak, bucket.profit_max);
    fall.push([at, base + bucket.profit_min, base + peak]);
    lowest = Math.min(lowest, base + bucket.profit_min);
    for (const [kind, name] of [['won', 'won'], ['lost', 'lost'], ['watched', 'watched']]) {
      if (bucket[`${name}_max`] !== null) {
        points[kind].push([at, bucket[`${name}_max`]]);
        if (bucket[`${name}_min`] !== bucket[`${name}_max`]) {
          points[kind].push([at, bucket[`${name}_min`]]);
        }
      }
    }
    points.target.push([at, bucket.target]);
    points.stake.push([at, bucket.stake_max]);
    const interval = wilson(bucket.wins, bucket.played);
    if (interval) {
      points.rate.push([at, (bucket.wins / bucket.played) * 100]);
      points.interval.push([at, interval.low * 100, interval.high * 100]);
    }
    if (bucket.errors > 0) {
      points.errors.push([at, bucket.errors]);
    }
    if (bucket.confidence !== null) {
      confidence.push([at, bucket.confidence]);
    }
  }
  return { equity, fall, lowest, rates: bounds(points.interval), ...points, from: equity[0][0], to: buckets[buckets.length - 1].last_round, buckets };
}

/** The win rate's axis: the interval once it has closed in a little; at its beginning it spans everything. */
function bounds(interval) {
  const settled = interval.slice(Math.min(interval.length - 1, Math.max(10, Math.floor(interval.length / 50))));
  const low = Math.min(...settled.map((point) => point[1]));
  const high = Math.max(...settled.map((point) => point[2]));
  return settled.length === 0 ? [0, 100] : [Math.max(0, Math.floor(low / 5) * 5), Math.min(100, Math.ceil(high / 5) * 5)];
}

const GRIDS = [['equity', 250], ['multipliers', 170], ['stake', 70], ['rate', 90], ['errors', 60]];

function option(series, drawing, colours) {
  const left = 64;
  let top = 24;
  const grid = GRIDS.map(([, height]) => {
    const box = { left, right: 48, top, height };
    top += height + 28;
    return box;
  });
  const names = [series.initialBalance === null ? `Profit ${series.currency ?? ''}` : `Balance ${series.currency ?? ''}`,
    'Crash, log', `Stake ${series.currency ?? ''}`, 'Won of played, %', 'Errors'];
  const xAxis = GRIDS.map((unused, index) => axis(colours, {
    type: 'value', gridIndex: index, min: drawing.from, max: Math.max(drawing.to, drawing.from + 1), splitLine: { show: false }, axisLabel: {
      show: index === GRIDS.length - 1, color: colours.dim, fontSize: 11, hideOverlap: true, formatter: (value) => (Number.isInteger(value) ? integer(value) : ''),
    }, axisPointer: { show: true, label: { show: false }, lineStyle: { color: colours.dim } }, minInterval: 1,
  }));
  const yAxis = GRIDS.map((unused, index) => axis(colours, {
    type: index === 1 ? 'log' : 'value', gridIndex: index, name: names[index], scale: index !== 2 && index !== 4, splitNumber: index < 2 ? 4 : 2,
    min: index === 1 ? 1 : index === 3 ? drawing.rates[0] : undefined, max: index === 3 ? drawing.rates[1] : undefined, nameTextStyle: { align: 'left', color: colours.dim, fontSize: 11, padding: [0, 0, 0, -left + 16] },
    nameGap: 8, axisLabel: { color: colours.dim, fontSize: 11, formatter: index === 1 ? (value) => `${short(value)}×` : short },
    minInterval: index === 4 ? 1 : undefined,
  }));
  yAxis.push(axis(colours, { type: 'value', gridIndex: 4, min: 0, max: 1, splitNumber: 1, name: 'Confidence', nameGap: 8, splitLine: { show: false }, nameTextStyle: { align: 'right', color: colours.dim, fontSize: 11, padding: [0, -32, 0, 0] } }));
  const on = (index, rest) => ({ xAxisIndex: index, yAxisIndex: index, ...rest });
  const line = (index, data, colour, rest = {}) => on(index, {
    type: 'line', data, showSymbol: false, lineStyle: { width: 1.25, color: colour }, itemStyle: { color: colour }, emphasis: { disabled: true }, ...rest,
  });
  const dots = (data, colour, symbol, rest = {}) => on(1, {
    type: 'scatter', data, symbol, symbolSize: data.length > 600 ? 3 : 5, large: true, largeThreshold: 400, itemStyle: { color: colour }, emphasis: { disabled: true }, ...rest,
  });
  return {
    ...common(colours), grid, xAxis, yAxis,
    axisPointer: { link: [{ xAxisIndex: 'all' }], triggerTooltip: true },
    tooltip: tooltip(colours, (found) => describe(found, drawing), { trigger: 'axis' }),
    dataZoom: [
      { type: 'inside', xAxisIndex: GRIDS.map((unused, index) => index), filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: true },
      { type: 'slider', xAxisIndex: GRIDS.map((unused, index) => index), filterMode: 'none', height: 20, bottom: 4, left, right: 48,
        borderColor: colours.line, fillerColor: colours.band, textStyle: { color: colours.dim }, showDataShadow: false, labelFormatter: (value) => integer(value),
        handleStyle: { color: colours.surface, borderColor: colours.accent }, moveHandleStyle: { color: colours.line } },
    ],
    series: [
      area(drawing.fall, colours.shade, { id: 'fall', name: 'Drawdown', xAxisIndex: 0, yAxisIndex: 0 }),
      line(0, drawing.equity, colours.accent, { id: 'equity', name: 'Equity', z: 3, markLine: {
        silent: true, symbol: 'none', animation: false, lineStyle: { color: colours.loss, type: 'dashed', width: 1 },
        label: { position: 'insideEndTop', color: colours.loss, fontSize: 11, formatter: `floor ${decimal(drawing.lowest)}` }, data: [{ yAxis: drawing.lowest }],
      } }),
      dots(drawing.watched, colours.dim, 'circle', { id: 'watched', name: 'Not played', symbolSize: 2 }),
      dots(drawing.won, colours.profit, 'circle', { id: 'won', name: 'Won' }),
      dots(drawing.lost, colours.loss, 'triangle', { id: 'lost', name: 'Lost', itemStyle: { color: colours.loss, opacity: 0.8 } }),
      line(1, drawing.target, colours.text, { id: 'target', name: 'Target', step: 'end', lineStyle: { width: 1, type: 'dashed', color: colours.text }, z: 4 }),
      line(2, drawing.stake, colours.accent, { id: 'stake', name: 'Stake', step: 'end', areaStyle: { color: colours.band } }),
      area(drawing.interval, colours.band, { id: 'interval', name: '95%', xAxisIndex: 3, yAxisIndex: 3 }),
      line(3, drawing.rate, colours.accent, { id: 'rate', name: 'Win rate' }),
      on(4, { type: 'bar', id: 'errors', name: 'Errors', data: drawing.errors, barWidth: 3, large: true, largeThreshold: 400, itemStyle: { color: colours.loss } }),
      line(4, drawing.confidence, colours.dim, { id: 'confidence', name: 'OCR confidence', yAxisIndex: 5 }),
    ],
  };
}

function describe(found, drawing) {
  const at = Math.round((Array.isArray(found) ? found[0] : found).axisValue ?? 0);
  const bucket = nearest(drawing.buckets, at);
  if (!bucket) {
    return '';
  }
  const range = (low, high, text) => (low === null ? null : low === high ? text(low) : `${text(low)} to ${text(high)}`);
  const interval = wilson(bucket.wins, bucket.played);
  const rows = [
    bucket.rounds === 1 ? `Round ${integer(bucket.first_round)}` : `Rounds ${integer(bucket.first_round)} to ${integer(bucket.last_round)}`,
    `profit ${signed(bucket.profit)}`,
    bucket.rounds > 1 ? `  between ${decimal(bucket.profit_min)} and ${decimal(bucket.profit_max)}` : null,
    labelled('won, crash', range(bucket.won_min, bucket.won_max, multiplier)), labelled('lost, crash', range(bucket.lost_min, bucket.lost_max, multiplier)),
    labelled('not played, crash', range(bucket.watched_min, bucket.watched_max, multiplier)), labelled('target', bucket.target === null ? null : multiplier(bucket.target)),
    labelled('stake', range(bucket.stake_min, bucket.stake_max, decimal)),
    interval ? `won ${percent((bucket.wins / bucket.played) * 100, 1)} (${decimal(interval.low * 100, 1)}–${decimal(interval.high * 100, 1)}) of ${integer(bucket.played)}` : null,
    bucket.errors > 0 ? `errors ${bucket.errors}` : null, bucket.confidence === null ? null : `confidence ${decimal(bucket.confidence, 3)}`,
  ];
  return rows.filter(Boolean).join('\n');
}

function labelled(name, text) {
  return text === null ? null : `${name} ${text}`;
}

function nearest(buckets, round) {
  let low = 0;
  let high = buckets.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (buckets[middle].last_round < round) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return buckets[low];
}

function sentence(series, summary) {
  const { last } = series;
  const all = series.buckets;
  if (series.isMixed) {
    return `${integer(summary.total_rounds)} rounds in ${series.currencies.join(' and ')}: choose a currency to see money.`;
  }
  const lowest = Math.min(...all.map((bucket) => bucket.profit_min));
  const highest = Math.max(...all.map((bucket) => bucket.profit_max));
  return `Over ${integer(summary.total_rounds)} rounds the profit went to ${signed(last.profit)} ${series.currency ?? ''}, `
    + `between ${decimal(lowest)} and ${decimal(highest)}; ${integer(last.wins)} of ${integer(last.played)} rounds played were won. `
    + 'Filled circles are rounds won, triangles rounds lost, the shade is the drawdown, the band the 95% interval.';
}
