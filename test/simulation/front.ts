import type { HttpRequest } from '../../functions/middleware/http.ts';
import { eventsOfMessage } from './oracle/decode.ts';
import { portsOf } from './ports.ts';
import type { Functions, RunContext } from './run-context.ts';
import { Process } from './scheduler.ts';

type Ingest = ReturnType<Functions['ingest']>;

/** One server for all requests of events: when it dies, none that is in it is answered, and another takes its place. */
export class Front {
  readonly #world: RunContext;
  #started = 0;
  #process: Process | undefined;
  #ingest: Ingest | undefined;
  /** Events of each request that is in it. */
  #inside: number[] = [];

  constructor(world: RunContext) {
    this.#world = world;
  }

  /** Answers, or rejects when the server dies first. */
  async answer(request: HttpRequest, events: number): Promise<Awaited<ReturnType<Ingest>>> {
    const { process, ingest } = this.#running();
    this.#inside.push(events);
    const died = new Promise<never>((_, reject) => {
      process.onDeath(() => {
        reject(new Error('the front died'));
      });
    });
    try {
      return await Promise.race([ingest(request), died]);
    } finally {
      const place = this.#inside.indexOf(events);
      if (this.#process === process && place >= 0) this.#inside.splice(place, 1);
    }
  }

  #running(): { readonly process: Process; readonly ingest: Ingest } {
    if (this.#process !== undefined && this.#ingest !== undefined) {
      return { process: this.#process, ingest: this.#ingest };
    }
    const { functions, scenario, journal } = this.#world;
    this.#started += 1;
    const process = new Process(`front-${this.#started}`);
    process.onDeath(() => {
      if (this.#inside.length > 1) journal.reached('front died');
      this.#process = undefined;
      this.#ingest = undefined;
      this.#inside = [];
    });
    const ports = portsOf(this.#world, process);
    const ingest = functions.ingest(
      {
        ...ports,
        eachEvents: {
          sendEach: (bodies) => {
            const sent = bodies.flatMap(eventsOfMessage).length;
            if (sent > Math.max(...this.#inside)) journal.reached('send shared');
            return ports.eachEvents.sendEach(bodies);
          },
        },
      },
      scenario,
    );
    this.#process = process;
    this.#ingest = ingest;
    return { process, ingest };
  }
}
