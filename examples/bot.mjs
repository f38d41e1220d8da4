/**
 * An example bot in JavaScript: plays a simulated game at one target and logs every round over the WebSocket.
 *
 *     node bot.mjs 100                            Node 22; Node 20.10 with --experimental-websocket
 *     import { play } from "./bot.mjs";           in a page that the server itself hands out
 *
 * Rounds are sent without waiting for their acks. Those without one are sent again over the next connection: the server knows
 * a round by bot_id, session_id and round_number, and stores it once. docs/protocol.md has the protocol.
 */

const HOUSE_EDGE = 0.035;
const FIRST_PAUSE_MILLIS = 500;
const LONGEST_PAUSE_MILLIS = 30_000;
/** Closed so, a connection is not worth another attempt: see "Close codes" in docs/protocol.md. */
const FINAL_CODES = [1008, 4400, 4401, 4403];

/** A connection that sends rounds, and sends those without an answer again. */
export class RoundStream {
  #url;
  #protocols;
  #socket = null;
  #unanswered = new Map();
  #nextId = 1;
  #isClosing = false;
  #pauseMillis = FIRST_PAUSE_MILLIS;

  /** @param {string} url such as ws://127.0.0.1:8080  @param {string} [token] the server's crash.auth.token */
  constructor(url, token) {
    this.#url = `${url}/api/v1/rounds/stream`;
    // A browser cannot add headers to a WebSocket, so the token goes as a subprotocol.
    this.#protocols = token ? ["crash.v1", `bearer.${base64url(token)}`] : [];
    this.#connect();
  }

  /** Sends a message such as {type: "round", ...}; resolves to its ack, rejects where it is refused for good. */
  send(message) {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#unanswered.set(id, { text: JSON.stringify({ ...message, id }), resolve, reject });
      if (this.#socket?.readyState === 1) {
        this.#socket.send(this.#unanswered.get(id).text);
      }
    });
  }

  /** Closes the connection; await the acks first. */
  close() {
    this.#isClosing = true;
    this.#socket.close(1000);
  }

  #connect() {
    this.#socket = new WebSocket(this.#url, this.#protocols);
    this.#socket.onopen = () => this.#unanswered.forEach(({ text }) => this.#socket.send(text));
    this.#socket.onmessage = ({ data }) => this.#take(JSON.parse(data));
    this.#socket.onclose = ({ code }) => this.#closed(code);
    this.#socket.onerror = () => {}; // A close event follows.
  }

  #take(frame) {
    if (frame.type === "hello") {
      this.#pauseMillis = FIRST_PAUSE_MILLIS;
      return;
    }
    const waiting = this.#unanswered.get(frame.id);
    if (!waiting) {
      return;
    }
    if (frame.type === "error" && frame.retryable) {
      setTimeout(() => this.#socket.readyState === 1 && this.#socket.send(waiting.text), FIRST_PAUSE_MILLIS);
      return;
    }
    this.#unanswered.delete(frame.id);
    if (frame.type === "ack") {
      waiting.resolve(frame);
    } else {
      waiting.reject(new Error(`${frame.detail} (${frame.code})`));
    }
  }

  #closed(code) {
    if (this.#isClosing) {
      return;
    }
    if (FINAL_CODES.includes(code)) {
      this.#unanswered.forEach(({ reject }) => reject(new Error(`the server closed the connection: ${code}`)));
      return;
    }
    setTimeout(() => this.#connect(), this.#pauseMillis);
    this.#pauseMillis = Math.min(2 * this.#pauseMillis, LONGEST_PAUSE_MILLIS);
  }
}

/**
 * Plays rounds and logs them; resolves to what came of it once every round is stored.
 *
 * @param {{url: string, token?: string, botId?: string, sessionId?: string, rounds?: number, stake?: number,
 *     target?: number, draw?: () => number, onRound?: (round: object) => void}} options
 */
export async function play(options) {
  const { url, token, rounds = 100, stake = 10, target = 1.5, draw = Math.random, onRound = () => {} } = options;
  const session = {
    bot_id: options.botId ?? "example_javascript",
    session_id: options.sessionId ?? `session_${Date.now()}`,
    game_name: "aviator",
  };
  const stream = new RoundStream(url, token);
  let balance = 1000;
  const acks = [stream.send({ type: "session_start", ...session, initial_balance: balance })];
  for (let number = 1; number <= rounds; number++) {
    const crash = Math.max(1, Math.floor((100 * (1 - HOUSE_EDGE)) / (1 - draw())) / 100);
    const isWon = crash >= target;
    const profit = isWon ? stake * (target - 1) : -stake;
    const round = {
      type: "round",
      ...session,
      platform_code: "dafabet",
      round_number: number,
      round_start_timestamp: new Date().toISOString(),
      stake_value: money(stake),
      target_multiplier: target,
      crash_multiplier: crash,
      cashout_multiplier: isWon ? target : null,
      round_outcome: isWon ? "WIN" : "LOSS",
      profit_loss: money(profit),
      running_balance_before: money(balance),
      running_balance_after: money(balance + profit),
    };
    balance += profit;
    acks.push(stream.send(round));
    onRound(round);
  }
  const answers = await Promise.all(acks);
  await stream.send({ type: "session_close", bot_id: session.bot_id, session_id: session.session_id, final_balance: money(balance) });
  stream.close();
  return { ...session, rounds, balance: money(balance), duplicates: answers.filter((ack) => ack.duplicate).length };
}

/** Amounts travel as text, so that no digit is lost or made up. */
function money(amount) {
  return amount.toFixed(2);
}

function base64url(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

// Started by itself, in Node.
if (globalThis.process?.argv?.[1]?.endsWith("bot.mjs") && import.meta.url.startsWith("file:")) {
  const url = (process.env.CRASH_SERVER_URL ?? "http://127.0.0.1:8080").replace(/^http/, "ws");
  const played = await play({
    url,
    token: process.env.CRASH_SERVER_TOKEN,
    rounds: Number(process.argv[2] ?? 100),
    botId: process.argv[3],
    sessionId: process.argv[4],
  });
  console.log(JSON.stringify(played));
}
