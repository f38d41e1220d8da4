// The flight in progress: its ticks draw the curve until the round is stored.

import { drawing, element, setText } from './elements.js';
import { multiplier } from './format.js';

const WIDTH = 240;
const HEIGHT = 64;
// Of the ticks of one flight so many are kept.
const MOST_TICKS = 1_000;

export class Flight {
  constructor() {
    this.round = null;
    this.ticks = [];
    this.curve = drawing('path');
    this.now = element('p', { class: 'now' });
    this.note = element('p', { class: 'note' });
    this.node = element('section', { class: 'panel flight', 'aria-label': 'Flight in progress', hidden: true },
      drawing('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, 'aria-hidden': 'true' }, this.curve),
      element('div', {}, this.now, this.note));
  }

  /** Takes a multiplier as it was logged; those of rounds that are stored are no news. */
  add(row, lastRound) {
    if (row.is_crash_multiplier || row.is_cashout_multiplier || row.round_number <= lastRound) {
      return;
    }
    if (row.round_number !== this.round) {
      this.round = row.round_number;
      this.ticks = [];
    }
    this.ticks.push({ time: new Date(row.timestamp).getTime(), value: Number(row.multiplier) });
    if (this.ticks.length > MOST_TICKS) {
      this.ticks = this.ticks.filter((unused, index) => index % 2 === 0);
    }
  }

  end(round) {
    if (this.round !== null && round.round_number >= this.round) {
      this.round = null;
      this.ticks = [];
    }
  }

  draw() {
    this.node.hidden = this.ticks.length === 0;
    if (this.ticks.length === 0) {
      return;
    }
    const first = this.ticks[0].time;
    const last = this.ticks[this.ticks.length - 1];
    const span = Math.max(1, last.time - first);
    const top = Math.max(1.1, ...this.ticks.map(({ value }) => value));
    const points = this.ticks.map(({ time, value }) =>
      `${(((time - first) / span) * WIDTH).toFixed(1)} ${(HEIGHT - 2 - ((value - 1) / (top - 1)) * (HEIGHT - 4)).toFixed(1)}`);
    this.curve.setAttribute('d', `M${points.join('L')}`);
    setText(this.now, multiplier(last.value));
    setText(this.note, `Round ${this.round} in flight, ${this.ticks.length} ticks`);
  }
}
