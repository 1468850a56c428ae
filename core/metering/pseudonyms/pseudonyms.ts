import type { Clock } from '../../kernel/clock.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import type { Random } from '../../kernel/random.ts';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import type { ListedSubjects, Salts } from './ports.ts';
import { isPseudonym, newSalt, pseudonymOf } from './pseudonym.ts';

export interface PseudonymPorts {
  readonly salts: Salts;
  readonly listed: ListedSubjects;
  readonly random: Random;
  readonly clock: Clock;
  /** Usage from then on has pseudonyms; undefined where none has. */
  readonly from: Timestamp | undefined;
}

/** What a subject's usage is recorded under, and until when that is taken for so. */
interface Known {
  readonly name: string;
  readonly until: number;
}

/** A pseudonym is as good as ever when its salt is dropped, but nobody knows whose it is: then it ends with this. */
const PSEUDONYM_KEPT_MS = 15 * millisecondsPer.minute;
/** What a customer lists may have a pseudonym as soon as it is put again. */
const CLEAR_KEPT_MS = millisecondsPer.minute;
const KEPT_MAX = 200_000;
const ADDS_AT_ONCE = 16;

/** Names that the usage of subjects is recorded under, remembered for a while. */
export class Pseudonyms {
  readonly #ports: PseudonymPorts;
  readonly #known = new Map<string, Known>();

  constructor(ports: PseudonymPorts) {
    this.#ports = ports;
  }

  /** Whether what occurred then is recorded under a pseudonym. */
  isAsked(occurredAt: Timestamp): boolean {
    return this.#ports.from !== undefined && occurredAt >= this.#ports.from;
  }

  /**
   * By subject, what its usage is recorded under: its pseudonym, which is made for a subject that has none. Of one that
   * a customer lists none is made here: when the customer is put, it gets one, and the customer has both from then on.
   * Until then its usage is recorded under the subject itself, lest it be nobody's.
   */
  async namesOf(
    tenant: string,
    subjects: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, string>> {
    const now = this.#ports.clock.now();
    const names = new Map<string, string>();
    for (const subject of subjects) {
      const name = isPseudonym(subject) ? subject : this.#knownAt(tenant, subject, now);
      if (name !== undefined) names.set(subject, name);
    }
    const open = [...subjects].filter((subject) => !names.has(subject));
    const pseudonyms = await this.#foundOrMade(tenant, open);
    for (const subject of open) {
      const pseudonym = pseudonyms.get(subject);
      const keptMs = pseudonym === undefined ? CLEAR_KEPT_MS : PSEUDONYM_KEPT_MS;
      const name = pseudonym ?? subject;
      names.set(subject, name);
      this.#keep(placeOf(tenant, subject), { name, until: now + keptMs });
    }
    return names;
  }

  #knownAt(tenant: string, subject: string, now: Timestamp): string | undefined {
    const known = this.#known.get(placeOf(tenant, subject));
    return known !== undefined && now < known.until ? known.name : undefined;
  }

  /** Of all but those that have none and that a customer lists. */
  async #foundOrMade(
    tenant: string,
    subjects: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const found = await this.#found(tenant, subjects);
    const missing = subjects.filter((subject) => !found.has(subject));
    if (missing.length === 0) return found;
    const listed = await this.#ports.listed(tenant, missing);
    const nobodys = missing.filter((subject) => !listed.has(subject));
    return new Map([...found, ...(await this.make(tenant, nobodys))]);
  }

  /** The pseudonyms of those of the subjects that have one now, as they are kept. */
  find(tenant: string, subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.#found(
      tenant,
      subjects.filter((subject) => !isPseudonym(subject)),
    );
  }

  /** The pseudonyms of subjects, made where there are none. Whoever else makes one at the same time makes the same. */
  async make(tenant: string, subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { salts, random } = this.#ports;
    const made = new Map<string, string>();
    const lost: string[] = [];
    await inParallel(ADDS_AT_ONCE, subjects, async (subject) => {
      const salt = newSalt(random, tenant, subject);
      const outcome = await salts.add(tenant, subject, salt);
      if (outcome === 'put') made.set(subject, pseudonymOf(tenant, subject, salt));
      else lost.push(subject);
    });
    // Somebody else's salt, or this one, whose answer was lost: what is there says it.
    for (const [subject, pseudonym] of await this.#found(tenant, lost)) {
      made.set(subject, pseudonym);
    }
    const without = subjects.find((subject) => !made.has(subject));
    if (without === undefined) return made;
    throw new Error('the salt of a subject may or may not have been put: try again');
  }

  /** Whether nobody knows any more whose a pseudonym is. */
  isDropped(tenant: string, pseudonym: string): Promise<boolean> {
    return this.#ports.salts.isDropped(tenant, pseudonym);
  }

  async #found(tenant: string, subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (subjects.length === 0) return new Map();
    const salts = await this.#ports.salts.find(tenant, subjects);
    return new Map(
      [...salts].map(([subject, salt]) => [subject, pseudonymOf(tenant, subject, salt)]),
    );
  }

  /** Map order is the order in which they were kept. */
  #keep(place: string, known: Known): void {
    this.#known.delete(place);
    this.#known.set(place, known);
    if (this.#known.size <= KEPT_MAX) return;
    for (const [oldest] of this.#known) {
      this.#known.delete(oldest);
      return;
    }
  }
}

const placeOf = (tenant: string, subject: string): string => JSON.stringify([tenant, subject]);
