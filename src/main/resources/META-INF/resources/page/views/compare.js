// Sessions, bots and strategies side by side, each from 100 at its beginning.

import { get, path, Unreachable } from '../api.js';
import { axis, Chart, common, short, tooltip } from '../charts.js';
import { element, stackTable, stateMessage } from '../elements.js';
import { decimal, integer, NONE, percent, probability, signed, signedPercent, signName } from '../format.js';
import { Refresher } from '../refresh.js';
import { bucketsOf } from '../series.js';

const MOST = 8;
const POINTS = 500;

const ROWS = [
  ['Rounds', ({ risk }) => integer(risk.rounds)],
  ['Win rate', ({ risk }) => (risk.rounds > 0 ? percent((risk.wins / risk.rounds) * 100) : NONE)],
  ['Profit', ({ risk }) => signed(risk.net_profit), ({ risk }) => signName(risk.net_profit)],
  ['Currency', ({ curve }) => curve.currency ?? 'several'],
  ['Growth', ({ curve }) => signedPercent(growth(curve)), ({ curve }) => signName(growth(curve))],
  ['Expectancy a round', ({ risk }) => signed(risk.expectancy), ({ risk }) => signName(risk.expectancy)],
  ['± 95%', ({ risk }) => (risk.volatility === null ? NONE : decimal((1.96 * risk.volatility) / Math.sqrt(risk.played)))],
  ['Luck alone does as well, p', ({ risk }) => probability(risk.luck?.probability)],
  ['The same at stakes of 1', ({ risk }) => probability(risk.luck?.at_unit_stakes?.probability)],
  ['Max drawdown', ({ risk }) => (risk.max_drawdown ? decimal(risk.max_drawdown.depth) : decimal(0))],
  ['Profit factor', ({ risk }) => decimal(risk.profit_factor)],
  ['Volatility a round', ({ risk }) => decimal(risk.volatility)],
  ['Longest losing streak', ({ risk }) => integer(risk.streaks.longest_losses)],
  ['Expected of that', ({ risk }) => decimal(risk.streaks.expected_longest_losses, 1)],
];

/** Shows the view. */
export async function show(container, context) {
  const view = new CompareView(container, context);
  await view.start();
}

class CompareView {
  constructor(container, context) {
    Object.assign(this, { container, context });
    this.chosen = context.route.query.getAll('of').slice(0, MOST).map((name) => ({ name, ...partsOf(name) }));
  }

  async start() {
    this.choices = await everything(this.context.signal);
    const topics = new Set(this.chosen.map(topicOf));
    this.refresher = new Refresher(this.context, topics.has('all') ? ['all'] : [...topics],
      (round) => this.chosen.some((one) => isOf(round, one)), () => this.read());
    await this.refresher.start();
  }

  async read() {
    const results = await Promise.all(this.chosen.map((one) => load(one, this.context.signal)));
    if (this.parts && results.some(({ failure }) => failure instanceof Unreachable)) {
      throw new Unreachable();
    }
    if (!this.parts) {
      await this.build();
    }
    const found = results.filter(({ failure }) => !failure);
    const { empty, full, chips, figures } = this.parts;
    empty.hidden = found.length > 0;
    full.hidden = found.length === 0;
    // What has the focus keeps it.
    const state = results.map(({ name, failure }) => `${name} ${failure?.message ?? ''}`).join('\n');
    if (chips.dataset.state !== state) {
      chips.dataset.state = state;
      chips.replaceChildren(...results.map((result) => chip(result, this.chosen)));
    }
    if (found.length > 0) {
      figures.replaceChildren(table(found));
      draw(this.chart, found);
    }
  }

  async build() {
    this.chart = new Chart('Equity, 100 at the beginning', 360);
    this.context.onLeave(() => this.chart.close());
    this.parts = {
      chips: element('ul', { class: 'chosen', 'aria-label': 'Compared' }),
      figures: element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Figures side by side' }),
      empty: stateMessage('empty', 'Nothing to compare yet', element('p', {}, 'Choose sessions, bots or strategies; the address keeps them, and can be shared.')),
    };
    this.parts.empty.hidden = true;
    this.parts.full = element('div', { class: 'full' },
      element('section', { class: 'panel', dataset: { chart: 'curves' } }, element('h2', {}, 'Equity, 100 at the beginning'), this.chart.node),
      element('section', { class: 'panel' }, element('h2', {}, 'Figures side by side'), this.parts.figures),
      element('p', { class: 'note prose' }, 'p is how often luck alone brings the same profit or a better one, if crashes are fair at the stated house edge; it is not the probability that this was luck. '
        + 'Near 0: hard to explain by luck, or a model that does not hold. Whoever compares many and looks at the best should multiply it by their number.'));
    const names = this.chosen.map(({ name }) => name);
    this.container.replaceChildren(
      element('div', { class: 'head' }, element('h1', { class: 'grow' }, 'Compare'), adder(names, this.choices)),
      this.parts.chips, ...(names.length > 0 ? [this.refresher.node] : []), this.parts.empty, this.parts.full);
    if (names.length > 0) {
      await this.chart.open();
    }
  }
}

/** session:{bot}/{session}, bot:{bot} or strategy:{name}, percent-encoded. */
function partsOf(name) {
  const [kind, rest] = [name.slice(0, name.indexOf(':')), name.slice(name.indexOf(':') + 1)];
  return { kind, parts: rest.split('/').map(decoded) };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch (malformed) {
    return part;
  }
}

/** Strategies have no topic of their own. */
function topicOf({ kind, parts }) {
  return kind === 'strategy' ? 'all' : `${kind}:${parts.map(encodeURIComponent).join('/')}`;
}

function isOf(round, { kind, parts }) {
  return kind === 'strategy' ? round.strategy_name === parts[0] : round.bot_id === parts[0] && (kind === 'bot' || round.session_id === parts[1]);
}

/** What can be chosen: the sessions of the overview, their bots and strategies. */
async function everything(signal) {
  const { items } = await get('/overview', { limit: 500 }, signal);
  const bots = [...new Set(items.map((item) => item.bot_id))].sort();
  const strategies = [...new Set(items.map((item) => item.strategy_name).filter(Boolean))].sort();
  return [
    ['Strategies', strategies.map((name) => [`strategy:${encodeURIComponent(name)}`, name])],
    ['Bots', bots.map((name) => [`bot:${encodeURIComponent(name)}`, name])],
    ['Sessions', items.map((item) => [`session:${encodeURIComponent(item.bot_id)}/${encodeURIComponent(item.session_id)}`, `${item.bot_id} / ${item.session_id}`])],
  ];
}

function addressOf(names) {
  const query = new URLSearchParams(names.map((name) => ['of', name]));
  return names.length > 0 ? `#/compare?${query}` : '#/compare';
}

function adder(chosen, choices) {
  const select = element('select', { 'aria-label': 'Add to the comparison', disabled: chosen.length >= MOST, onchange: () => {
    location.hash = addressOf([...chosen, select.value]);
  } }, element('option', { value: '' }, chosen.length >= MOST ? `${MOST} are compared at most` : 'Add …'), choices.map(([label, options]) =>
    element('optgroup', { label }, options.filter(([value]) => !chosen.includes(value)).map(([value, text]) => element('option', { value }, text)))));
  return select;
}

function chip({ name, title, failure }, chosen) {
  return element('li', {}, failure ? `${title}: ${failure.message}` : title,
    element('button', { type: 'button', 'aria-label': `Remove ${title}`, onclick: () => {
      location.hash = addressOf(chosen.map((one) => one.name).filter((other) => other !== name));
    } }, '×'));
}

async function load({ name, kind, parts }, signal) {
  const title = kind === 'session' ? parts.join(' / ') : `${kind} ${parts[0]}`;
  try {
    if (kind === 'session') {
      const [series, risk] = await Promise.all([
        get(path`/sessions/${parts[1]}/series`, { bot_id: parts[0], points: POINTS }, signal), get(path`/sessions/${parts[1]}/risk`, { bot_id: parts[0] }, signal)]);
      return { name, title, risk, curve: ofSession(series) };
    }
    const base = kind === 'bot' ? path`/bots/${parts[0]}` : path`/strategies/${parts[0]}`;
    const [curve, risk] = await Promise.all([get(`${base}/curve`, { points: POINTS }, signal), get(`${base}/risk`, {}, signal)]);
    return { name, title, risk, curve: ofCurve(curve) };
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    return { name, title, failure };
  }
}

function ofSession(series) {
  let position = 0;
  const points = bucketsOf(series).map((bucket) => {
    position += bucket.rounds;
    return [position, bucket.profit];
  });
  return { currency: series.currency, base: series.initial_balance === null ? null : Number(series.initial_balance), points };
}

function ofCurve(curve) {
  return {
    currency: curve.currency, base: curve.balance_before === null ? null : Number(curve.balance_before),
    points: curve.position.map((position, index) => [position, Number(curve.profit[index])]), isCut: !curve.complete,
  };
}

/** Percent of the initial balance; null where that is unknown. */
function growth({ base, points }) {
  return base > 0 && points.length > 0 ? (points[points.length - 1][1] / base) * 100 : null;
}

function draw(chart, found) {
  const shown = found.filter(({ curve }) => curve.base > 0 && curve.points.length > 0);
  const best = shown.reduce((most, one) => (most === null || growth(one.curve) > growth(most.curve) ? one : most), null);
  const left = found.length - shown.length;
  chart.show((colours) => ({
    ...common(colours), grid: { left: 56, right: 24, top: 48, bottom: 40 },
    legend: { type: 'scroll', top: 0, textStyle: { color: colours.text }, pageTextStyle: { color: colours.dim }, pageIconColor: colours.accent },
    xAxis: axis(colours, { type: 'value', name: 'Rounds', nameLocation: 'middle', nameGap: 24, axisLabel: { color: colours.dim, fontSize: 11, formatter: short } }),
    yAxis: axis(colours, { type: 'value', scale: true, axisLabel: { color: colours.dim, fontSize: 11, formatter: (value) => decimal(value, 0) } }),
    tooltip: tooltip(colours, (lines) => `Round ${integer(lines[0].axisValue)}\n${lines.map((line) => `${line.seriesName}: ${decimal(line.value[1])}`).join('\n')}`, { trigger: 'axis' }),
    series: shown.map(({ title, curve }, index) => ({
      type: 'line', name: title, showSymbol: false, lineStyle: { width: 1.5, type: index % 2 ? 'dashed' : 'solid', color: colours.series[index] }, itemStyle: { color: colours.series[index] },
      data: [[0, 100], ...curve.points.map(([position, profit]) => [position, 100 + (profit / curve.base) * 100])],
      markLine: index === 0 ? { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: colours.dim, type: 'dotted' }, data: [{ yAxis: 100 }] } : undefined,
    })),
  }), (best ? `${best.title} ${growth(best.curve) >= 0 ? 'has grown most' : 'has lost least'}: ${signedPercent(growth(best.curve))} of its initial balance. ` : '')
    + (left > 0 ? `${left} not drawn: the initial balance is unknown, or the rounds are in several currencies. ` : '')
    + (shown.some(({ curve }) => curve.isCut) ? 'Of more than 100 000 rounds the newest are drawn.' : ''));
}

function table(found) {
  return stackTable('Figures side by side', ['Figure', ...found.map(({ title }) => title)],
    ROWS.map(([name, text, sign]) => [name, ...found.map((one) => ({ text: text(one), sign: sign?.(one) ?? null }))]));
}
