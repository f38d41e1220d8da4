// What of a session's history is seen: by round numbers, typed, drawn with the mouse, or from the address.

import { element } from './elements.js';

/** A range of rounds and the fields that show and change it. `onChange` is told of ranges that were typed. */
export class Zoom {
  /** `range` is {from, to}, null for all. */
  constructor(range, onChange) {
    this.range = range;
    this.bounds = null;
    this.onChange = onChange;
    const field = (label) => element('input', { type: 'number', min: 1, step: 1, 'aria-label': label, onchange: () => this.read() });
    [this.first, this.last] = [field('First round shown'), field('Last round shown')];
    this.all = element('button', { type: 'button', onclick: () => this.choose(null) }, 'All');
    this.node = element('div', { class: 'zoom', role: 'group', 'aria-label': 'Rounds shown in the history' },
      'Rounds', this.first, 'to', this.last, this.all, element('span', {}, 'or drag; Ctrl and wheel'));
  }

  /** Takes what was chosen elsewhere. */
  set(range) {
    this.range = range;
    this.show(true);
  }

  /** Takes the first and the last round there are. */
  setBounds(bounds) {
    this.bounds = bounds;
    this.show(false);
  }

  choose(range) {
    this.set(range);
    this.onChange();
  }

  read() {
    if (!this.bounds) {
      return;
    }
    const { from: least, to: most } = this.bounds;
    const typed = (field, empty) => Math.min(most, Math.max(least, Math.round(Number(field.value)) || empty));
    const [from, to] = [typed(this.first, least), typed(this.last, most)].sort((a, b) => a - b);
    this.choose(from <= least && to >= most ? null : { from, to: Math.max(to, from + 1) });
  }

  /** What is being typed stays, but where it is settled. */
  show(isSettled) {
    const shown = this.range ?? this.bounds;
    [[this.first, shown?.from], [this.last, shown?.to]].forEach(([field, value]) => {
      if (isSettled || document.activeElement !== field) {
        field.value = value ?? '';
      }
    });
    this.all.disabled = this.range === null;
  }
}

/** What an address shows; null for all. */
export function rangeOf(query) {
  const [from, to] = ['from', 'to'].map((name) => Number(query.get(name)));
  return Number.isInteger(from) && Number.isInteger(to) && from >= 1 && to > from ? { from, to } : null;
}
