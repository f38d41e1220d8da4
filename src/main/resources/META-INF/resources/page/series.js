// The history of a session as it is drawn: the server's buckets, then the rounds that came after them, one by one.

// So many can be drawn a few times a second; then the server sums them up anew.
const MOST = 3_000;

const LISTS = [
  'first_round', 'last_round', 'rounds', 'profit', 'profit_min', 'profit_max', 'stake_min', 'stake_max', 'target', 'won_min',
  'won_max', 'lost_min', 'lost_max', 'watched_min', 'watched_max', 'wins', 'played', 'errors', 'confidence', 'confidence_min',
];

/** Turns the lists of an answer into one object a bucket. */
export function bucketsOf(answer) {
  return answer.buckets.first_round.map((unused, index) => {
    const bucket = {};
    LISTS.forEach((name) => {
      const value = answer.buckets[name][index];
      bucket[name] = value === null ? null : Number(value);
    });
    return bucket;
  });
}

/** The whole of a session, with a part of it in more detail. */
export class Series {
  constructor(answer) {
    this.initialBalance = answer.initial_balance === null ? null : Number(answer.initial_balance);
    this.currency = answer.currency;
    this.currencies = answer.currencies;
    this.isMixed = answer.currency === null && answer.currencies.length > 1;
    this.before = { profit: Number(answer.before.profit ?? 0), peak: Number(answer.before.peak ?? 0), ...counts(answer.before) };
    this.width = answer.bucket_width;
    this.buckets = bucketsOf(answer);
    this.detail = null;
  }

  get last() {
    return this.buckets[this.buckets.length - 1] ?? null;
  }

  /** Adds a round at the end: 'added', or 'full' where there are now too many to draw; 'behind' where it belongs before it. */
  add(round) {
    const { last } = this;
    if (last && round.round_number <= last.last_round) {
      return 'behind';
    }
    const gained = Number(round.profit_loss_amount ?? 0);
    const profit = (last ? last.profit : this.before.profit) + gained;
    const crash = numberOrNull(round.crash_multiplier_detected ?? round.final_multiplier);
    const isPlayed = round.round_outcome === 'WIN' || round.round_outcome === 'LOSS';
    const [won, lost] = [round.round_outcome === 'WIN', round.round_outcome === 'LOSS'];
    const confidence = numberOrNull(round.multiplier_detection_confidence);
    this.buckets.push({
      first_round: round.round_number, last_round: round.round_number, rounds: 1, profit, profit_min: profit, profit_max: profit,
      stake_min: Number(round.stake_value), stake_max: Number(round.stake_value), target: numberOrNull(round.target_multiplier),
      won_min: won ? crash : null, won_max: won ? crash : null, lost_min: lost ? crash : null, lost_max: lost ? crash : null,
      watched_min: isPlayed ? null : crash, watched_max: isPlayed ? null : crash,
      wins: (last ? last.wins : this.before.wins) + (won ? 1 : 0), played: (last ? last.played : this.before.played) + (isPlayed ? 1 : 0),
      errors: round.round_outcome === 'ERROR' || round.error_type ? 1 : 0, confidence, confidence_min: confidence,
    });
    return this.buckets.length < MOST ? 'added' : 'full';
  }

  /** Shows a part in more detail than the rest; null for none. */
  refine(answer) {
    this.detail = answer && answer.buckets.first_round.length > 0 ? bucketsOf(answer) : null;
  }

  /** What is drawn: the detail where there is one, the whole around it. */
  drawn() {
    if (!this.detail) {
      return this.buckets;
    }
    const from = this.detail[0].first_round;
    const to = this.detail[this.detail.length - 1].last_round;
    return [
      ...this.buckets.filter((bucket) => bucket.last_round < from), ...this.detail,
      ...this.buckets.filter((bucket) => bucket.first_round > to),
    ];
  }

  /** Where the curve begins: the balance, or 0 where it is unknown. */
  get base() {
    return this.initialBalance ?? 0;
  }
}

function counts({ wins, played }) {
  return { wins, played };
}

function numberOrNull(value) {
  return value === null || value === undefined ? null : Number(value);
}
