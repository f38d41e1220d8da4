// The one live connection of this tab. It comes back by itself and goes on after the last event it has seen.

import { get, subprotocols } from './api.js';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
// The server sends a heartbeat every 15 s.
const SILENCE = 40_000;

export const CONNECTING = 'connecting';
export const LIVE = 'live';
export const RECONNECTING = 'reconnecting';
export const OFFLINE = 'offline';

/**
 * Follows topics. A subscription is an object with `topic`, `since` (null for a snapshot) and the callbacks
 * `onSnapshot(snapshot)` (a state to begin with, or to begin again with), `onEvent(name, data, offset)`, `onLagged()` and
 * `onRefused(frame)`.
 */
export class LiveConnection {
  constructor() {
    this.state = CONNECTING;
    this.lastFrameAt = null;
    this.subscriptions = new Map();
    this.listeners = new Set();
    this.pause = FIRST_PAUSE;
    this.socket = null;
    this.isGreeted = false;
    this.timer = null;
    window.addEventListener('online', () => this.cameOnline());
    // What is on the way still comes, and a server on this machine goes on: the next frame says so.
    window.addEventListener('offline', () => this.changeState(OFFLINE));
    setInterval(() => this.watch(), 5_000);
  }

  /** Calls back whenever the state changes, and at once. */
  onState(listener) {
    this.listeners.add(listener);
    listener(this.state);
  }

  start() {
    this.connectNow();
  }

  /** Follows a topic; answers a function that ends it. */
  subscribe(subscription) {
    if (this.subscriptions.has(subscription.topic)) {
      this.end(subscription.topic);
    }
    this.subscriptions.set(subscription.topic, subscription);
    if (this.isGreeted) {
      this.sendSubscribe(subscription);
    }
    return () => {
      if (this.subscriptions.get(subscription.topic) === subscription) {
        this.end(subscription.topic);
      }
    };
  }

  end(topic) {
    this.subscriptions.delete(topic);
    if (this.isGreeted) {
      this.send({ type: 'unsubscribe', topic });
    }
  }

  connectNow() {
    clearTimeout(this.timer);
    if (this.socket && this.socket.readyState <= WebSocket.OPEN) {
      return;
    }
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(`${scheme}//${location.host}/api/v1/live`, subprotocols());
    this.socket = socket;
    this.isGreeted = false;
    socket.addEventListener('message', (message) => socket === this.socket && this.receive(message.data));
    socket.addEventListener('close', () => socket === this.socket && this.closed());
  }

  /** The old connection may be dead without knowing it. */
  cameOnline() {
    if (this.state === OFFLINE) {
      this.reconnect();
    }
  }

  /** Leaves the connection there is, also after a token was given. */
  reconnect() {
    this.pause = FIRST_PAUSE;
    this.socket?.close();
    this.socket = null;
    this.connectNow();
  }

  closed() {
    this.socket = null;
    this.isGreeted = false;
    const wasNeverLive = this.lastFrameAt === null;
    this.changeState(navigator.onLine ? (wasNeverLive ? CONNECTING : RECONNECTING) : OFFLINE);
    // A browser does not say why an upgrade was refused; a call does, and asks for a token where one is missing.
    get('/database/connection').catch(() => {});
    this.timer = setTimeout(() => this.connectNow(), this.pause * (0.8 + Math.random() * 0.4));
    this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
  }

  watch() {
    if (this.state === LIVE && performance.now() - this.lastFrameAt > SILENCE) {
      this.socket?.close();
      this.closed();
    }
  }

  changeState(state) {
    if (state !== this.state) {
      this.state = state;
      this.listeners.forEach((listener) => listener(state));
    }
  }

  send(frame) {
    this.socket.send(JSON.stringify(frame));
  }

  sendSubscribe(subscription) {
    // What is still on its way for an earlier subscription of that name is not for this one.
    subscription.isAnswered = false;
    const { topic, since } = subscription;
    this.send({ type: 'subscribe', id: topic, topic, ...(since ? { since } : {}) });
  }

  receive(text) {
    this.lastFrameAt = performance.now();
    const frame = JSON.parse(text);
    if (this.isGreeted || frame.type === 'hello') {
      this.changeState(LIVE);
    }
    if (frame.type === 'hello') {
      this.pause = FIRST_PAUSE;
      this.isGreeted = true;
      this.subscriptions.forEach((subscription) => this.sendSubscribe(subscription));
      return;
    }
    const subscription = this.subscriptions.get(frame.type === 'error' ? frame.id : frame.topic);
    if (!subscription) {
      return;
    }
    if (frame.type === 'error') {
      subscription.onRefused?.(frame);
    } else if (frame.type === 'subscribed') {
      subscription.isAnswered = true;
      subscription.since = { epoch: frame.epoch, offset: frame.offset };
      if (!frame.recovered) {
        subscription.onSnapshot(frame.snapshot, frame.offset);
      }
    } else if (frame.type === 'event') {
      // No double, whatever the connection went through.
      if (!subscription.isAnswered || frame.offset <= subscription.since.offset) {
        return;
      }
      subscription.since = { epoch: subscription.since.epoch, offset: frame.offset };
      subscription.onEvent(frame.event, frame.data, frame.offset);
    } else if (frame.type === 'lagged') {
      subscription.onLagged?.(frame.missed);
    }
  }
}
