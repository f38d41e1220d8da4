// Whether a game is what it says: its crashes against the model, with the uncertainty of each figure.

import { get, path } from '../api.js';
import { area, axis, Chart, common, short, tooltip, whiskers } from '../charts.js';
import { element, figure, stackTable, stateMessage } from '../elements.js';
import { decimal, integer, multiplier, NONE, percent, probability } from '../format.js';
import { Refresher } from '../refresh.js';

const DEFINITIONS = [
  ['Model', 'With house edge e a crash is the greater of 1.00 and (1 − e)/u, u uniform: P(X ≥ x) = (1 − e)/x at every x above 1.00, and a bet at any target loses e of its stake on average.'],
  ['Survival', 'The share of rounds that reached x, with Wilson’s 95% interval.'],
  ['House edge', '1 − x·p at each target x, with the interval of p carried over. Rows share their rounds: one outside makes its neighbours likely to be.'],
  ['Fit', 'Binned chi-square of all crashes against the model with the stated edge. A small p speaks against model or edge.'],
  ['Runs', 'Wald and Wolfowitz about 2.00, over the newest 1,000 rounds: whether low and high crashes come in clusters, or alternate.'],
  ['Lag 1', 'Correlation of 1/X of neighbouring rounds; that of X would be meaningless, since its variance is infinite.'],
];

const CHARTS = [
  ['histogram', 'Crashes by multiplier', histogram], ['survival', 'Survival, both axes logarithmic', survivalChart], ['edge', 'House edge by target', edgeChart],
];

/** Shows the view. */
export async function show(container, context) {
  const view = new GameView(container, context);
  await view.start();
}

class GameView {
  constructor(container, context) {
    Object.assign(this, { container, context });
    this.platform = context.route.query.get('platform');
  }

  async start() {
    this.platforms = await allPages('/platforms', this.context.signal);
    this.games = [...new Set(this.platforms.map((platform) => platform.game_name))].sort();
    this.game = this.context.route.parts[0] ?? this.games[0];
    if (!this.game) {
      this.container.replaceChildren(stateMessage('empty', 'No game is known yet', element('p', {}, 'The first round, or a platform, brings one.')));
      return;
    }
    const isMeant = (round) => !this.platform || round.platform_code === this.platform;
    this.refresher = new Refresher(this.context, [`game:${encodeURIComponent(this.game)}`], isMeant, () => this.read());
    await this.refresher.start();
  }

  /** Reads all of it; what is on the page changes at once, and nothing of it where something cannot be read. */
  async read() {
    const asked = { platform_code: this.platform };
    const [fairness, statistics] = await Promise.all([
      get(path`/games/${this.game}/fairness`, asked, this.context.signal), get(path`/games/${this.game}/statistics`, asked, this.context.signal)]);
    const stated = statedEdge(this.platforms, this.game, this.platform, fairness);
    if (!this.parts) {
      await this.build();
    }
    const isEmpty = fairness.total_rounds === 0;
    this.parts.empty.hidden = !isEmpty;
    this.parts.full.hidden = isEmpty;
    if (!isEmpty) {
      this.draw(fairness, statistics, stated);
    }
  }

  async build() {
    const panel = (dataset = {}) => element('section', { class: 'panel', dataset });
    this.charts = CHARTS.map(([name, title, draw]) => ({ name, title, draw, chart: new Chart(title, 280) }));
    this.charts.forEach(({ chart }) => this.context.onLeave(() => chart.close()));
    this.parts = {
      verdict: panel(), strip: element('dl', { class: 'strip', 'aria-label': 'Figures' }), quantiles: panel({ table: 'quantiles' }), table: panel({ table: 'survival' }),
      empty: stateMessage('empty', 'No crash of this game is known yet', element('p', {}, 'Log rounds with crash_multiplier, played or watched.')),
    };
    this.parts.empty.hidden = true;
    this.parts.full = element('div', { class: 'full' }, this.parts.verdict, this.parts.strip,
      element('div', { class: 'panels' }, this.charts.map(({ name, title, chart }) =>
        element('section', { class: 'panel', dataset: { chart: name } }, element('h2', {}, title), chart.node)), this.parts.quantiles),
      this.parts.table,
      element('details', { class: 'panel' }, element('summary', {}, 'What these figures mean'),
        element('dl', { class: 'definitions' }, DEFINITIONS.map(([name, definition]) => [element('dt', {}, name), element('dd', {}, definition)]))));
    this.container.replaceChildren(head(this.context, this.games, this.platforms, this.game, this.platform), this.refresher.node, this.parts.empty, this.parts.full);
    await Promise.all(this.charts.map(({ chart }) => chart.open()));
  }

  draw(fairness, statistics, stated) {
    const { verdict: sentence, strip, quantiles: shares, table: survival } = this.parts;
    sentence.replaceChildren(element('h2', {}, 'Verdict'), element('p', { class: 'prose', dataset: { verdict: '' } }, verdict(fairness, stated)));
    strip.replaceChildren(...figures(fairness, statistics, stated));
    shares.replaceChildren(element('h2', {}, 'Quantiles'), quantiles(fairness, stated));
    survival.replaceChildren(element('h2', {}, 'Survival and house edge'), table(fairness, stated));
    this.charts.forEach(({ chart, draw }) => draw(chart, fairness, stated));
  }
}

async function allPages(target, signal) {
  const items = [];
  let cursor = null;
  do {
    const page = await get(target, { cursor, limit: 1_000 }, signal);
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return items;
}

/** The edge the platforms state, where they agree, as a share. */
function statedEdge(platforms, game, platform, fairness) {
  if (fairness.fit.stated) {
    return Number(fairness.fit.stated.house_edge);
  }
  const edges = new Set(platforms.filter((other) => other.game_name === game && (!platform || other.platform_code === platform))
    .map((other) => other.house_edge_percent).filter((edge) => edge !== null));
  return edges.size === 1 ? Number([...edges][0]) / 100 : null;
}

function head(context, games, platforms, game, platform) {
  const gameChoice = element('select', { 'aria-label': 'Game', onchange: () => {
    location.hash = `#/games/${encodeURIComponent(gameChoice.value)}`;
  } }, [...new Set([...games, game])].map((name) => element('option', { value: name }, name)));
  gameChoice.value = game;
  const platformChoice = element('select', { 'aria-label': 'Platform', onchange: () => {
    context.remember({ platform: platformChoice.value });
    context.reload();
  } }, element('option', { value: '' }, 'Every platform'), platforms.filter((other) => other.game_name === game)
    .map(({ platform_code: code }) => element('option', { value: code }, code)));
  platformChoice.value = platform ?? '';
  return element('div', { class: 'head' }, element('h1', { class: 'grow' }, game), gameChoice, platformChoice);
}

function figures(fairness, statistics, stated) {
  const { fit, independence } = fairness;
  return [
    ['Rounds', 'Rounds whose crash is known', integer(fairness.total_rounds), `${integer(statistics.total_rounds)} logged by ${integer(statistics.total_bots)} bots`],
    ['Median', 'Half of the crashes are below; the mean is infinite in the model', multiplier(fairness.median), stated === null ? '' : `model ${multiplier(2 * (1 - stated))}`],
    ['Stated edge', 'What the platforms state', stated === null ? NONE : percent(stated * 100), ''],
    ['Fitted edge', 'The edge that fits best above 1.00', fit.fitted.house_edge === null ? NONE : percent(fit.fitted.house_edge * 100), test(fit.fitted)],
    ['Fit to stated', 'Chi-square against the stated edge', fit.stated ? `p = ${probability(fit.stated.p_value)}` : NONE, fit.stated ? test(fit.stated) : 'no edge is stated'],
    ['Runs', DEFINITIONS[4][1], `p = ${probability(independence.runs.p_value)}`, `${integer(independence.runs.observed)} seen, ${decimal(independence.runs.expected, 1)} expected, n = ${integer(independence.rounds)}`],
    ['Lag 1', DEFINITIONS[5][1], decimal(independence.lag1.coefficient, 3), `p = ${probability(independence.lag1.p_value)}, n = ${integer(independence.lag1.pairs)}`],
  ].map(([name, definition, value, note]) => {
    const shown = figure(name, definition);
    shown.update(value, note);
    return shown.node;
  });
}

function test({ chi_square: chiSquare, degrees_of_freedom: freedom, p_value: p }) {
  return chiSquare === null ? 'too few rounds to test' : `χ² ${decimal(chiSquare, 1)} at ${freedom} d.f., p = ${probability(p)}`;
}

/** One sentence in plain words, with n and p, and what it does not prove. */
function verdict({ fit, total_rounds: rounds, house_edge: edges }, stated) {
  const n = `n = ${integer(rounds)}`;
  const limit = 'Even a good fit does not prove that single rounds are not chosen against a player, and it says nothing of rounds that nobody logged.';
  if (stated === null) {
    return `No house edge is stated for this game, so there is nothing to hold its ${integer(rounds)} crashes against; the best fit is ${percent(fit.fitted.house_edge * 100)}. ${limit}`;
  }
  if (!fit.stated || fit.stated.p_value === null) {
    return `These are too few rounds (${n}) to tell anything: some hundreds are needed for a first test.`;
  }
  const p = Number(fit.stated.p_value);
  const worst = edges.filter(({ low }) => low !== null && Number(low) > stated);
  if (p < 0.001) {
    return `The crashes do not fit a fair game with the stated edge of ${percent(stated * 100)} (${n}, p = ${probability(p)}): `
      + (worst.length > 0 ? `the edge is higher at ${worst.map(({ x }) => multiplier(x)).join(', ')}. ` : 'they differ in shape. ')
      + 'That does not prove intent: misread multipliers, or rounds missing in a pattern, look the same.';
  }
  if (p < 0.05) {
    return `The crashes fit the stated edge of ${percent(stated * 100)} poorly (${n}, p = ${probability(p)}): of twenty honest games one looks like this. Log more rounds before concluding. ${limit}`;
  }
  return `The crashes look like those of a fair game with the stated edge of ${percent(stated * 100)} (${n}, p = ${probability(p)}): no target earns in the long run. ${limit}`;
}

function quantiles({ quantiles: all }, stated) {
  return element('table', { class: 'plain' }, element('caption', { class: 'hidden' }, 'Quantiles of the crash multiplier'),
    element('thead', {}, element('tr', {}, ['Share below', 'Crash', 'Model'].map((title) => element('th', { scope: 'col', class: 'number' }, title)))),
    element('tbody', {}, all.map((quantile) => element('tr', {}, element('th', { scope: 'row', class: 'number' }, percent(quantile.percent, 0)),
      element('td', { class: 'number' }, multiplier(quantile.multiplier)),
      element('td', { class: 'number' }, stated === null ? NONE : multiplier(Math.max(1, (1 - stated) / (1 - quantile.percent / 100))))))));
}

function table({ survival, house_edge: edges }, stated) {
  const range = ({ low, high }, places) => (low === null ? NONE : `${decimal(low * 100, places)} – ${decimal(high * 100, places)}`);
  const share = (value) => decimal(value === null ? null : value * 100);
  return stackTable('Survival and house edge by target', ['Target', 'Reached, %', 'Reached, 95%', 'Model, %', 'Edge, %', 'Edge, 95%'],
    survival.map((point, index) => [multiplier(point.x), share(point.p), range(point, 2),
      stated === null ? NONE : decimal(((1 - stated) / point.x) * 100), share(edges[index].estimate), range(edges[index], 2)]));
}

function plain(colours, rest) {
  return { ...common(colours), grid: { left: 56, right: 24, top: 16, bottom: 32 }, ...rest };
}

function histogram(chart, { histogram: bars, total_rounds: rounds }, stated) {
  const expected = (bar) => (Number(bar.from) === 1 ? 1 - (1 - stated) / Number(bar.to) : (1 - stated) * (1 / bar.from - 1 / bar.to)) * rounds;
  const label = (bar) => (Number(bar.from) === 1 ? '1.00×' : `${decimal(bar.from)}×`);
  const top = bars.reduce((most, bar) => (bar.rounds > most.rounds ? bar : most), bars[0]);
  chart.show((colours) => plain(colours, {
    xAxis: axis(colours, { type: 'category', data: bars.map(label), splitLine: { show: false } }),
    yAxis: axis(colours, { type: 'value', axisLabel: { color: colours.dim, fontSize: 11, formatter: short } }),
    tooltip: tooltip(colours, ([{ dataIndex }]) => {
      const bar = bars[dataIndex];
      return `${multiplier(bar.from)} to below ${multiplier(bar.to)}\n${integer(bar.rounds)} rounds${stated === null ? '' : `, ${decimal(expected(bar), 1)} expected`}`;
    }, { trigger: 'axis' }),
    series: [
      { type: 'bar', name: 'Rounds', data: bars.map((bar) => bar.rounds), itemStyle: { color: colours.accent, opacity: 0.75 }, barCategoryGap: '15%' },
      ...(stated === null ? [] : [{ type: 'line', name: 'Model', data: bars.map(expected), symbol: 'none', lineStyle: { color: colours.text, width: 1.25 }, itemStyle: { color: colours.text } }]),
    ],
  }), `Most of the ${integer(rounds)} crashes in one bar, ${integer(top.rounds)}, lie from ${multiplier(top.from)} to below ${multiplier(top.to)}. `
    + 'Bars are an eighth of an octave wide, crashes at 1.00 stand alone; the line is the model with the stated edge.');
}

function survivalChart(chart, { survival }, stated) {
  const points = survival.filter(({ p }) => p > 0);
  const outside = stated === null ? [] : points.filter(({ x, low, high }) => (1 - stated) / x < low || (1 - stated) / x > high);
  const floor = Math.min(...points.map(({ low, p }) => Math.max(Number(low), p / 10))) / 1.5;
  chart.show((colours) => plain(colours, {
    xAxis: axis(colours, { type: 'log', min: 1, axisLabel: { color: colours.dim, fontSize: 11, formatter: (value) => `${short(value)}×` } }),
    yAxis: axis(colours, { type: 'log', min: 10 ** Math.floor(Math.log10(floor)), max: 1, axisLabel: { color: colours.dim, fontSize: 11, formatter: (value) => `${Number((value * 100).toPrecision(2))}%` } }),
    tooltip: tooltip(colours, (found) => {
      const point = points[found.find(({ seriesName }) => seriesName === 'Seen')?.dataIndex ?? 0];
      return `${percent(point.p * 100)} reached ${multiplier(point.x)}\n95%: ${decimal(point.low * 100)} to ${decimal(point.high * 100)}`;
    }, { trigger: 'axis' }),
    series: [
      area(points.map(({ x, low, high }) => [Number(x), Math.max(Number(low), floor), Number(high)]), colours.band, { name: '95%' }),
      ...(stated === null ? [] : [{ type: 'line', name: 'Model', symbol: 'none', lineStyle: { color: colours.text, width: 1, type: 'dashed' }, itemStyle: { color: colours.text },
        data: [1.01, 100].map((x) => [x, (1 - stated) / x]) }]),
      { type: 'line', name: 'Seen', data: points.map(({ x, p }) => [Number(x), Number(p)]), symbol: 'circle', symbolSize: 5, lineStyle: { color: colours.accent, width: 1.25 }, itemStyle: { color: colours.accent } },
    ],
  }), stated === null ? 'The share of rounds that reached each multiplier, with its 95% interval.'
    : outside.length === 0 ? 'The ideal line of the stated edge lies within the 95% band at every target.'
      : `The ideal line of the stated edge lies outside the 95% band at ${outside.map(({ x }) => multiplier(x)).join(', ')}.`);
}

function edgeChart(chart, { house_edge: edges }, stated) {
  const known = edges.filter(({ estimate }) => estimate !== null);
  const finite = known.filter(({ low, high }) => high - low < 2);
  const shown = finite.length > 0 ? finite : known;
  const above = stated === null ? [] : known.filter(({ low }) => low > stated);
  chart.show((colours) => plain(colours, {
    xAxis: axis(colours, { type: 'value', scale: true, axisLabel: { color: colours.dim, fontSize: 11, formatter: (value) => `${decimal(value, 0)}%` } }),
    yAxis: axis(colours, { type: 'category', data: shown.map(({ x }) => multiplier(x)), splitLine: { show: false } }),
    tooltip: tooltip(colours, ({ dataIndex }) => {
      const edge = shown[dataIndex];
      return `Target ${multiplier(edge.x)}\nedge ${percent(edge.estimate * 100)}\n95%: ${decimal(edge.low * 100)} to ${decimal(edge.high * 100)}`;
    }, { trigger: 'item' }),
    series: [
      whiskers(shown.map(({ low, high }, index) => [low * 100, high * 100, index]), colours.accent),
      { type: 'scatter', name: 'Edge', symbolSize: 8, symbol: 'rect', data: shown.map(({ estimate }, index) => [estimate * 100, index]), itemStyle: { color: colours.accent }, z: 3,
        markLine: stated === null ? undefined : { silent: true, symbol: 'none', lineStyle: { color: colours.text, type: 'dashed', width: 1 }, data: [{ xAxis: stated * 100 }],
          label: { formatter: `stated ${percent(stated * 100, 1)}`, color: colours.dim, fontSize: 11, position: 'end' } } },
    ],
  }), stated === null ? 'No edge is stated to compare with.' : above.length === 0
    ? `At no target does the 95% interval lie above the stated ${percent(stated * 100)}.`
    : `The 95% interval lies above the stated ${percent(stated * 100)} at ${above.map(({ x }) => multiplier(x)).join(', ')}.`);
}
