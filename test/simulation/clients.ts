import type { EventsAccepted } from '../../core/contract/problem.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { eventMessageBodies } from '../../core/metering/event-message.ts';
import type { HttpRequest } from '../../functions/middleware/http.ts';
import { meterDefinitions } from './meters.ts';
import { portsOf } from './ports.ts';
import { Process } from './scheduler.ts';
import type { SentEvent } from './traffic.ts';
import type { World } from './world.ts';

const RETRY_STEPS_MAX = 60;

interface Task {
  readonly name: string;
  /** Whether it may be left undone after a failure, for nothing is broken then. */
  readonly mayGiveUp: boolean;
}

/** Everybody outside the system: who sends events, defines meters and looks into quarantine. */
export class Clients {
  readonly #world: World;
  #started = 0;
  #busy = 0;

  constructor(world: World) {
    this.#world = world;
  }

  get isBusy(): boolean {
    return this.#busy > 0;
  }

  /** Sends a request of events until it is answered, or gives up. */
  sendEvents(events: readonly SentEvent[]): void {
    const { ledger, functions, scenario, journal } = this.#world;
    for (const event of events) ledger.sends(event);
    this.#untilDone({ name: 'ingest', mayGiveUp: true }, async (process) => {
      const request = this.#requestOf(events);
      const ingest = functions.ingest(portsOf(this.#world, process), scenario);
      try {
        const answer = await ingest(request);
        const { rejected } = JSON.parse(answer.body) as EventsAccepted;
        const refused = new Set(rejected.map(({ index }) => index));
        for (const [index, event] of events.entries()) {
          if (refused.has(index)) journal.reached('event refused at the door');
          else ledger.promise(event);
        }
      } catch (error) {
        if (!(error instanceof Rejection) || error.code === 'queue.unavailable') throw error;
        journal.reached('event refused at the door');
      }
    });
  }

  /** Adds the next meter to a tenant's catalog. */
  defineMeter(tenant: string, index: number): void {
    const { functions, journal } = this.#world;
    const definition = meterDefinitions[index % meterDefinitions.length] ?? meterDefinitions[0];
    this.#untilDone({ name: 'define-meter', mayGiveUp: false }, async (process) => {
      await functions.defineMeter(portsOf(this.#world, process))(tenant, definition);
      journal.reached('meter added');
    });
  }

  /** An operator lets in all that was too old. */
  retryQuarantined(tenant: string): void {
    const { stores, journal } = this.#world;
    this.#untilDone({ name: 'operator', mayGiveUp: false }, async (process) => {
      const { events } = portsOf(this.#world, process).queues;
      const entries = await stores.quarantine.list(tenant, { after: '', limit: 100 });
      for (const { reason, event } of entries) {
        if (reason !== 'too-old') continue;
        const outcome = await events.send(
          eventMessageBodies({ tenant, admitted: true, events: [event] }),
        );
        if (outcome === 'unavailable') throw new Error('the events queue did not take the retry');
        journal.reached('retried out of quarantine');
      }
    });
  }

  /** Does something in a sandbox of its own, again and again until an answer comes back. */
  #untilDone(task: Task, work: (process: Process) => Promise<void>): void {
    this.#busy += 1;
    this.#started += 1;
    const numbered = { ...task, name: `${task.name}-${this.#started}` };
    void this.#tryUntilDone(numbered, work).then(() => {
      this.#busy -= 1;
    });
  }

  async #tryUntilDone(
    { name, mayGiveUp }: Task,
    work: (process: Process) => Promise<void>,
  ): Promise<void> {
    const { dice, journal, network, scheduler } = this.#world;
    for (;;) {
      const isDone = await this.#answered(new Process(name), work);
      if (isDone && !dice.chance(network.faults.httpLost)) return;
      if (mayGiveUp && dice.chance(network.faults.clientGivesUp)) {
        journal.reached('client gave up');
        return;
      }
      journal.reached('client retried');
      await new Promise<void>((resolve) => {
        scheduler.later(dice.below(RETRY_STEPS_MAX), resolve);
      });
    }
  }

  /** Whether the work ended well; not when its process died. */
  #answered(process: Process, work: (process: Process) => Promise<void>): Promise<boolean> {
    return new Promise((resolve) => {
      process.onDeath(() => {
        resolve(false);
      });
      work(process).then(
        () => {
          resolve(true);
        },
        (error: unknown) => {
          this.#world.journal.note(() => `${process.name} failed: ${String(error)}`);
          resolve(false);
        },
      );
    });
  }

  /** The events as a body, in one of the forms that mean the same. */
  #requestOf(events: readonly SentEvent[]): HttpRequest {
    const { dice } = this.#world;
    const isCloudEvents = dice.chance(0.5);
    const content = events.map(({ tenant: _, time, ...event }) => {
      const offsetHours = dice.between(-3, 3);
      const fields: [string, unknown][] = Object.entries({
        ...event,
        time: rfc3339(time, offsetHours),
      });
      if (isCloudEvents) fields.push(['specversion', '1.0']);
      return Object.fromEntries(dice.shuffled(fields));
    });
    const mediaType = isCloudEvents ? 'application/cloudevents-batch+json' : 'application/json';
    return {
      requestId: 'simulated',
      headers: { 'content-type': mediaType },
      params: {},
      query: new Map(),
      body: { content: JSON.stringify(content), isBase64: false },
      caller: {
        tenant: events[0]?.tenant ?? '',
        keyId: 'key',
        scopes: ['events:write'],
        cursorKey: '',
      },
    };
  }
}

/** An instant as text, on a clock that is so many hours ahead of UTC. */
function rfc3339(time: number, offsetHours: number): string {
  const local = new Date(timestampOf(time + offsetHours * 3_600_000)).toISOString().slice(0, -1);
  const hours = String(Math.abs(offsetHours)).padStart(2, '0');
  return `${local}${offsetHours < 0 ? '-' : '+'}${hours}:00`;
}
