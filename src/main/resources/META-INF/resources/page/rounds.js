// The rounds of a session, the latest first: as many as are scrolled to are fetched, as many as are seen are in the document.

import { get } from './api.js';
import { element, setText } from './elements.js';
import { age, decimal, exactTime, integer, multiplier, NONE, signed, signName } from './format.js';

const ROW = 29;
const MARGIN = 10;
const PAGE = 200;

const COLUMNS = [
  ['Round', 'number', (round) => integer(round.round_number)],
  ['Started', 'number wide', (round) => age(round.round_start_timestamp)],
  ['Outcome', '', (round) => round.round_outcome],
  ['Stake', 'number wide money', (round) => decimal(round.stake_value)],
  ['Target', 'number wide', (round) => multiplier(round.target_multiplier)],
  ['Crash', 'number', (round) => multiplier(round.crash_multiplier_detected)],
  ['Cash-out', 'number wide', (round) => multiplier(round.cashout_multiplier)],
  ['Profit', 'number money', (round) => signed(round.profit_loss_amount), (round) => signName(round.profit_loss_amount)],
  ['Balance', 'number wide money', (round) => decimal(round.running_balance_after)],
];

/** A table that scrolls through all rounds of a session. */
export class RoundsTable {
  constructor(bot, session, signal) {
    this.bot = bot;
    this.session = session;
    this.signal = signal;
    this.clear();
    this.opened = null;
    this.openedHeight = 0;
    this.body = element('tbody');
    this.headers = COLUMNS.map(([title, kind]) => element('th', { scope: 'col', class: kind }, title));
    this.note = element('p', { class: 'note', role: 'status' });
    this.box = element('div', { class: 'rounds', tabindex: '0', role: 'region', 'aria-label': 'Rounds, the latest first', onscroll: () => this.ask() },
      element('table', {}, element('caption', { class: 'hidden' }, 'Rounds, the latest first'),
        element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, element('span', { class: 'hidden' }, 'Every field')),
          this.headers)), this.body));
    this.node = element('section', { class: 'panel' }, element('h2', {}, 'Rounds'), this.box, this.note);
  }

  /** Forgets all rounds: those there are now are fetched anew. */
  clear() {
    this.rounds = [];
    this.known = new Set();
    this.cursor = null;
    this.isComplete = false;
  }

  /** Fetches the next page; the first one where there is none yet. */
  async more() {
    if (this.isLoading || this.isComplete) {
      return;
    }
    this.isLoading = true;
    try {
      const page = await get('/rounds', { bot_id: this.bot, session_id: this.session, limit: PAGE, cursor: this.cursor }, this.signal);
      this.insert(page.items);
      this.cursor = page.next_cursor;
      this.isComplete = page.next_cursor === null;
      this.draw();
    } catch (failure) {
      if (failure.name !== 'AbortError') {
        setText(this.note, `The rounds could not be loaded: ${failure.message}`);
      }
    } finally {
      this.isLoading = false;
    }
  }

  /** A round that has just been stored. */
  add(round) {
    if (!this.insert([round])) {
      return;
    }
    if (this.box.scrollTop > 0) {
      // What is being read stays where it is.
      this.box.scrollTop += ROW;
    }
    this.ask();
  }

  /** Puts rounds where they belong, each once; answers whether any was new. A round may come as an event and in a page. */
  insert(rounds) {
    const added = rounds.filter((round) => !this.known.has(round.round_number));
    added.forEach((round) => this.known.add(round.round_number));
    this.rounds.push(...added);
    this.rounds.sort((a, b) => Date.parse(b.round_start_timestamp) - Date.parse(a.round_start_timestamp) || b.round_number - a.round_number);
    return added.length > 0;
  }

  /** Stands once, above the amounts; null where they are in several. */
  setCurrency(currency) {
    COLUMNS.forEach(([title, kind], index) =>
      setText(this.headers[index], currency && kind.includes('money') ? `${title}, ${currency}` : title));
  }

  setTotal(total) {
    this.total = total;
    this.ask();
  }

  ask() {
    this.request ??= requestAnimationFrame(() => {
      this.request = null;
      this.draw();
    });
  }

  draw() {
    const place = this.opened === null ? -1 : this.rounds.indexOf(this.opened);
    const top = this.box.scrollTop;
    const first = Math.max(0, Math.floor((top - (place >= 0 && top > (place + 1) * ROW ? this.openedHeight : 0)) / ROW) - MARGIN);
    const last = Math.min(this.rounds.length, first + Math.ceil(this.box.clientHeight / ROW) + 2 * MARGIN);
    const shown = this.rounds.slice(first, last).flatMap((round) => this.lines(round));
    const above = first * ROW + (place >= 0 && place < first ? this.openedHeight : 0);
    const below = (this.rounds.length - last) * ROW;
    const focused = document.activeElement?.dataset?.round;
    this.body.replaceChildren(spacer(above), ...shown, spacer(below));
    if (focused && !document.activeElement?.dataset?.round) {
      this.body.querySelector(`[data-round="${focused}"]`)?.focus({ preventScroll: true });
    }
    const detail = this.body.querySelector('.detail');
    if (detail) {
      this.openedHeight = detail.offsetHeight;
    }
    setText(this.note, this.rounds.length === 0 && this.isComplete ? 'No rounds yet.'
      : `${integer(this.rounds.length)} of ${integer(Math.max(this.total ?? 0, this.rounds.length))} rounds loaded; scroll for more.`);
    if (last >= this.rounds.length - MARGIN && this.box.clientHeight > 0) {
      this.more();
    }
  }

  lines(round) {
    const isOpen = round === this.opened;
    const button = element('button', {
      type: 'button', class: 'open', 'aria-expanded': String(isOpen), 'aria-label': `Every field of round ${round.round_number}`,
      dataset: { round: round.round_number }, onclick: () => {
        this.opened = isOpen ? null : round;
        this.draw();
      },
    }, isOpen ? '▾' : '▸');
    const line = element('tr', { dataset: { number: round.round_number } }, element('td', {}, button),
      COLUMNS.map(([title, kind, text, sign]) => element('td', {
        class: kind, 'data-sign': sign?.(round), title: title === 'Started' ? exactTime(round.round_start_timestamp) : null,
      }, text(round))));
    return isOpen ? [line, element('tr', { class: 'detail' }, element('td', { colspan: COLUMNS.length + 1 }, fields(round)))] : [line];
  }
}

function spacer(height) {
  const line = element('tr', { class: 'spacer', 'aria-hidden': 'true' }, element('td', { colspan: COLUMNS.length + 1 }));
  line.style.height = `${height}px`;
  return line;
}

function fields(round) {
  return element('dl', { class: 'fields' }, Object.entries(round).map(([name, value]) => element('div', {},
    element('dt', {}, name), element('dd', {}, value === null ? NONE : typeof value === 'object' ? JSON.stringify(value) : String(value)))));
}
