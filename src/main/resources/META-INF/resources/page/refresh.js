// Keeps up to date what is read as a whole: read again when rounds came in, now and then, and only while it is seen.

import { element, setText } from './elements.js';
import { age, clock, integer } from './format.js';

const PAUSE = 10_000;
// A connection that is not there by then is not waited for.
const LONGEST_WAIT = 1_500;
const MOST_COUNTED = 10_000;

/** Reads for a view, and says how old what it read is. */
export class Refresher {
  /**
   * `topics` are followed; `isMeant(round)` says whether a round changes what is shown; `read()` reads and shows it, and throws
   * where it could not.
   */
  constructor(context, topics, isMeant, read) {
    Object.assign(this, { context, topics, isMeant, read });
    this.at = null;
    this.rounds = new Set();
    this.isBehind = false;
    this.hasBegun = false;
    this.note = element('span', {}, 'Loading');
    this.button = element('button', { type: 'button', onclick: () => this.refresh() }, 'Refresh');
    this.node = element('p', { class: 'note refresh' }, this.note, this.button);
  }

  /** Reads for the first time. Follows first, so that no round falls between; where it cannot yet, it reads again then. */
  async start() {
    const ends = [];
    const followed = Promise.all(this.topics.map((topic) => new Promise((resolve) => {
      ends.push(this.context.live.subscribe(this.subscription(topic, resolve)));
    })));
    const ticking = setInterval(() => this.show(), 1_000);
    const onVisible = () => this.ask();
    document.addEventListener('visibilitychange', onVisible);
    this.context.onLeave(() => {
      ends.forEach((end) => end());
      clearInterval(ticking);
      clearTimeout(this.timer);
      document.removeEventListener('visibilitychange', onVisible);
    });
    await Promise.race([followed, new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT))]);
    await this.readNow();
  }

  subscription(topic, onFollowed) {
    return {
      topic,
      since: null,
      onSnapshot: () => {
        onFollowed();
        if (this.hasBegun) {
          this.fallBehind();
        }
      },
      onRefused: onFollowed,
      onLagged: () => this.fallBehind(),
      onEvent: (name, data, offset) => name === 'round' && this.isMeant(data) && this.fallBehind(offset),
    };
  }

  /** A round of two topics has one offset, and counts once. */
  fallBehind(offset = null) {
    this.isBehind = true;
    if (offset !== null && this.rounds.size < MOST_COUNTED) {
      this.rounds.add(offset);
    }
    this.ask();
  }

  ask() {
    if (this.isBehind && this.at !== null && !document.hidden) {
      this.timer ??= setTimeout(() => {
        this.timer = null;
        if (!document.hidden) {
          this.refresh();
        }
      }, Math.max(0, this.triedAt + PAUSE - performance.now()));
    }
  }

  async refresh() {
    if (this.isReading) {
      return;
    }
    clearTimeout(this.timer);
    this.timer = null;
    try {
      await this.readNow();
    } catch (failure) {
      if (failure.name === 'AbortError') {
        return;
      }
      // What is shown stays, and its age with it.
      this.failure = failure.message;
      this.show();
      this.fallBehind();
    }
  }

  async readNow() {
    const { rounds } = this;
    this.rounds = new Set();
    this.isReading = true;
    this.hasBegun = true;
    this.isBehind = false;
    try {
      await this.read();
      this.failure = null;
      this.at = performance.now();
    } catch (failure) {
      rounds.forEach((offset) => this.rounds.add(offset));
      throw failure;
    } finally {
      this.isReading = false;
      this.triedAt = performance.now();
    }
    this.show();
    this.ask();
  }

  show() {
    if (this.at === null || document.hidden) {
      return;
    }
    const count = this.rounds.size;
    const then = Date.now() - (performance.now() - this.at);
    setText(this.note, `As of ${clock(then)}, ${age(then)} ago`
      + (count > 0 ? `; ${count < MOST_COUNTED ? '' : 'more than '}${integer(count)} rounds since` : '') + (this.failure ? `. Not refreshed: ${this.failure}` : ''));
  }
}
