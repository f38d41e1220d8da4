// Calls to the server this page came from. A server with a token is asked with the one the viewer has given; it is kept for
// the life of the tab and nowhere else.

const TOKEN = 'crash.token';
const BASE = '/api/v1';

/** What the server refused, in its own words. */
export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail ?? body?.title ?? `The server answered ${status}.`);
    this.status = status;
    this.code = body?.code ?? null;
    this.fields = body?.errors ?? [];
  }
}

/** The server could not be reached. */
export class Unreachable extends Error {
  constructor() {
    super('The server does not answer.');
  }
}

const listeners = new Set();

/** Calls back when the server asks for a token. */
export function onTokenWanted(listener) {
  listeners.add(listener);
}

export function token() {
  return sessionStorage.getItem(TOKEN);
}

export function keepToken(value) {
  sessionStorage.setItem(TOKEN, value);
}

export function forgetToken() {
  sessionStorage.removeItem(TOKEN);
}

/** The subprotocols with which a WebSocket shows the token. */
export function subprotocols() {
  const secret = token();
  if (!secret) {
    return ['crash.v1'];
  }
  const bytes = new TextEncoder().encode(secret);
  const base64 = btoa(String.fromCharCode(...bytes));
  return ['crash.v1', `bearer.${base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`];
}

/** A path with every part escaped: path`/sessions/${id}/series`. */
export function path(parts, ...values) {
  return parts.reduce((whole, part, index) => whole + encodeURIComponent(values[index - 1]) + part);
}

function address(target, parameters) {
  const sent = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const query = new URLSearchParams(sent).toString();
  return target + (query ? `?${query}` : '');
}

async function ask(target, signal) {
  const secret = token();
  let answer;
  try {
    answer = await fetch(target, { signal, headers: secret ? { Authorization: `Bearer ${secret}` } : {} });
  } catch (failure) {
    throw failure.name === 'AbortError' ? failure : new Unreachable();
  }
  if (!answer.ok) {
    const problem = new Problem(answer.status, await answer.json().catch(() => null));
    if (answer.status === 401) {
      listeners.forEach((listener) => listener(Boolean(secret)));
    }
    throw problem;
  }
  return answer;
}

/** GET of JSON; the path starts after /api/v1. Throws Problem or Unreachable. */
export async function get(target, parameters = {}, signal = undefined) {
  return (await ask(address(BASE + target, parameters), signal)).json();
}

/** The server's metrics, in Prometheus' text. */
export async function metrics(signal = undefined) {
  return (await ask('/q/metrics', signal)).text();
}

/** Where an export is. Links cannot show a token: with one, `download` fetches it. */
export function exportAddress(target, parameters = {}) {
  return address(BASE + target, parameters);
}

/** Fetches a file with the token and hands it to the browser to keep. */
export async function download(target, name) {
  const content = await (await ask(target)).blob();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
