import type { Dice } from '../dice.ts';
import { decimal } from './oracle/rating.ts';
import type { BilledTenant } from './scenario.ts';
import type { ArrivingEvent } from './usage.ts';

const HOUR_MS = 3_600_000;
/** What is older goes to quarantine, and is another simulation's business. */
const AGE_MAX_MS = 35 * 24 * HOUR_MS;

const sizes = ['0.5', '1', '7', '123456.789012345678', '0.000000000001'] as const;

/** Makes the events of a run: few instants, most of them near the ends of months. A client may restamp them. */
export class Arrivals {
  readonly #dice: Dice;
  readonly #instants: readonly number[];
  readonly #restamps: boolean;
  readonly #known: ArrivingEvent[] = [];

  constructor(dice: Dice, ends: readonly number[], restamps: boolean) {
    this.#dice = dice;
    this.#restamps = restamps;
    this.#instants = ends.flatMap((end) =>
      [-26, -13, -5, 1, 11, 60].map((hours) => end + hours * HOUR_MS + this.#quarter()),
    );
  }

  /** Some events of a tenant that have happened by `now` and before `end`, old ones and repeats among them. */
  some(tenant: BilledTenant, { now, end }: { readonly now: number; readonly end: number }) {
    const times = this.#instants.filter(
      (time) => time <= now && time < end && time > now - AGE_MAX_MS,
    );
    const [first, ...others] = times;
    if (first === undefined) return [];
    // What has just happened is what comes most.
    const latest = times.at(-1) ?? first;
    const count = this.#dice.chance(0.2) ? this.#dice.between(8, 14) : this.#dice.between(1, 4);
    return Array.from({ length: count }, () =>
      this.#next(tenant, this.#dice.chance(0.5) ? latest : this.#dice.pick([first, ...others])),
    );
  }

  #next(tenant: BilledTenant, time: number): ArrivingEvent {
    const dice = this.#dice;
    const known = this.#known.filter((event) => event.tenant === tenant.name);
    const before = dice.shuffled(known)[0];
    if (before !== undefined && dice.chance(0.1)) return before;
    if (before !== undefined && dice.chance(0.06)) return { ...before, isImpostor: true };
    if (before !== undefined && this.#restamps && dice.chance(0.15))
      return this.#again(before, time);
    const subjects = tenant.customers.flatMap((customer) => customer.subjects);
    const isView = dice.chance(0.7);
    const isUnreadable = !isView && dice.chance(0.1);
    const event: ArrivingEvent = {
      tenant: tenant.name,
      id: `e${this.#known.length}`,
      subject: dice.pick([subjects[0] ?? '', ...subjects.slice(1), ...tenant.strays]),
      time: time + dice.below(1_000),
      meter: isView ? 'views' : 'bytes',
      value: isUnreadable ? 0n : isView ? decimal('1') : decimal(dice.pick(sizes)),
      isUnreadable,
      isImpostor: false,
    };
    this.#known.push(event);
    return event;
  }

  /** What a client sends again that stamps the time anew. */
  #again(before: ArrivingEvent, time: number): ArrivingEvent {
    const restamped = { ...before, time: time + this.#dice.below(1_000), isImpostor: false };
    this.#known.push(restamped);
    return restamped;
  }

  #quarter(): number {
    return this.#dice.below(4) * (HOUR_MS / 4);
  }
}
