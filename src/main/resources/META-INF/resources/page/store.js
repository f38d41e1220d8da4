// What the page knows of the sessions: a snapshot, then events by offset, applied once a frame.

const RECENT = 100;
const LATEST_MULTIPLIERS = 10;
const MOST_WAITING = 2_000;
// New sessions are added up to so many; then the state is read again.
const MOST_ROWS = 500;

/**
 * Runs work once a frame. A hidden tab gets no frames: there `apply` alone runs, once a second, and `draw` when it is shown
 * again.
 */
export class Frames {
  constructor(apply, draw) {
    this.apply = apply;
    this.draw = draw;
    this.request = null;
    this.timer = null;
    this.measured = 0;
    this.onVisible = () => !document.hidden && this.ask();
    document.addEventListener('visibilitychange', this.onVisible);
  }

  ask() {
    if (document.hidden) {
      this.timer ??= setTimeout(() => {
        this.timer = null;
        this.apply();
      }, 1_000);
    } else {
      this.request ??= requestAnimationFrame(() => this.frame());
    }
  }

  frame() {
    this.request = null;
    const start = performance.now();
    this.apply();
    this.draw();
    // What the browser's tools and the tests read; not kept for ever.
    performance.measure('crash:frame', { start, end: performance.now() });
    if (++this.measured % 1_000 === 0) {
      performance.clearMeasures('crash:frame');
    }
  }

  stop() {
    cancelAnimationFrame(this.request);
    clearTimeout(this.timer);
    document.removeEventListener('visibilitychange', this.onVisible);
    // Nothing is asked for any more.
    this.ask = () => {};
  }
}

/** Events that wait for the next frame, in their order. */
export class EventQueue {
  constructor(apply) {
    this.apply = apply;
    this.waiting = [];
  }

  add(event) {
    this.waiting.push(event);
    if (this.waiting.length >= MOST_WAITING) {
      this.drain();
    }
  }

  drain() {
    const events = this.waiting;
    this.waiting = [];
    events.forEach((event) => this.apply(event));
  }
}

export function sessionKey(bot, session) {
  return `${encodeURIComponent(bot)}/${encodeURIComponent(session)}`;
}

/** A session of the overview. */
class SessionRow {
  constructor(bot, session) {
    this.key = sessionKey(bot, session);
    this.bot = bot;
    this.session = session;
    this.strategy = null;
    this.platform = null;
    this.sums = new Map();
    this.roi = null;
    this.winStreak = 0;
    this.lossStreak = 0;
    this.lastRoundNumber = null;
    this.lastRoundAt = null;
    this.profits = [];
    this.multipliers = [];
    this.outcomes = [];
    this.drawdown = null;
    // Up to which offset its rounds are in there.
    this.drawdownOffset = 0;
  }

  get profit() {
    return this.sums.size === 1 ? [...this.sums.values()][0].profit : this.sums.size === 0 ? 0 : null;
  }

  get currency() {
    return this.sums.size === 1 ? [...this.sums.keys()][0] : null;
  }

  get winRate() {
    return this.totalRounds > 0 ? this.wins / this.totalRounds : null;
  }

  /** Streak as a number to sort by: wins above 0, losses below. */
  get streak() {
    return this.winStreak > 0 ? this.winStreak : -this.lossStreak;
  }

  /** Active sessions that have not had a round for a minute are called silent. */
  state(now) {
    const isSilent = this.status === 'active' && now - new Date(this.lastRoundAt ?? this.startTime).getTime() > 60_000;
    return isSilent ? 'silent' : this.status;
  }
}

/** All sessions of the overview, and what has changed since they were last drawn. */
export class OverviewStore {
  constructor() {
    this.reset();
  }

  reset() {
    this.rows = new Map();
    this.changed = new Set();
    this.asked ??= new Set();
    this.minute = new MinuteCount(0);
    this.sinceSnapshot = [];
    this.isIncomplete = false;
    this.drawdownsWanted = true;
  }

  /** Takes the answer of GET /overview. */
  load(overview, now = Date.now()) {
    this.reset();
    this.total = overview.total_sessions;
    this.minute = new MinuteCount(overview.rounds_last_minute, now);
    overview.items.forEach((item) => this.rows.set(sessionKey(item.bot_id, item.session_id), rowOf(item)));
    this.rows.forEach((row) => this.changed.add(row));
  }

  /** Takes the answer of GET /overview/drawdowns, and adds the rounds that it has not. Some that it has may still come. */
  loadDrawdowns(drawdowns) {
    drawdowns.items.forEach((item) => {
      const row = this.rows.get(sessionKey(item.bot_id, item.session_id));
      if (row && item.depth !== null) {
        row.drawdown = { profit: Number(item.profit), peak: Number(item.peak), depth: Number(item.depth) };
        row.drawdownOffset = drawdowns.offset;
        this.changed.add(row);
      }
    });
    this.sinceSnapshot.forEach(({ row, gained, offset }) => fall(row, gained, offset));
    this.sinceSnapshot = [];
    this.drawdownsWanted = false;
  }

  apply({ name, data, offset }) {
    const isRound = name === 'round';
    if (isRound) {
      this.minute.add();
    }
    if (name !== 'session_started' && (isRound || name.startsWith('session_')) && !this.has(data)) {
      return;
    }
    if (isRound) {
      this.addRound(data, offset);
    } else if (name.startsWith('session_')) {
      this.setSession(data);
    }
  }

  /** Whether a session is shown. One that was not, and plays again, is asked for once: it may be among the shown ones now. */
  has({ bot_id: bot, session_id: session }) {
    const key = sessionKey(bot, session);
    if (!this.rows.has(key) && !this.asked.has(key) && this.asked.size < 10_000) {
      this.asked.add(key);
      this.isIncomplete = true;
    }
    return this.rows.has(key);
  }

  addRound(round, offset) {
    const row = this.rowFor(round.bot_id, round.session_id, round);
    const gained = Number(round.profit_loss_amount ?? 0);
    addStake(row, round);
    row.platform = round.platform_code;
    row.strategy = round.strategy_name;
    if (row.lastRoundNumber !== null && round.round_number <= row.lastRoundNumber) {
      // A late round changes what stands behind the figures of later ones.
      this.isIncomplete = true;
      return;
    }
    row.lastRoundNumber = round.round_number;
    row.lastRoundAt = round.round_start_timestamp;
    push(row.profits, gained, RECENT);
    push(row.multipliers, round.crash_multiplier_detected ?? round.final_multiplier, LATEST_MULTIPLIERS);
    push(row.outcomes, round.round_outcome, LATEST_MULTIPLIERS);
    extendStreak(row, round.round_outcome);
    if (this.drawdownsWanted) {
      this.sinceSnapshot.push({ row, gained, offset });
      this.isIncomplete ||= this.sinceSnapshot.length > 20_000;
    } else {
      fall(row, gained, offset);
    }
    this.changed.add(row);
  }

  setSession(summary) {
    const row = this.rowFor(summary.bot_id, summary.session_id, summary);
    row.status = summary.status;
    row.game = summary.game_name;
    row.startTime = summary.start_time;
    row.initialBalance = summary.initial_balance;
    row.balance = summary.final_balance;
    row.roi = summary.roi_percent;
    row.totalRounds = summary.total_rounds;
    row.wins = summary.winning_rounds;
    row.losses = summary.losing_rounds;
    if (summary.by_currency) {
      Object.entries(summary.by_currency).forEach(([currency, sums]) => {
        sumsOf(row, currency).profit = Number(sums.total_profit_loss);
      });
    } else if (row.sums.size === 1) {
      row.sums.values().next().value.profit = Number(summary.total_profit_loss);
    }
    this.changed.add(row);
  }

  rowFor(bot, session, source) {
    const key = sessionKey(bot, session);
    let row = this.rows.get(key);
    if (!row) {
      row = new SessionRow(bot, session);
      Object.assign(row, {
        game: source.game_name, status: 'active', startTime: source.start_time ?? source.round_start_timestamp,
        initialBalance: null, balance: null, totalRounds: 0, wins: 0, losses: 0,
        drawdown: { profit: 0, peak: 0, depth: 0 },
      });
      this.rows.set(key, row);
      this.total += 1;
      this.isIncomplete ||= this.rows.size > MOST_ROWS;
      this.changed.add(row);
    }
    return row;
  }

  /** What has changed since it was last asked. */
  takeChanged() {
    const changed = this.changed;
    this.changed = new Set();
    return changed;
  }
}

function rowOf(item) {
  const row = new SessionRow(item.bot_id, item.session_id);
  const sums = Object.entries(item.by_currency);
  Object.assign(row, {
    game: item.game_name, platform: item.platform_code, strategy: item.strategy_name, status: item.status,
    startTime: item.start_time, initialBalance: item.initial_balance, balance: item.final_balance,
    totalRounds: item.total_rounds, wins: item.winning_rounds, losses: item.losing_rounds,
    winStreak: item.win_streak, lossStreak: item.loss_streak,
    lastRoundNumber: item.last_round_number, lastRoundAt: item.last_round_at,
    profits: item.recent.profit_loss.map(Number),
    multipliers: item.recent.multiplier.slice(-LATEST_MULTIPLIERS),
    outcomes: item.recent.outcome.slice(-LATEST_MULTIPLIERS),
  });
  sums.forEach(([currency, { stakes, profit }]) => row.sums.set(currency, { stakes: Number(stakes), profit: Number(profit) }));
  row.roi = row.sums.size === 1 ? ratio(row.sums.values().next().value) : null;
  return row;
}

function ratio({ profit, stakes }) {
  return stakes > 0 ? (profit / stakes) * 100 : 0;
}

function sumsOf(row, currency) {
  if (!row.sums.has(currency)) {
    row.sums.set(currency, { stakes: 0, profit: 0 });
  }
  return row.sums.get(currency);
}

function addStake(row, round) {
  const isNew = !row.sums.has(round.currency);
  const sums = sumsOf(row, round.currency);
  sums.stakes += Number(round.stake_value);
  if (isNew) {
    // The session's own figures, which follow, have the exact sum.
    sums.profit = Number(round.profit_loss_amount ?? 0);
  }
}

function fall(row, gained, offset) {
  if (row.drawdown && offset > row.drawdownOffset) {
    row.drawdown.profit += gained;
    row.drawdown.peak = Math.max(row.drawdown.peak, row.drawdown.profit);
    row.drawdown.depth = Math.max(row.drawdown.depth, row.drawdown.peak - row.drawdown.profit);
  }
}

function extendStreak(row, outcome) {
  if (outcome === 'WIN') {
    row.winStreak += 1;
    row.lossStreak = 0;
  } else if (outcome === 'LOSS') {
    row.lossStreak += 1;
    row.winStreak = 0;
  }
}

function push(list, value, most) {
  list.push(value);
  if (list.length > most) {
    list.shift();
  }
}

/** Counts events of the last sixty seconds. */
class MinuteCount {
  constructor(already, now = Date.now()) {
    // What was there before is spread over the minute before.
    this.seconds = new Array(60);
    for (let back = 1; back <= 60; back++) {
      const second = Math.floor(now / 1000) - back;
      this.seconds[second % 60] = { second, count: already / 60 };
    }
  }

  add(now = Date.now()) {
    const second = Math.floor(now / 1000);
    const slot = this.seconds[second % 60];
    if (slot.second === second) {
      slot.count += 1;
    } else {
      this.seconds[second % 60] = { second, count: 1 };
    }
  }

  total(now = Date.now()) {
    const first = Math.floor(now / 1000) - 60;
    return Math.round(this.seconds.reduce((sum, { second, count }) => (second > first ? sum + count : sum), 0));
  }
}

/** The totals of sessions: money by currency, never added up over several. */
export function totals(rows) {
  const sum = { active: 0, rounds: 0, wins: 0, byCurrency: new Map(), drawdown: null };
  for (const row of rows) {
    sum.active += row.status === 'active' ? 1 : 0;
    sum.rounds += row.totalRounds;
    sum.wins += row.wins;
    row.sums.forEach(({ stakes, profit }, currency) => {
      const all = sum.byCurrency.get(currency) ?? { stakes: 0, profit: 0 };
      sum.byCurrency.set(currency, { stakes: all.stakes + stakes, profit: all.profit + profit });
    });
    if (row.drawdown && (sum.drawdown === null || row.drawdown.depth > sum.drawdown.depth)) {
      sum.drawdown = { depth: row.drawdown.depth, row };
    }
  }
  return sum;
}

export { ratio };
