// Sessions, bots and strategies side by side, each from 100 at its beginning.

import { get, path } from '../api.js';
import { axis, Chart, common, short, tooltip } from '../charts.js';
import { element, stackTable, stateMessage } from '../elements.js';
import { decimal, integer, NONE, percent, probability, signed, signedPercent, signName } from '../format.js';
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
  const chosen = context.route.query.getAll('of').slice(0, MOST);
  const choices = await everything(context.signal);
  const results = await Promise.all(chosen.map((name) => load(name, context.signal)));
  const found = results.filter(({ failure }) => !failure);
  container.replaceChildren(
    element('div', { class: 'head' }, element('h1', { class: 'grow' }, 'Compare'), adder(chosen, choices)),
    element('ul', { class: 'chosen', 'aria-label': 'Compared' }, results.map((result) => chip(result, chosen))),
    ...(found.length === 0
      ? [stateMessage('empty', 'Nothing to compare yet', element('p', {}, 'Choose sessions, bots or strategies; the address keeps them, and can be shared.'))]
      : [element('section', { class: 'panel', dataset: { chart: 'curves' } }), element('section', { class: 'panel' }, element('h2', {}, 'Figures side by side'),
          element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Figures side by side' }, table(found))),
        element('p', { class: 'note prose' }, 'p is how often luck alone brings the same profit or a better one, if crashes are fair at the stated house edge; it is not the probability that this was luck. '
          + 'Near 0: hard to explain by luck, or a model that does not hold. Whoever compares many and looks at the best should multiply it by their number.')]));
  if (found.length > 0) {
    const chart = new Chart('Equity, 100 at the beginning', 360);
    context.onLeave(() => chart.close());
    container.querySelector('[data-chart="curves"]').replaceChildren(element('h2', {}, 'Equity, 100 at the beginning'), chart.node);
    await chart.open();
    draw(chart, found);
  }
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
      location.hash = addressOf(chosen.filter((other) => other !== name));
    } }, '×'));
}

async function load(name, signal) {
  const [kind, rest] = [name.slice(0, name.indexOf(':')), name.slice(name.indexOf(':') + 1)];
  const parts = rest.split('/').map(decodeURIComponent);
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
