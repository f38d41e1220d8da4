// How the server fares: database, ingest, connections, jobs.

import { get, metrics } from '../api.js';
import { element, figure, setText, stackTable } from '../elements.js';
import { age, bytes, decimal, duration, exactTime, integer, NONE } from '../format.js';

const PAUSE = 3_000;
// Counting rows costs the database something; they are looked at less often.
const DATABASE_PAUSE = 30_000;

const FIGURES = [
  ['connection', 'Database', 'Whether it answers, and how fast'],
  ['rounds', 'Rounds a second', 'Stored by this server since the last look'],
  ['queue', 'Queue', 'Entries taken and not yet answered'],
  ['ack', 'Ack latency', 'From taking an entry to the answer after its commit, half of them and 99% of them, since the last look; upper edges of the histogram'],
  ['bots', 'Bot streams', 'WebSockets that feed rounds in'],
  ['dashboards', 'Dashboards', 'Live connections, this page among them'],
  ['lag', 'Live lag', 'Mean time from a commit to the hand-out of its events, since the last look'],
  ['refused', 'Refused', 'Entries refused since the server started'],
];

/** Shows the view. */
export async function show(container, context) {
  const view = new SystemView(container, context);
  await view.start();
}

class SystemView {
  constructor(container, context) {
    Object.assign(this, { container, context });
    this.before = null;
  }

  async start() {
    await this.loadDatabase();
    this.build();
    this.showDatabase();
    const look = () => this.look().catch((failure) => failure.name !== 'AbortError' && setText(this.note, `Not refreshed: ${failure.message}`));
    await look();
    const timer = setInterval(() => !document.hidden && look(), PAUSE);
    this.context.onLeave(() => clearInterval(timer));
  }

  build() {
    this.figures = Object.fromEntries(FIGURES.map(([key, name, definition]) => [key, figure(name, definition, { key })]));
    this.note = element('p', { class: 'note', role: 'status' });
    this.jobs = element('section', { class: 'panel', dataset: { table: 'jobs' } });
    this.tables = element('tbody');
    this.settings = element('dl', { class: 'definitions' });
    this.container.replaceChildren(
      element('h1', {}, 'System'),
      element('dl', { class: 'strip', 'aria-label': 'Figures' }, Object.values(this.figures).map(({ node }) => node)),
      element('div', { class: 'panels' },
        element('section', { class: 'panel' }, element('h2', {}, 'Database'), this.settings),
        element('section', { class: 'panel' }, element('h2', {}, 'Rows'), element('table', { class: 'plain' }, element('caption', { class: 'hidden' }, 'Rows by table'),
          element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'Table'), element('th', { scope: 'col', class: 'number' }, 'Rows'))), this.tables))),
      this.jobs,
      this.note);
  }

  async loadDatabase() {
    this.database = await get('/database', {}, this.context.signal);
    this.databaseAt = performance.now();
  }

  showDatabase() {
    const { database } = this;
    const durable = database.fsync === 'on' && database.synchronous_commit === 'on';
    const facts = [
      ['Version', database.server_version], ['Size', bytes(database.size_bytes)], ['Schema', database.migration],
      ['fsync', database.fsync], ['synchronous_commit', database.synchronous_commit],
      ['Durable', durable ? 'yes: an acknowledged round is on disk' : 'no: an acknowledged round may be lost in a crash'],
    ];
    this.settings.replaceChildren(...facts.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value ?? NONE)]));
    this.tables.replaceChildren(...Object.entries(database.tables).map(([name, rows]) => element('tr', {}, element('th', { scope: 'row' }, name),
      element('td', { class: 'number' }, (database.estimated_tables.includes(name) ? 'about ' : '') + integer(rows)))));
  }

  async look() {
    const { signal } = this.context;
    const [connection, text, jobs] = await Promise.all([get('/database/connection', {}, signal), metrics(signal), get('/maintenance/jobs', {}, signal)]);
    this.figures.connection.update(connection.connected ? 'connected' : 'lost', connection.connected ? `${decimal(connection.latency_ms)} ms` : '');
    const now = { at: performance.now(), ...sample(text) };
    this.showIngest(now, this.before ?? now);
    this.before = now;
    this.showJobs(jobs.items);
    if (now.at - this.databaseAt > DATABASE_PAUSE) {
      await this.loadDatabase();
      this.showDatabase();
    }
    setText(this.note, `Refreshed every ${PAUSE / 1000} seconds while it is seen; the database every ${DATABASE_PAUSE / 1000}.`);
  }

  showIngest(now, before) {
    const seconds = (now.at - before.at) / 1000;
    this.figures.rounds.update(seconds > 0 ? decimal((now.rounds - before.rounds) / seconds, 1) : NONE, `${integer(now.rounds)} since the start`);
    this.figures.queue.update(integer(now.queue), `${bytes(now.queueBytes)}`);
    const quick = quantile(now.ack, before.ack, 0.5) ?? quantile(now.ack, new Map(), 0.5);
    const slow = quantile(now.ack, before.ack, 0.99) ?? quantile(now.ack, new Map(), 0.99);
    this.figures.ack.update(quick === null ? NONE : `≤ ${decimal(quick * 1000, 1)} ms`, slow === null ? '' : `99%: ≤ ${decimal(slow * 1000, 1)} ms`);
    this.figures.bots.update(integer(now.streams), now.paused > 0 ? `${integer(now.paused)} not being read` : '');
    this.figures.dashboards.update(integer(now.dashboards), `${integer(now.subscriptions)} subscriptions`);
    const events = now.lagCount - before.lagCount;
    this.figures.lag.update(events > 0 ? `${decimal(((now.lagSum - before.lagSum) / events) * 1000, 1)} ms` : NONE, events > 0 ? `${integer(events)} commits` : 'nothing new');
    this.figures.refused.update(integer(now.refused));
  }

  showJobs(jobs) {
    this.jobs.replaceChildren(element('h2', {}, 'Jobs'), jobs.length === 0 ? element('p', { class: 'note' }, 'None has run yet.')
      : stackTable('Maintenance jobs', ['Kind', 'Status', 'Progress', 'Started', 'Took', 'Came to'], jobs.map(jobLine), { numeric: false }));
  }
}

function jobLine(job) {
  const known = ['job_id', 'kind', 'status', 'started_at', 'ended_at', 'progress', 'failure'];
  const results = Object.entries(job).filter(([name, value]) => !known.includes(name) && typeof value !== 'object').map(([name, value]) => `${name} ${value}`);
  const { progress } = job;
  const share = progress === null ? NONE : element('span', {},
    job.status === 'running' ? element('progress', { value: progress.bots_done, max: Math.max(1, progress.bots_total), 'aria-label': 'Bots done' }) : null,
    ` ${integer(progress.bots_done)} of ${integer(progress.bots_total)} bots`);
  const end = job.ended_at ? new Date(job.ended_at) : new Date();
  const started = element('span', { title: exactTime(job.started_at) }, `${age(job.started_at)} ago`);
  return [job.kind, job.status, { text: share }, { text: started }, duration((end - new Date(job.started_at)) / 1000), job.failure ?? results.join(', ')];
}

/** What of Prometheus' text this view shows. */
function sample(text) {
  const lines = text.split('\n').filter((line) => line.startsWith('crash_'));
  const sum = (name) => lines.filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  const ack = new Map(lines.filter((line) => line.startsWith('crash_ingest_ack_seconds_bucket')).map((line) => [
    Number(/le="([^"]+)"/.exec(line)[1].replace('+Inf', 'Infinity')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
  return {
    ack, rounds: sum('crash_ingest_rounds_total'), queue: sum('crash_ingest_queue_items'), queueBytes: sum('crash_ingest_queue_bytes'),
    streams: sum('crash_ingest_connections'), paused: sum('crash_ingest_connections_paused'), refused: sum('crash_ingest_refused_total'),
    dashboards: sum('crash_live_connections'), subscriptions: sum('crash_live_subscribers'),
    lagSum: sum('crash_live_lag_seconds_sum'), lagCount: sum('crash_live_lag_seconds_count'),
  };
}

/** The edge of the bucket in which a share of what came since lies; null where nothing came. */
function quantile(now, before, share) {
  const total = (now.get(Infinity) ?? 0) - (before.get(Infinity) ?? 0);
  if (total <= 0) {
    return null;
  }
  for (const [edge, count] of [...now].sort(([a], [b]) => a - b)) {
    if (count - (before.get(edge) ?? 0) >= share * total) {
      return edge;
    }
  }
  return null;
}
