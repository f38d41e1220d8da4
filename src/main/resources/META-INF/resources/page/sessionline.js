// A session's row of the overview, and the columns it has.

import { element, setAttribute, setText, tint } from './elements.js';
import {
  age, decimal, exactTime, multiplier, multiplierBand, NONE, percent, signed, signedPercent, signName, streak,
} from './format.js';
import { Sparkline } from './sparkline.js';

export const COLUMNS = [
  { key: 'state', title: 'State', value: (row, now) => row.state(now) },
  { key: 'bot', title: 'Bot', value: (row) => row.bot },
  { key: 'game', title: 'Game', value: (row) => `${row.game} ${row.platform ?? ''}` },
  { key: 'strategy', title: 'Strategy', value: (row) => row.strategy ?? '' },
  { key: 'balance', title: 'Balance', money: true, numeric: true, value: (row) => number(row.balance) },
  { key: 'trend', title: 'Last 100', numeric: true, definition: 'Profit over the last 100 rounds', value: (row) => (row.profits.length > 0 ? row.profits.reduce((sum, gained) => sum + gained, 0) : null) },
  { key: 'profit', title: 'Profit', money: true, numeric: true, value: (row) => number(row.profit) },
  { key: 'roi', title: 'ROI', numeric: true, definition: 'Profit by all stakes', value: (row) => number(row.roi) },
  { key: 'winrate', title: 'Win rate', numeric: true, definition: 'Rounds won by all rounds', value: (row) => number(row.winRate) },
  { key: 'streak', title: 'Streak', numeric: true, definition: 'Rounds won (W) or lost (L) in a row, up to now', value: (row) => row.streak },
  { key: 'drawdown', title: 'Drawdown', money: true, numeric: true, definition: 'Deepest fall of the profit from its peak, by round number', value: (row) => number(row.drawdown?.depth) },
  { key: 'latest', title: 'Last ten', numeric: true, definition: 'Crash multipliers, the latest last; sorted by the latest', value: (row) => number(row.multipliers[row.multipliers.length - 1]) },
  { key: 'age', title: 'Last round', numeric: true, definition: 'Since the start of the latest round', value: (row) => number(row.lastRoundAt && -new Date(row.lastRoundAt)) },
];

/** Curves and chips are no numbers to be lined up. */
export function classOf({ key, numeric }) {
  return numeric && key !== 'trend' && key !== 'latest' ? `${key} number` : key;
}

function number(value) {
  return value === null || value === undefined ? null : Number(value);
}

/** One row of the table. */
export class SessionLine {
  constructor(row) {
    this.row = row;
    this.sparkline = new Sparkline();
    this.cells = {};
    COLUMNS.forEach((column) => {
      const attributes = {
        role: column.key === 'bot' ? 'rowheader' : 'cell', class: classOf(column),
        dataset: { label: column.title }, ...(column.key === 'bot' ? { scope: 'row' } : {}),
      };
      this.cells[column.key] = element(column.key === 'bot' ? 'th' : 'td', attributes);
    });
    this.link = element('a', { href: `#/sessions/${row.key}` }, row.bot);
    this.cells.bot.append(this.link, element('span', { class: 'under' }, row.session));
    this.dot = element('span', { class: 'dot', 'aria-hidden': 'true' });
    this.word = element('span');
    this.cells.state.append(this.dot, this.word);
    this.game = element('span');
    this.platform = element('span', { class: 'under' });
    this.cells.game.append(this.game, this.platform);
    this.cells.trend.append(this.sparkline.node);
    this.chips = Array.from({ length: 10 }, () => element('span', { class: 'chip' }));
    this.cells.latest.append(element('div', {}, this.chips));
    this.node = element('tr', { role: 'row', dataset: { key: row.key } }, Object.values(this.cells));
    this.drawn = false;
  }

  draw(now, currency) {
    const { row } = this;
    const unit = currency === null && row.currency ? ` ${row.currency}` : '';
    setText(this.game, row.game);
    setText(this.platform, row.platform ?? '');
    setText(this.cells.strategy, row.strategy ?? NONE);
    this.number('balance', row.balance === null ? NONE : decimal(row.balance) + unit);
    this.number('profit', row.profit === null ? 'several' : signed(row.profit) + unit, signName(row.profit));
    this.number('roi', row.roi === null ? NONE : signedPercent(row.roi), signName(row.roi));
    this.number('winrate', percent(row.winRate === null ? null : row.winRate * 100));
    this.number('streak', streak(row.winStreak, row.lossStreak));
    this.number('drawdown', row.drawdown ? decimal(row.drawdown.depth) + unit : NONE);
    this.sparkline.draw(row.profits);
    this.drawChips();
    this.showAge(now);
    this.drawn = true;
  }

  number(key, text, sign = null) {
    const cell = this.cells[key];
    if (setText(cell, text) && this.drawn) {
      tint(cell);
    }
    setAttribute(cell, 'data-sign', sign);
  }

  drawChips() {
    const { multipliers, outcomes } = this.row;
    const missing = this.chips.length - multipliers.length;
    this.chips.forEach((chip, index) => {
      const value = index < missing ? null : multipliers[index - missing];
      setText(chip, value === null || value === undefined ? '' : decimal(value));
      setAttribute(chip, 'data-band', value === null || value === undefined ? null : multiplierBand(value));
      setAttribute(chip, 'title', value === null || value === undefined ? null : `${multiplier(value)}, ${outcomes[index - missing]}`);
    });
  }

  showAge(now) {
    const state = this.row.state(now);
    setText(this.word, state);
    setAttribute(this.dot, 'data-state', state);
    if (setText(this.cells.age, age(this.row.lastRoundAt, now)) || !this.cells.age.title) {
      this.cells.age.title = exactTime(this.row.lastRoundAt);
    }
  }
}
