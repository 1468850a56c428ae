import type { Caller } from '../../core/access/caller.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { partitionOf } from '../../core/metering/log/log-key.ts';
import { settleDays } from '../../core/metering/rollups/settled.ts';
import { monthOfHour } from '../../core/metering/utc-month.ts';
import type { HttpRequest } from '../../functions/middleware/http.ts';
import { Errands } from './errands.ts';
import { Front } from './front.ts';
import { meterDefinitions } from './meters.ts';
import { portsOf } from './ports.ts';
import type { RunContext } from './run-context.ts';
import type { SentEvent } from './traffic.ts';

/** Everybody outside the system: who sends events, defines meters and looks into quarantine. */
export class Clients {
  readonly #world: RunContext;
  readonly #errands: Errands;
  readonly #front: Front;

  constructor(world: RunContext) {
    this.#world = world;
    this.#errands = new Errands(world);
    this.#front = new Front(world);
  }

  get isBusy(): boolean {
    return this.#errands.isBusy;
  }

  /** Sends a request of events until it is answered, or gives up. */
  sendEvents(events: readonly SentEvent[]): void {
    const { ledger, flow, functions, scenario, journal } = this.#world;
    for (const event of events) ledger.sends(event);
    this.#errands.untilDone({ name: 'ingest', mayGiveUp: true }, async (process) => {
      const request = this.#requestOf(events);
      const answer = scenario.hasFront
        ? this.#front.answer(request, events.length)
        : functions.ingest(portsOf(this.#world, process), scenario)(request);
      try {
        const { rejected } = (await answer).body;
        const refused = new Set(rejected.map(({ index }) => index));
        flow.promise(events.length - refused.size);
        for (const [index, event] of events.entries()) {
          if (refused.has(index)) journal.reached('event refused at the door');
          else ledger.promise(event);
        }
      } catch (error) {
        if (!(error instanceof Rejection) || error.code.startsWith('queue.')) throw error;
        journal.reached('event refused at the door');
      }
    });
  }

  /** Puts one of the meters into a tenant's catalog. */
  defineMeter(tenant: string, index: number): void {
    const { functions, journal } = this.#world;
    const { key, ...definition } =
      meterDefinitions[index % meterDefinitions.length] ?? meterDefinitions[0];
    this.#errands.untilDone({ name: 'define-meter', mayGiveUp: false }, async (process) => {
      const catalog = functions.catalog(portsOf(this.#world, process));
      await catalog['PUT /v1/meters/{key}'](
        declaredRequest(tenant, { params: { key }, body: definition }),
      );
      journal.reached('meter added');
    });
  }

  /** An operator lets in all that was too old. */
  retryQuarantined(tenant: string): void {
    const { flow, functions, stores, journal } = this.#world;
    this.#errands.untilDone({ name: 'operator', mayGiveUp: false }, async (process) => {
      const review = functions.review(portsOf(this.#world, process));
      const entries = await stores.quarantine.list(tenant, { after: '', limit: 100 });
      for (const { reason, id } of entries) {
        if (reason !== 'too-old') continue;
        await review['POST /v1/quarantine/{id}/retry'](declaredRequest(tenant, { params: { id } }));
        flow.promise(1);
        journal.reached('retried out of quarantine');
      }
    });
  }

  /** An operator drops the salt of a subject, if it has one. */
  eraseSubject(tenant: string, subject: string): void {
    const { functions, journal } = this.#world;
    this.#errands.untilDone({ name: 'erasure', mayGiveUp: true }, async (process) => {
      const { salts } = portsOf(this.#world, process);
      if ((await functions.erase(salts, tenant, subject)) > 0) journal.reached('salt dropped');
    });
  }

  /** Rolls up what may be of some months that have usage. */
  rollUp(tenant: string): void {
    const { functions, dice, journal, scenario } = this.#world;
    this.#errands.untilDone({ name: 'compaction', mayGiveUp: true }, async (process) => {
      const ports = portsOf(this.#world, process);
      const rollable = await settleDays(ports.rollups, ports.clock, tenant);
      const compact = functions.compact(ports);
      const month = monthOfHour(Math.floor(dice.pick(scenario.hotMinutes) / 60));
      for (const subject of scenario.subjects) {
        const key = {
          tenant,
          partition: partitionOf(subject),
          month: month - dice.pick([0, 0, 0, 1]),
        };
        if ((await compact(key, rollable)) === 'compacted') journal.reached('rolled up');
      }
    });
  }

  /** The events as a request, in one of the forms that mean the same. */
  #requestOf(events: readonly SentEvent[]): HttpRequest {
    const { dice } = this.#world;
    const isCloudEvents = dice.chance(0.5);
    const body = events.map(({ tenant: _, time, ...event }) => {
      const text = rfc3339(time, dice.between(-3, 3));
      const fields: [string, unknown][] = Object.entries({ ...event, time: text });
      if (isCloudEvents) fields.push(['specversion', '1.0']);
      return Object.fromEntries(dice.shuffled(fields));
    });
    const mediaType = isCloudEvents ? 'application/cloudevents-batch+json' : 'application/json';
    return {
      requestId: 'simulated',
      headers: { 'content-type': mediaType },
      params: {},
      query: new Map(),
      queryLists: new Map(),
      body: { content: JSON.stringify(body), isBase64: false },
      caller: callerOf(events[0]?.tenant ?? ''),
    };
  }
}

const callerOf = (tenant: string): Caller => ({
  tenant,
  keyId: 'key',
  scopes: ['admin', 'events:write'],
  cursorKey: 'cursors',
});

/** A request as the middlewares hand it on, with what is declared of it. */
export const declaredRequest = <Declared extends object>(tenant: string, declared: Declared) => ({
  headers: {},
  params: {},
  query: {},
  body: undefined,
  idempotencyKey: undefined,
  caller: callerOf(tenant),
  ...declared,
});

/** An instant as text, on a clock that is so many hours ahead of UTC. */
function rfc3339(time: number, offsetHours: number): string {
  const local = new Date(time + offsetHours * 3_600_000).toISOString().slice(0, -1);
  const hours = String(Math.abs(offsetHours)).padStart(2, '0');
  return `${local}${offsetHours < 0 ? '-' : '+'}${hours}:00`;
}
