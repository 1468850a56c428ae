import { setTimeout as sleep } from 'node:timers/promises';
import { nanos } from '../../e2e/support/billing.ts';
import type { LocalFarthing } from '../../e2e/support/local-stack.ts';
import type { Ask, End } from './traffic.ts';

/** As many requests as are under way. */
const LANES = 32;
const TRIES_MAX = 100;

/** What captures were answered to cost, before tax and tax. */
export interface Told {
  net: bigint;
  tax: bigint;
}

/** What is asked of the stack over HTTP, and what it said that it costs. */
export class Asking {
  /** By payer. */
  readonly told = new Map<string, Told>();
  /** What each hold's captures were answered to cost, by its id. */
  readonly ofHolds = new Map<string, Told>();
  requests = 0;
  readonly #farthing: LocalFarthing;

  constructor(farthing: LocalFarthing) {
    this.#farthing = farthing;
  }

  /** Asks; resolves to what is to become of it, where it is held. */
  async ask(asked: Ask): Promise<Held | undefined> {
    const { payer, key, kind, meter, quantity, expiresIn, ends } = asked;
    const body = { payer, meter, quantity, idempotency: key };
    if (kind === 'charge') {
      this.add(payer, await this.post('/v1/charges', body));
      return undefined;
    }
    const lease = kind === 'lease' ? { lease: true } : {};
    const held = await this.post('/v1/holds', { ...body, expiresIn, ...lease });
    return { id: String(held['id']), payer, ends };
  }

  async end({ id, payer, ends }: Held): Promise<void> {
    for (const [index, end] of ends.entries()) await this.#endBy(id, payer, end, index);
  }

  async #endBy(id: string, payer: string, end: End, index: number): Promise<void> {
    const path = `/v1/holds/${id}`;
    if (end.kind === 'release') {
      await this.post(`${path}/release`, {});
      return;
    }
    const part = end.kind === 'part' ? { keep: true, idempotency: `${id}-${index}` } : {};
    const answer = await this.post(`${path}/capture`, { quantity: end.quantity, ...part });
    this.add(payer, answer, id);
  }

  /** What a capture was answered. */
  add(payer: string, answer: Readonly<Record<string, unknown>>, hold?: string): void {
    const places: [Map<string, Told>, string][] = [[this.told, payer]];
    if (hold !== undefined) places.push([this.ofHolds, hold]);
    for (const [sums, key] of places) {
      const sum = sums.get(key) ?? { net: 0n, tax: 0n };
      sum.net += nanos(String(answer['net']));
      sum.tax += nanos(String(answer['tax']));
      sums.set(key, sum);
    }
  }

  /** Sends the same again while it is refused for a while. */
  async post(path: string, body: unknown): Promise<Readonly<Record<string, unknown>>> {
    for (let tries = 1; ; tries += 1) {
      this.requests += 1;
      const { status, body: answer } = await this.#farthing.request('POST', path, body);
      if (status < 300) return answer as Readonly<Record<string, unknown>>;
      if ((status !== 503 && status !== 429) || tries === TRIES_MAX) {
        throw new Error(`POST ${path}: ${status} ${JSON.stringify(answer)}`);
      }
      await sleep(50 + Math.random() * 100);
    }
  }
}

/** A hold that is open, and what is to become of it. */
export interface Held {
  readonly id: string;
  readonly payer: string;
  readonly ends: readonly End[];
}

/** All of them, as many at a time as there are lanes. */
export async function atOnce<Item, Outcome>(
  items: readonly Item[],
  work: (item: Item) => Promise<Outcome>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of waiting) outcomes[index] = await work(item);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return outcomes;
}
