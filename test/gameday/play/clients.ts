import { listAt, numberAt } from '../../../cli/http/json.ts';
import { Dice } from '../../simulation/dice.ts';
import type { SentEvent } from '../../simulation/traffic.ts';
import { hasPassed } from './has-passed.ts';
import type { Interface } from './interface.ts';
import type { Ledger } from './ledger.ts';
import type { Tenant } from './tenants.ts';
import { Traffic } from './traffic.ts';

/**
 * Knows who is under way when the clock is moved. Clients go on meanwhile, but nobody's request is so old that it was
 * sent before the last move but one: usage of two months ago is no longer taken.
 */
export class Gate {
  readonly #inside = new Set<Promise<unknown>>();
  #before: readonly Promise<unknown>[] = [];

  async through<Result>(work: () => Promise<Result>): Promise<Result> {
    const running = work();
    this.#inside.add(running);
    return running.finally(() => this.#inside.delete(running));
  }

  /** Waits for whoever was under way at the last move, and makes another. */
  async move(work: () => Promise<void>): Promise<void> {
    await Promise.allSettled(this.#before);
    await work();
    this.#before = [...this.#inside];
  }
}

export interface Client {
  readonly tenant: Tenant;
  readonly name: string;
  readonly seed: number;
  readonly api: Interface;
  /** Of the stack, in milliseconds since 1970. */
  now(): number;
  /** So long between two requests. */
  readonly pauseMs: number;
}

export interface Field {
  readonly ledger: Ledger;
  readonly gate: Gate;
  /** Aborted when the load is over; a request that waits is still sent until it is answered. */
  readonly over: AbortSignal;
}

/** Sends requests one after the other, each until it is answered, as it was. */
export async function sendAlong(client: Client, { ledger, gate, over }: Field): Promise<void> {
  const dice = new Dice(client.seed);
  const traffic = new Traffic(client.tenant, client.name, dice);
  while (!over.aborted) {
    await gate.through(async () => {
      const events = traffic.request(client.now());
      for (const event of events) ledger.sending(event);
      ledger.requests += 1;
      await sent(client, events, ledger);
    });
    const pauseMs = client.pauseMs * (0.5 + dice.below(1_000) / 1_000);
    await hasPassed(pauseMs, over);
  }
}

async function sent({ api }: Client, events: readonly SentEvent[], ledger: Ledger): Promise<void> {
  const body = events.map(({ source, id, type, subject, time, data }) => ({
    ...{ source, id, type, subject, data },
    time: new Date(time).toISOString(),
  }));
  const answer = await api.ask({ method: 'POST', path: '/v1/events', body });
  const rejected = listAt(answer.body, 'rejected');
  const places = new Set(rejected.map((one) => numberAt(one, 'index')));
  const taken = answer.status === 202 ? events.filter((_, index) => !places.has(index)) : [];
  ledger.accepted(taken);
  const isWhole = taken.length === events.length;
  if (isWhole && numberAt(answer.body, 'accepted') === events.length) return;
  ledger.surprise(`POST /v1/events: ${answer.status} ${answer.bytes.toString().slice(0, 400)}`);
}
