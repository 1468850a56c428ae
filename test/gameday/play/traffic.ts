import type { Dice } from '../../simulation/dice.ts';
import type { SentEvent } from '../../simulation/traffic.ts';
import { firstDay, type Tenant } from './tenants.ts';

const dayMs = 86_400_000;
const sections = ['news', 'sports', 'arts', '☃'] as const;
/** Of all events: sent again though they were accepted; sent with other content; of some days before. */
const shares = { again: 0.06, conflict: 0.003, late: 0.04 } as const;
const lateDaysMax = 8;
/** Nothing was used before there were prices, in any time zone. */
const firstTime = Date.parse(`${firstDay}T12:00:00Z`) + dayMs;
const knownMax = 300;
/** What is older may be out of the window of events by the time that it is taken. */
const againDaysMax = 12;
const eventsMax = 25;

/** Makes the requests of one client: mostly of this minute, some again, some late, a few in conflict. */
export class Traffic {
  readonly #tenant: Tenant;
  readonly #client: string;
  readonly #dice: Dice;
  /** Kept so many, so that what is sent again is of lately. */
  #known: SentEvent[] = [];
  readonly #contested = new Set<string>();
  #count = 0;

  constructor(tenant: Tenant, client: string, dice: Dice) {
    this.#tenant = tenant;
    this.#client = client;
    this.#dice = dice;
  }

  request(now: number): readonly SentEvent[] {
    return Array.from({ length: this.#dice.between(1, eventsMax) }, () => this.#next(now));
  }

  #next(now: number): SentEvent {
    const dice = this.#dice;
    const drawn = this.#known[dice.below(Math.max(1, this.#known.length))];
    const isOld = drawn === undefined || drawn.time < now - againDaysMax * dayMs;
    const before = isOld ? undefined : drawn;
    if (before !== undefined && dice.chance(shares.again)) return before;
    const isOpen = before !== undefined && !this.#contested.has(before.id);
    if (isOpen && dice.chance(shares.conflict)) {
      this.#contested.add(before.id);
      return { ...before, data: { ...before.data, kilobytes: dice.between(1_000, 2_000) } };
    }
    const event = this.#fresh(now);
    this.#known = [...this.#known, event].slice(-knownMax);
    return event;
  }

  #fresh(now: number): SentEvent {
    const dice = this.#dice;
    const { subjects } = this.#tenant.customers[dice.below(this.#tenant.customers.length)] ?? {
      subjects: [],
    };
    const lateMs = dice.chance(shares.late) ? dice.below(lateDaysMax * dayMs) : dice.below(90_000);
    this.#count += 1;
    return {
      tenant: this.#tenant.name,
      source: `urn:gameday:${this.#client}`,
      id: `${this.#client}-${this.#count}`,
      type: 'view',
      subject: subjects[dice.below(subjects.length)] ?? '',
      time: Math.max(firstTime, now - lateMs),
      data: { section: dice.pick(sections), kilobytes: dice.between(1, 900) },
    };
  }
}
