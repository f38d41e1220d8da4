// All sessions in one table. Rows keep their place while figures change: the order is made when it is asked for.

import { get } from '../api.js';
import { element, figure, setAttribute, setText, stateMessage } from '../elements.js';
import { firstRound } from '../firstround.js';
import { clock, decimal, integer, NONE, percent, signed, signedPercent, signName, wilson } from '../format.js';
import { classOf, COLUMNS, SessionLine } from '../sessionline.js';
import { EventQueue, Frames, OverviewStore, ratio, totals } from '../store.js';

const SESSIONS = 200;

/** Shows the view. */
export async function show(container, context) {
  const view = new OverviewView(container, context);
  await view.start();
}

class OverviewView {
  constructor(container, context) {
    this.container = container;
    this.context = context;
    this.store = new OverviewStore();
    this.queue = new EventQueue((event) => this.store.apply(event));
    this.frames = new Frames(() => this.queue.drain(), () => this.draw());
    this.lines = new Map();
    this.order = [];
    const { query } = context.route;
    const asked = query.get('sort');
    this.sort = { key: COLUMNS.some(({ key }) => key === asked) ? asked : 'state', descending: query.get('direction') === 'descending' };
    this.filters = Object.fromEntries(['text', 'bot', 'game', 'strategy', 'state'].map((name) => [name, query.get(name) ?? '']));
  }

  async start() {
    await this.load();
    this.build();
    this.followWidth();
    this.arrange();
    this.frames.ask();
    this.endSubscription = this.context.live.subscribe(this.subscription());
    const clockTick = setInterval(() => this.tick(), 1_000);
    const slash = (event) => this.onKey(event);
    document.addEventListener('keydown', slash);
    const theme = () => this.drawAll();
    window.addEventListener('crash:theme', theme);
    this.context.onLeave(() => {
      this.endSubscription();
      this.frames.stop();
      clearInterval(clockTick);
      clearTimeout(this.reloading);
      document.removeEventListener('keydown', slash);
      window.removeEventListener('crash:theme', theme);
    });
    await this.loadDrawdowns();
  }

  async load() {
    const overview = await get('/overview', { limit: SESSIONS }, this.context.signal);
    this.since = { epoch: overview.epoch, offset: overview.offset };
    this.store.load(overview);
  }

  subscription() {
    return {
      topic: 'all',
      since: this.since,
      // The server could not go on from where this page was: everything anew.
      onSnapshot: () => this.reload(),
      onEvent: (name, data, offset) => {
        this.queue.add({ name, data, offset });
        this.frames.ask();
      },
      onLagged: () => this.reload(),
    };
  }

  async loadDrawdowns() {
    try {
      const drawdowns = await get('/overview/drawdowns', { limit: SESSIONS }, this.context.signal);
      this.queue.drain();
      this.store.loadDrawdowns(drawdowns);
      this.frames.ask();
    } catch (failure) {
      // The rest is worth showing without them.
    }
  }

  /** Reads everything again, at most every few seconds. */
  reload() {
    this.reloading ??= setTimeout(async () => {
      try {
        this.endSubscription();
        await this.load();
        this.arrange();
        this.frames.ask();
        this.endSubscription = this.context.live.subscribe(this.subscription());
        await this.loadDrawdowns();
      } catch (failure) {
        if (failure.name !== 'AbortError') {
          this.endSubscription = this.context.live.subscribe(this.subscription());
        }
      } finally {
        this.reloading = null;
      }
    }, 2_000);
  }

  build() {
    this.figures = {
      active: figure('Active', 'Sessions with status active, of those shown', { key: 'active' }),
      rate: figure('Rounds a minute', 'Rounds of all sessions in the last 60 seconds', { key: 'rate' }),
      profit: figure('Profit', 'Of the sessions shown, by currency', { key: 'profit' }),
      roi: figure('ROI', 'Profit by all stakes of the sessions shown', { key: 'roi' }),
      winrate: figure('Win rate', 'Rounds won by all rounds of the sessions shown, with Wilson’s 95% interval', { key: 'winrate' }),
      drawdown: figure('Worst drawdown', 'The deepest fall of any session shown from its peak', { key: 'drawdown' }),
    };
    this.strip = element('dl', { class: 'strip', 'aria-label': 'Totals' }, Object.values(this.figures).map(({ node }) => node));
    this.body = element('tbody', { role: 'rowgroup' });
    this.headers = new Map(COLUMNS.map((column) => [column.key, this.header(column)]));
    this.note = element('p', { class: 'note', role: 'status' });
    this.table = element('table', { class: 'sessions', role: 'table' },
      element('caption', {}, 'Sessions'),
      element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, [...this.headers.values()].map(({ cell }) => cell))),
      this.body);
    this.empty = element('div', { class: 'empty' });
    this.container.replaceChildren(
      element('h1', { class: 'hidden' }, 'Overview'), this.strip, this.filterBar(), this.table, this.empty, this.note);
  }

  header(column) {
    const label = element('span', {}, column.title);
    const cell = element('th', { scope: 'col', role: 'columnheader', class: classOf(column), title: column.definition },
      element('button', { type: 'button', onclick: () => this.sortBy(column.key) }, label));
    return { cell, label, column };
  }

  filterBar() {
    const text = element('input', {
      type: 'search', id: 'filter', placeholder: 'Filter  ( / )', 'aria-label': 'Filter sessions by text', 'aria-keyshortcuts': '/',
      oninput: (event) => this.filter('text', event.target.value),
    });
    text.value = this.filters.text;
    this.selects = ['bot', 'game', 'strategy', 'state'].map((name) => element('select', {
      'aria-label': `Filter by ${name}`, dataset: { name }, onchange: (event) => this.filter(name, event.target.value),
    }));
    this.textFilter = text;
    return element('div', { class: 'filters', role: 'search' }, text, this.selects, this.sorter());
  }

  /** Sorts where columns are not seen, or there are cards instead of them. */
  sorter() {
    this.sortChoice = element('select', { 'aria-label': 'Sort by', onchange: () => this.sortBy(this.sortChoice.value) },
      COLUMNS.map(({ key, title }) => element('option', { value: key }, `By ${title.toLowerCase()}`)));
    this.sortDirection = element('button', { type: 'button', onclick: () => this.sortBy(this.sort.key) });
    return element('div', { class: 'sorter' }, this.sortChoice, this.sortDirection);
  }

  showSort() {
    const { key, descending } = this.sort;
    this.sortChoice.value = key;
    this.table.dataset.sort = key;
    setText(this.sortDirection, descending ? '↓' : '↑');
    setAttribute(this.sortDirection, 'aria-label', descending ? 'Descending; sort the other way round' : 'Ascending; sort the other way round');
    this.headers.forEach(({ cell }, column) =>
      setAttribute(cell, 'aria-sort', column === key ? (descending ? 'descending' : 'ascending') : null));
  }

  /** Headers that stand above no columns are for those who hear them, and no stops of the keyboard. */
  followWidth() {
    const cards = matchMedia('(max-width: 640px)');
    const adapt = () => this.headers.forEach(({ cell }) => {
      cell.firstElementChild.tabIndex = cards.matches ? -1 : 0;
    });
    cards.addEventListener('change', adapt);
    this.context.onLeave(() => cards.removeEventListener('change', adapt));
    adapt();
  }

  /** The choices are what there is. */
  fillSelects() {
    const now = Date.now();
    const values = { bot: (row) => row.bot, game: (row) => row.game, strategy: (row) => row.strategy, state: (row) => row.state(now) };
    this.selects.forEach((select) => {
      const { name } = select.dataset;
      const there = new Set([...this.store.rows.values()].map(values[name]).filter(Boolean));
      if (this.filters[name]) {
        there.add(this.filters[name]);
      }
      const choices = [...there].sort();
      if (select.dataset.choices !== choices.join('\n')) {
        select.dataset.choices = choices.join('\n');
        select.replaceChildren(
          element('option', { value: '' }, `Every ${name}`),
          ...choices.map((choice) => element('option', { value: choice }, choice)));
      }
      select.value = this.filters[name];
    });
  }

  onKey(event) {
    const isTyping = ['INPUT', 'SELECT', 'TEXTAREA'].includes(event.target.tagName);
    if (event.key === '/' && !isTyping) {
      event.preventDefault();
      this.textFilter.focus();
      this.textFilter.select();
    } else if (event.key === 'Escape' && event.target === this.textFilter) {
      this.textFilter.value = '';
      this.filter('text', '');
    } else if (['ArrowDown', 'ArrowUp'].includes(event.key) && this.body.contains(event.target)) {
      const line = event.target.closest('tr');
      const next = event.key === 'ArrowDown' ? line.nextElementSibling : line.previousElementSibling;
      if (next) {
        event.preventDefault();
        next.querySelector('a').focus();
      }
    }
  }

  filter(name, value) {
    this.filters[name] = value;
    this.context.remember({ [name]: value });
    this.arrange();
    this.frames.ask();
  }

  sortBy(key) {
    // Figures begin with the greatest, names with the first.
    const begins = Boolean(COLUMNS.find((column) => column.key === key).numeric);
    this.sort = { key, descending: this.sort.key === key ? !this.sort.descending : begins };
    this.context.remember({ sort: key, direction: this.sort.descending ? 'descending' : 'ascending' });
    this.arrange();
    this.frames.ask();
  }

  matches(row, now) {
    const { text, bot, game, strategy, state } = this.filters;
    const words = `${row.bot} ${row.session} ${row.game} ${row.platform ?? ''} ${row.strategy ?? ''} ${row.state(now)}`.toLowerCase();
    return (!bot || row.bot === bot) && (!game || row.game === game) && (!strategy || row.strategy === strategy)
      && (!state || row.state(now) === state) && text.toLowerCase().split(/\s+/).every((word) => words.includes(word));
  }

  /** Chooses and orders rows: on arrival, when sorted or filtered, and for sessions that are new. */
  arrange() {
    const now = Date.now();
    this.sortedAt = now;
    const column = COLUMNS.find(({ key }) => key === this.sort.key);
    const states = ['active', 'silent', 'error', 'interrupted', 'completed'];
    const value = column.key === 'state' ? (row) => states.indexOf(row.state(now)) : (row) => column.value(row, now);
    const direction = this.sort.descending ? -1 : 1;
    this.order = [...this.store.rows.values()].filter((row) => this.matches(row, now)).sort((a, b) =>
      compare(value(a), value(b), direction) || compare(a.bot, b.bot, 1) || compare(a.session, b.session, 1));
    this.known = this.store.rows.size;
    this.lines.forEach((line, key) => !this.store.rows.has(key) && this.lines.delete(key));
    const lines = this.order.map((row) => this.line(row).node);
    this.body.replaceChildren(...lines);
    this.order.forEach((row) => this.store.changed.add(row));
    this.showSort();
    this.fillSelects();
    this.showEmpty();
  }

  showEmpty() {
    this.table.hidden = this.order.length === 0;
    this.strip.hidden = this.store.rows.size === 0;
    if (this.store.rows.size === 0) {
      this.empty.replaceChildren(firstRound());
    } else if (this.order.length === 0) {
      this.empty.replaceChildren(stateMessage('empty', 'No session passes the filters.',
        element('p', {}, element('button', { type: 'button', onclick: () => this.clearFilters() }, 'Show all'))));
    } else {
      this.empty.replaceChildren();
    }
  }

  clearFilters() {
    Object.keys(this.filters).forEach((name) => {
      this.filters[name] = '';
    });
    this.textFilter.value = '';
    this.context.remember(this.filters);
    this.arrange();
    this.frames.ask();
  }

  line(row) {
    let line = this.lines.get(row.key);
    if (!line) {
      line = new SessionLine(row);
      this.lines.set(row.key, line);
    }
    line.row = row;
    return line;
  }

  drawAll() {
    this.order.forEach((row) => this.store.changed.add(row));
    this.frames.ask();
  }

  tick() {
    const now = Date.now();
    if (!document.hidden) {
      this.order.forEach((row) => this.line(row).showAge(now));
      this.drawTotals();
    }
  }

  draw() {
    if (this.store.rows.size !== this.known) {
      this.arrange();
    }
    if (this.store.isIncomplete) {
      this.store.isIncomplete = false;
      this.reload();
    }
    const now = Date.now();
    const currency = this.showCurrency();
    for (const row of this.store.takeChanged()) {
      const line = this.lines.get(row.key);
      if (line?.node.isConnected) {
        line.draw(now, currency);
      }
    }
    this.drawTotals();
  }

  /** One currency stands in the headers; several stand beside their amounts. */
  showCurrency() {
    const all = new Set(this.order.flatMap((row) => [...row.sums.keys()]));
    const only = all.size === 1 ? [...all][0] : null;
    this.headers.forEach(({ label, column }) => {
      if (column.money) {
        setText(label, only ? `${column.title}, ${only}` : column.title);
      }
    });
    if (this.onlyCurrency !== only) {
      this.onlyCurrency = only;
      this.order.forEach((row) => this.store.changed.add(row));
    }
    return only;
  }

  drawTotals() {
    const sum = totals(this.order);
    const money = [...sum.byCurrency].sort(([a], [b]) => compare(a, b, 1));
    const interval = wilson(sum.wins, sum.rounds);
    this.figures.active.update(integer(sum.active), `of ${integer(this.order.length)} shown`);
    this.figures.rate.update(integer(this.store.minute.total()));
    this.figures.profit.update(money.map(([currency, { profit }]) => `${signed(profit)} ${currency}`).join(' · ') || NONE,
      '', money.length === 1 ? signName(money[0][1].profit) : null);
    this.figures.roi.update(money.map(([currency, sums]) =>
      signedPercent(ratio(sums)) + (money.length > 1 ? ` ${currency}` : '')).join(' · ') || NONE,
    '', money.length === 1 ? signName(ratio(money[0][1])) : null);
    this.figures.winrate.update(percent(interval && (sum.wins / sum.rounds) * 100), interval
      ? `${decimal(interval.low * 100, 1)}–${decimal(interval.high * 100, 1)} %, n = ${integer(sum.rounds)}` : '');
    this.figures.drawdown.update(sum.drawdown ? decimal(sum.drawdown.depth) : NONE,
      sum.drawdown && sum.drawdown.depth > 0 ? `${sum.drawdown.row.currency ?? ''} ${sum.drawdown.row.bot}` : '');
    const beyond = this.store.total - this.store.rows.size;
    setText(this.note, `${integer(this.order.length)} of ${integer(this.store.total)} sessions, in the order of ${clock(this.sortedAt)}.`
      + (beyond > 0 ? ` The ${SESSIONS} shown are the active ones and those opened last.` : ''));
  }
}

function compare(a, b, direction) {
  // What is unknown comes last, whichever way the rest goes.
  if (a === null || b === null) {
    return (a === null) - (b === null);
  }
  return (a < b ? -1 : a > b ? 1 : 0) * direction;
}
