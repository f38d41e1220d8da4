// The history of a session as one chart: equity, multipliers, stakes, win rate and errors above each other, under one zoom.

import { area, axis, common, short, tooltip } from './charts.js';
import { decimal, integer, multiplier, percent, signed, wilson } from './format.js';

/** What is drawn of the buckets: curves through their lowest and highest values, so that no peak is lost. */
export function curves(series, buckets) {
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

/** The chart; `zoom` is what is seen, {from, to} in round numbers, null for all. */
export function option(series, drawing, zoom, colours) {
  const range = zoom ? { startValue: zoom.from, endValue: zoom.to } : { start: 0, end: 100 };
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
      { type: 'inside', ...range, xAxisIndex: GRIDS.map((unused, index) => index), filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: true },
      { type: 'slider', ...range, xAxisIndex: GRIDS.map((unused, index) => index), filterMode: 'none', height: 20, bottom: 4, left, right: 48,
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

export function sentence(series, summary) {
  const { last } = series;
  const all = series.buckets;
  if (series.isMixed) {
    return `${integer(summary.total_rounds)} rounds in ${series.currencies.join(' and ')}: choose a currency to see money.`;
  }
  const lowest = Math.min(...all.map((bucket) => bucket.profit_min));
  const highest = Math.max(...all.map((bucket) => bucket.profit_max));
  return `Over ${integer(all.reduce((sum, bucket) => sum + bucket.rounds, 0))} rounds the profit went to ${signed(last.profit)} ${series.currency ?? ''}, `
    + `between ${decimal(lowest)} and ${decimal(highest)}; ${integer(last.wins)} of ${integer(last.played)} rounds played were won. `
    + 'Filled circles are rounds won, triangles rounds lost, the shade is the drawdown, the band the 95% interval.';
}
