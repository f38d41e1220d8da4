// How figures look: one form everywhere, so that columns line up and nothing has to be read twice.

const THIN_SPACE = '\u202f';
const FIXED_SPACE = '\u00a0';
const MINUS = '\u2212';
export const NONE = '–';

function grouped(digits) {
  return digits.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}

function known(value) {
  return value !== null && value !== undefined && value !== '' && Number.isFinite(Number(value));
}

/** 12 345.60, with a real minus sign. */
export function decimal(value, places = 2) {
  if (!known(value)) {
    return NONE;
  }
  const number = Number(value);
  const [whole, fraction] = Math.abs(number).toFixed(places).split('.');
  const isZero = Number(whole) === 0 && (!fraction || Number(fraction) === 0);
  const sign = number < 0 && !isZero ? MINUS : '';
  return sign + grouped(whole) + (fraction ? `.${fraction}` : '');
}

export function integer(value) {
  return decimal(value, 0);
}

/** -1, 0 or 1 of what is shown: a loss of half a cent shows as 0.00 and counts as nothing. */
export function signOf(value, places = 2) {
  return known(value) ? Math.sign(Number(Number(value).toFixed(places))) : 0;
}

/** For `data-sign`: colour is never the only sign. */
export function signName(value, places = 2) {
  return ['loss', 'even', 'profit'][signOf(value, places) + 1];
}

/** ▲ +12.30, ▼ −4.00, 0.00: arrow and sign say what the colour says. */
export function signed(value, places = 2) {
  if (!known(value)) {
    return NONE;
  }
  const sign = signOf(value, places);
  return sign > 0 ? `▲${FIXED_SPACE}+${decimal(value, places)}` : sign < 0 ? `▼${FIXED_SPACE}${decimal(value, places)}` : decimal(value, places);
}

export function percent(value, places = 2) {
  return known(value) ? `${decimal(value, places)}${THIN_SPACE}%` : NONE;
}

export function signedPercent(value, places = 2) {
  return known(value) ? `${signed(value, places)}${THIN_SPACE}%` : NONE;
}

export function multiplier(value) {
  return known(value) ? `${decimal(value, 2)}×` : NONE;
}

/** The games' own bands: below 2 blue, below 10 purple, else pink. */
export function multiplierBand(value) {
  return Number(value) < 2 ? 'low' : Number(value) < 10 ? 'middle' : 'high';
}

/** A probability as people read it. */
export function probability(value) {
  if (!known(value)) {
    return NONE;
  }
  const p = Number(value);
  return p < 0.0001 ? '< 0.0001' : p > 0.9999 ? '> 0.9999' : p.toFixed(4);
}

/** 12 s, 4 min, 3 h, 2 d. */
export function duration(seconds) {
  if (!known(seconds)) {
    return NONE;
  }
  const total = Math.max(0, Math.round(Number(seconds)));
  if (total < 60) {
    return `${total} s`;
  }
  if (total < 3600) {
    return `${Math.floor(total / 60)} min`;
  }
  if (total < 86_400) {
    return `${Math.floor(total / 3600)} h ${Math.floor((total % 3600) / 60)} min`;
  }
  return `${integer(Math.floor(total / 86_400))} d ${Math.floor((total % 86_400) / 3600)} h`;
}

/** One unit, for columns. */
export function age(time, now = Date.now()) {
  if (!time) {
    return NONE;
  }
  const seconds = Math.max(0, Math.floor((now - new Date(time).getTime()) / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min`;
  }
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h` : `${integer(Math.floor(seconds / 86_400))} d`;
}

const LOCAL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** The viewer's zone, with UTC beside it. */
export function exactTime(time) {
  if (!time) {
    return NONE;
  }
  const date = new Date(time);
  return `${LOCAL.format(date)} (${date.toISOString().slice(0, 19).replace('T', ' ')} UTC)`;
}

export function clock(time) {
  return CLOCK.format(new Date(time));
}

export function bytes(value) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let amount = Number(value);
  let unit = 0;
  while (amount >= 1000 && unit < units.length - 1) {
    amount /= 1000;
    unit++;
  }
  return `${decimal(amount, unit === 0 ? 0 : 1)} ${units[unit]}`;
}

/** W3, L5; – where nothing was played. */
export function streak(wins, losses) {
  return wins > 0 ? `W${wins}` : losses > 0 ? `L${losses}` : NONE;
}

/** Wilson's 95% interval of a share. */
export function wilson(hits, trials) {
  if (!(trials > 0)) {
    return null;
  }
  const z = 1.959963984540054;
  const p = hits / trials;
  const denominator = 1 + (z * z) / trials;
  const centre = (p + (z * z) / (2 * trials)) / denominator;
  const half = (z / denominator) * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
