// The frame around the views: which one is shown, how the connection stands, theme, token.

import { forgetToken, keepToken, onTokenWanted } from './api.js';
import { element, setText, stateMessage } from './elements.js';
import { age, clock } from './format.js';
import { LIVE, LiveConnection } from './live.js';

const ROUTES = [
  { pattern: /^\/$/, view: 'overview', module: './views/overview.js', title: () => 'Overview' },
  { pattern: /^\/sessions\/([^/]+)\/([^/]+)$/, view: 'session', module: './views/session.js', title: ([bot]) => bot },
  { pattern: /^\/games(?:\/([^/]+))?$/, view: 'games', module: './views/game.js', title: ([game]) => game ?? 'Game' },
  { pattern: /^\/compare$/, view: 'compare', module: './views/compare.js', title: () => 'Compare' },
  { pattern: /^\/system$/, view: 'system', module: './views/system.js', title: () => 'System' },
];

const main = document.getElementById('main');
const connection = document.getElementById('connection');
const live = new LiveConnection();
let leave = null;
let current = null;
let dataAt = null;

/** #/path?query to the view it names, with its decoded parts. */
function parse(hash) {
  const [path, query = ''] = (hash.replace(/^#/, '') || '/').split('?');
  for (const route of ROUTES) {
    const match = route.pattern.exec(path);
    if (match) {
      return { ...route, path, parts: match.slice(1).map(decoded), query: new URLSearchParams(query) };
    }
  }
  return null;
}

function decoded(part) {
  try {
    return part === undefined ? undefined : decodeURIComponent(part);
  } catch (malformed) {
    return part;
  }
}

/** Changes the query of the address without showing the view anew: what was chosen survives a reload and can be shared. */
function remember(parameters) {
  const query = new URLSearchParams(current.query);
  Object.entries(parameters).forEach(([name, value]) => (value ? query.set(name, value) : query.delete(name)));
  current.query = query;
  const text = query.toString();
  history.replaceState(null, '', `#${current.path}${text ? `?${text}` : ''}`);
}

async function show() {
  leave?.();
  leave = null;
  const route = parse(location.hash);
  current = route;
  document.querySelectorAll('nav a').forEach((link) => {
    if (link.dataset.view === route?.view) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  });
  if (!route) {
    document.title = 'Not found · Crash analytics';
    main.replaceChildren(stateMessage('error', 'There is no such view.', element('p', {}, element('a', { href: '#/' }, 'To the overview'))));
    return;
  }
  document.title = `${route.title(route.parts)} · Crash analytics`;
  main.replaceChildren(stateMessage('loading', 'Loading'));
  const departures = [];
  const stop = new AbortController();
  let isGone = false;
  leave = () => {
    isGone = true;
    stop.abort();
    departures.forEach((departure) => departure());
  };
  const context = {
    live, remember, route, signal: stop.signal, reload: show,
    onLeave: (departure) => (isGone ? departure() : departures.push(departure)),
    isGone: () => isGone,
  };
  try {
    const view = await import(route.module);
    if (!isGone) {
      await view.show(main, context);
    }
  } catch (failure) {
    if (!isGone && failure.name !== 'AbortError') {
      showFailure(failure);
    }
  }
}

function showFailure(failure) {
  if (failure.status === undefined && failure.constructor.name !== 'Unreachable') {
    console.error(failure);
  }
  main.replaceChildren(stateMessage(
    'error',
    failure.status === 404 ? 'Not found' : 'This could not be loaded',
    element('p', {}, failure.message),
    element('p', {}, element('button', { type: 'button', onclick: show }, 'Try again')),
  ));
}

function showConnection() {
  const state = live.state;
  const words = { connecting: 'Connecting', live: 'Live', reconnecting: 'Reconnecting', offline: 'Offline' };
  if (state === LIVE) {
    dataAt = null;
  } else if (dataAt === null && live.lastFrameAt !== null) {
    dataAt = Date.now() - (performance.now() - live.lastFrameAt);
  }
  connection.dataset.state = state;
  connection.title = dataAt === null ? '' : `Data as of ${clock(dataAt)}`;
  setText(connection, dataAt === null ? words[state] : `${words[state]} · data ${age(dataAt)} old`);
  document.body.classList.toggle('stale', dataAt !== null);
}

function askForToken(wasWrong) {
  if (document.querySelector('dialog[open]')) {
    return;
  }
  const field = element('input', { type: 'password', id: 'token', autocomplete: 'off', required: true });
  const form = element('form', { method: 'dialog' },
    element('h2', {}, 'This server asks for a token'),
    element('p', {}, wasWrong ? 'The token is not the right one. ' : '',
      'It is the value of crash.auth.token. It is kept in this tab only, until the tab is closed.'),
    element('label', { for: 'token' }, 'Token'), field,
    element('p', { class: 'actions' }, element('button', { type: 'submit', class: 'primary' }, 'Continue')));
  const dialog = element('dialog', { 'aria-label': 'Token' }, form);
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (field.value) {
      keepToken(field.value);
      live.reconnect();
      show();
    }
  });
  forgetToken();
  document.body.append(dialog);
  dialog.showModal();
}

function themeButton() {
  const button = document.getElementById('theme');
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const label = () => {
    setText(button, isDark() ? 'Light' : 'Dark');
    button.setAttribute('aria-label', `Switch to the ${isDark() ? 'light' : 'dark'} theme`);
  };
  const changed = () => {
    label();
    window.dispatchEvent(new Event('crash:theme'));
  };
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    try {
      localStorage.setItem('crash.theme', root.dataset.theme);
    } catch (refused) {
      // Then it lasts as long as the page.
    }
    changed();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  label();
}

window.addEventListener('hashchange', async () => {
  await show();
  main.focus({ preventScroll: true });
  window.scrollTo(0, 0);
});
onTokenWanted(askForToken);
themeButton();
live.onState(showConnection);
setInterval(showConnection, 1_000);
live.start();
show();
