// Charts: ECharts, loaded when the first one is wanted, in the colours of the page. Each has a sentence that states its
// finding, for those who do not see it.

import { element, setText, themeColours } from './elements.js';
import { decimal } from './format.js';

const LIBRARY = '/page/library/echarts-6.0.0.js';

let loading = null;
let painted = 0;

function library() {
  loading ??= new Promise((resolve, reject) => {
    const script = element('script', { src: LIBRARY, onload: () => resolve(window.echarts), onerror: () => {
      loading = null;
      reject(new Error('The chart library could not be loaded.'));
    } });
    document.head.append(script);
  });
  return loading;
}

/** The page's colours, as they are now. */
export function palette() {
  const colour = themeColours();
  return {
    text: colour('text'), dim: colour('dim'), line: colour('line'), surface: colour('surface'), raised: colour('raised'),
    accent: colour('accent'), profit: colour('profit'), loss: colour('loss'), shade: colour('shade'), band: colour('band'),
    warning: colour('warning'),
    series: [colour('accent'), colour('high'), colour('profit'), colour('middle'), colour('warning'), colour('loss'), colour('dim'), colour('text')],
  };
}

/** A chart and its sentence. `make(colours)` answers ECharts' option; `show(make, sentence)` draws it anew. */
export class Chart {
  constructor(label, height) {
    this.canvas = element('div', { class: 'chart', role: 'img', 'aria-label': label });
    this.canvas.style.height = `${height}px`;
    this.sentence = element('p', { class: 'chart-text' });
    this.node = element('figure', {}, this.canvas, this.sentence);
    this.label = label;
    this.onTheme = () => this.paint();
    window.addEventListener('crash:theme', this.onTheme);
    this.resizing = new ResizeObserver(() => this.chart?.resize());
    this.resizing.observe(this.canvas);
  }

  async open() {
    const echarts = await library();
    if (!this.isClosed) {
      this.chart = echarts.init(this.canvas, null, { renderer: 'canvas' });
    }
    return this;
  }

  show(make, sentence) {
    this.make = make;
    setText(this.sentence, sentence);
    this.canvas.setAttribute('aria-label', `${this.label}. ${sentence}`);
    this.paint();
  }

  paint() {
    if (this.chart && this.make) {
      const start = performance.now();
      this.chart.setOption(this.make(palette()), { notMerge: !this.keepsZoom, replaceMerge: this.keepsZoom ? ['series'] : undefined });
      performance.measure('crash:chart', { start, end: performance.now() });
      if (++painted % 1_000 === 0) {
        performance.clearMeasures('crash:chart');
      }
    }
  }

  close() {
    this.isClosed = true;
    window.removeEventListener('crash:theme', this.onTheme);
    this.resizing.disconnect();
    this.chart?.dispose();
  }
}

/** What all charts have in common. */
export function common(colours) {
  return {
    animation: false,
    textStyle: { fontFamily: 'system-ui, sans-serif', fontSize: 12, color: colours.text },
    color: colours.series,
  };
}

export function axis(colours, options) {
  return {
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: false },
    axisLabel: { color: colours.dim, fontSize: 11, hideOverlap: true },
    nameTextStyle: { color: colours.dim, fontSize: 11 },
    splitLine: { lineStyle: { color: colours.line, opacity: 0.5 } },
    ...options,
  };
}

/** Drawn on the canvas: the page's policy lets no style in by markup. */
export function tooltip(colours, formatter, options = {}) {
  return {
    renderMode: 'richText', confine: true, backgroundColor: colours.surface, borderColor: colours.line, borderWidth: 1,
    padding: 8, textStyle: { color: colours.text, fontSize: 12, lineHeight: 16 }, formatter, ...options,
  };
}

/** A closed area between two curves, [[x, low, high]], as a custom series. */
export function area(points, colour, options = {}) {
  return {
    type: 'custom', silent: true, clip: true, z: 1, data: points.length > 1 ? [[points[0][0], points[0][1]]] : [], encode: { x: 0, y: 1 },
    tooltip: { show: false },
    renderItem: (unused, api) => {
      const upper = points.map(([x, , high]) => api.coord([x, high]));
      const lower = points.map(([x, low]) => api.coord([x, low])).reverse();
      return { type: 'polygon', shape: { points: [...upper, ...lower] }, style: { fill: colour } };
    },
    ...options,
  };
}

/** Intervals as horizontal bars with whiskers: [[low, high, row]]. */
export function whiskers(intervals, colour) {
  return {
    type: 'custom', silent: true, data: intervals, encode: { x: [0, 1], y: 2 }, z: 2,
    renderItem: (unused, api) => {
      const from = api.coord([api.value(0), api.value(2)]);
      const to = api.coord([api.value(1), api.value(2)]);
      const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: colour, lineWidth: 1.5 } });
      return { type: 'group', children: [
        line(from[0], from[1], to[0], to[1]), line(from[0], from[1] - 4, from[0], from[1] + 4), line(to[0], to[1] - 4, to[0], to[1] + 4),
      ] };
    },
  };
}

export function short(value) {
  return Math.abs(value) >= 1e6 ? `${decimal(value / 1e6, 1)}M` : Math.abs(value) >= 1e4 ? `${decimal(value / 1e3, 0)}k` : decimal(value, Number.isInteger(value) ? 0 : 2);
}
