import type { Dice } from './dice.ts';
import type { Scenario } from './scenario.ts';

/** JSON without the numbers that JavaScript cannot write. */
export type Json = string | number | boolean | null | { readonly [field: string]: Json };

/** An event as its sender thinks of it. */
export interface SentEvent {
  readonly tenant: string;
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly data: { readonly [field: string]: Json } | undefined;
}

/** Texts that a careless key would take for one another. */
const sources = ['s', 's-1', 's#1', '1'] as const;
const ids = ['1', '1-1', '#1', '-1', '1#1', '2', '☃', 'e e'] as const;
const types = ['view', 'view', 'view', 'call'] as const;
const pages = ['/', '/#', 'ünï|', 'true'] as const;
const values = [
  7,
  -3,
  0,
  '0.1',
  '0.2',
  '1.000000000001',
  '-0.5',
  '123456789012.5',
  'many',
  null,
] as const;
const visitors = ['v1', 'v2', 'v3', 5, '5', true] as const;

/** Makes the events of a run: few identities, subjects and minutes, so that they meet. */
export class Traffic {
  readonly #scenario: Scenario;
  readonly #dice: Dice;
  readonly #known: SentEvent[] = [];

  constructor(scenario: Scenario, dice: Dice) {
    this.#scenario = scenario;
    this.#dice = dice;
  }

  /** One tenant's events for one request; some have been sent before, some claim an identity that is taken. */
  request(now: number): readonly SentEvent[] {
    const tenant = this.#dice.pick(this.#scenario.tenants);
    const count = this.#dice.between(1, 8);
    return Array.from({ length: count }, () => this.#next(tenant, now));
  }

  #next(tenant: string, now: number): SentEvent {
    const dice = this.#dice;
    const before = dice.shuffled(this.#known.filter((event) => event.tenant === tenant))[0];
    if (before !== undefined && dice.chance(0.25)) return before;
    const event =
      before !== undefined && dice.chance(0.15) ? this.#impostor(before) : this.#fresh(tenant, now);
    this.#known.push(event);
    return event;
  }

  #fresh(tenant: string, now: number): SentEvent {
    const dice = this.#dice;
    return {
      tenant,
      source: dice.pick(sources),
      id: dice.chance(0.6) ? dice.pick(ids) : `n${this.#known.length}`,
      type: dice.pick(types),
      subject: dice.pick(this.#scenario.subjects),
      time: this.#time(now),
      data: this.#data(),
    };
  }

  /** Another event under the same identity, in the same log unless it says another minute. */
  #impostor(event: SentEvent): SentEvent {
    const dice = this.#dice;
    switch (dice.below(4)) {
      case 0:
        return { ...event, type: event.type === 'view' ? 'call' : 'view' };
      case 1:
        return { ...event, time: Math.floor(event.time / 60_000) * 60_000 + dice.below(60_000) };
      case 2:
        return { ...event, time: event.time + 60_000 * dice.between(-2, 2) };
      default:
        return { ...event, data: { ...this.#data(), impostor: dice.below(1_000) } };
    }
  }

  #time(now: number): number {
    const dice = this.#dice;
    const { hotMinutes, maxAgeMs, oldShare } = this.#scenario;
    // Old enough that it may be refused at the door, or grow too old in the queue.
    if (dice.chance(oldShare)) return now - maxAgeMs + dice.between(-60_000, 2 * 3_600_000);
    if (dice.chance(0.1)) return now + dice.between(-120_000, 7 * 60_000);
    return dice.pick(hotMinutes) * 60_000 + dice.below(60_000);
  }

  #data(): SentEvent['data'] {
    const dice = this.#dice;
    if (dice.chance(0.1)) return undefined;
    const data: Record<string, Json> = {};
    if (dice.chance(0.8)) data['page'] = dice.pick(pages);
    if (dice.chance(0.9)) data['amount'] = dice.pick(values);
    if (dice.chance(0.8)) data['visitor'] = dice.pick(visitors);
    if (dice.chance(0.5)) data['usage'] = { level: dice.between(-2, 9) };
    return data;
  }
}
