// One session: how it stands, how it came there, and every round of it.

import { download, exportAddress, get, path, token } from '../api.js';
import { Chart } from '../charts.js';
import { element, setAttribute, setText, stateMessage } from '../elements.js';
import { Flight } from '../flight.js';
import { age, exactTime } from '../format.js';
import { curves, option, sentence } from '../history.js';
import { RoundsTable } from '../rounds.js';
import { Series } from '../series.js';
import { definitions, SessionFigures } from '../sessionfigures.js';
import { EventQueue, Frames, sessionKey } from '../store.js';
import { rangeOf, Zoom } from '../zoom.js';

const POINTS = 1_000;
// A chart is drawn at most so often while rounds come in.
const CHART_PAUSE = 250;
const RISK_PAUSE = 5_000;
const RELOAD_PAUSE = 500;
const RETRY_PAUSE = 3_000;

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
    this.zoom = new Zoom(rangeOf(context.route.query), () => this.zoomChanged());
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
    this.table.setCurrency(this.series.currency);
    this.isChartDue = true;
    // It says the currency.
    this.isSummaryDue = true;
    if (this.zoom.range) {
      this.refine();
    }
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
    this.figures = new SessionFigures();
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
      this.figures.node,
      this.flight.node,
      element('section', { class: 'panel' }, element('div', { class: 'panel-head' }, element('h2', {}, 'History'),
        this.zoom.node), this.chartState, this.chart.node),
      this.table.node,
      definitions());
    this.chart.canvas.addEventListener('dblclick', () => this.zoom.choose(null));
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
        download(target, name).catch((failure) => setText(event.target, failure.message));
      }
    } }, label);
    const game = this.summary.game_name;
    const whose = { bot_id: this.bot, session_id: this.session };
    const kinds = [
      ['Rounds', 'rounds', path`/bots/${this.bot}/rounds/export`, { session_id: this.session }],
      ['Multipliers', `${game}-multipliers`, path`/games/${game}/multipliers/export`, whose],
      ['Signals', 'signals', '/signals/export', whose],
    ];
    return element('details', { class: 'menu' }, element('summary', { role: 'button' }, 'Export'),
      element('div', {}, element('p', { class: 'note' }, 'Of this session'),
        kinds.map(([title, name, target, parameters]) => ['csv', 'ndjson', 'json'].map((format) => link(`${title}, ${format.toUpperCase()}`,
          exportAddress(target, { ...parameters, format }), `${this.bot}-${this.session}-${name}.${format}`)))));
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
    const place = this.series.add(round);
    // One that is not the last is known already where the history was read after the event; else it is late, and changes what
    // comes after it.
    if (place === 'full' || (place === 'behind' && this.isLate(round))) {
      this.reload();
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
    if (this.risk) {
      this.figures.showRisk(this.risk);
    }
    this.flight.draw();
    if (this.isChartDue && this.series) {
      this.drawChart();
    }
    if (this.riskIsStale && !this.riskTimer) {
      this.riskTimer = setTimeout(() => this.loadRisk(), RISK_PAUSE);
    }
  }

  showSummary() {
    this.figures.showSummary(this.summary, this.unit());
    this.table.setTotal(this.summary.total_rounds);
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
    this.chart.show((colours) => option(this.series, drawing, this.zoom.range, colours), sentence(this.series, this.summary));
    this.zoom.setBounds({ from: this.series.buckets[0].first_round, to: this.series.last.last_round });
  }

  /** By mouse or by finger. */
  zoomed() {
    const { startValue, endValue, start, end } = this.chart.chart.getOption().dataZoom[0];
    this.zoom.set(start <= 0 && end >= 100 ? null : { from: Math.max(1, Math.ceil(startValue)), to: Math.floor(endValue) });
    this.keepZoom();
  }

  /** By its fields. */
  zoomChanged() {
    this.isChartDue = true;
    this.frames.ask();
    this.keepZoom();
  }

  keepZoom() {
    clearTimeout(this.zoomTimer);
    this.zoomTimer = setTimeout(() => {
      this.context.remember({ from: this.zoom.range?.from, to: this.zoom.range?.to });
      this.refine();
    }, 200);
  }

  /** Asks for the part in view in more detail, where the whole has none. */
  async refine() {
    const { range } = this.zoom;
    if (!this.series || this.series.width === 1 || !range) {
      this.series?.refine(null);
    } else {
      try {
        this.series.refine(await get(path`/sessions/${this.session}/series`, {
          bot_id: this.bot, currency: this.currency, points: POINTS, from_round: range.from, to_round: Math.max(range.from, range.to),
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
