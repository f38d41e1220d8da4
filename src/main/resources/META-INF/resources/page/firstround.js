// What an empty overview says: how a first round gets there.

import { element, setText, stateMessage } from './elements.js';

/** Commands to copy. */
export function firstRound() {
  const command = `curl -s ${location.origin}/api/v1/rounds -H 'Content-Type: application/json' -d '{
  "bot_id": "my_bot_001", "session_id": "first_session",
  "game_name": "aviator", "platform_code": "dafabet", "round_number": 1,
  "stake_value": "10.00", "crash_multiplier": "2.45", "cashout_multiplier": "1.33",
  "round_outcome": "WIN", "running_balance_before": "1000.00"}'`;
  return stateMessage('empty', 'No rounds yet',
    element('p', {}, 'Log a first one, and it appears here at once:'),
    copyable(command),
    element('p', {}, 'Or start the server with bots that play for show:'),
    copyable('java -Dcrash.demo.bots=8 -jar target/quarkus-app/quarkus-run.jar'));
}

function copyable(text) {
  const code = element('code', {}, text);
  const button = element('button', { type: 'button', onclick: () => copy(code, button) }, 'Copy');
  return element('div', { class: 'copyable' }, element('pre', { tabindex: '0' }, code), button);
}

/** Browsers have a clipboard for pages from this machine and over TLS only; elsewhere the text is selected. */
async function copy(code, button) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    setText(button, 'Copied');
  } catch (refused) {
    getSelection().selectAllChildren(code);
    setText(button, 'Selected');
  }
  setTimeout(() => setText(button, 'Copy'), 2_000);
}
