import type { Clock } from '../../kernel/clock.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { isPrivateSubject } from '../../kernel/payer.ts';
import type { Random } from '../../kernel/random.ts';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import type { ClaimedSubjects, Salts } from './ports.ts';
import { isPseudonym, newSalt, pseudonymOf } from './pseudonym.ts';

export interface PseudonymPorts {
  readonly salts: Salts;
  readonly owners: ClaimedSubjects;
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
/** What was a customer's has a pseudonym once that customer is erased. */
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
   * By subject, what its usage is recorded under. Who is nobody's has a pseudonym, which is made where there is none.
   * Usage of a subject that is or was a customer's is recorded under the subject itself, lest it be nobody's; but where
   * a customer had its pseudonym, as it had one before: under that, whoever has the subject since. So it has one name.
   */
  async namesOf(
    tenant: string,
    subjects: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, string>> {
    const now = this.#ports.clock.now();
    const names = new Map<string, string>();
    for (const subject of subjects) {
      // That of private tokens names nobody, and is billed as it is.
      const isKept = isPseudonym(subject) || isPrivateSubject(subject);
      const name = isKept ? subject : this.#knownAt(tenant, subject, now);
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

  /** Of those that have one to be recorded under. */
  async #foundOrMade(
    tenant: string,
    subjects: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const { owners } = this.#ports;
    const found = await this.#found(tenant, subjects);
    const missing = subjects.filter((subject) => !found.has(subject));
    const owned = await owners.claimed(tenant, missing);
    const nobodys = missing.filter((subject) => !owned.has(subject));
    const all = [...found, ...(await this.#make(tenant, nobodys))];
    const inClear = await this.#inClear(tenant, all);
    return new Map(all.filter(([subject]) => !inClear.has(subject)));
  }

  /**
   * Of those that have a pseudonym, whose usage is in clear all the same: they are or were a customer's that never had
   * the pseudonym. It came about while that customer was put: who puts one looks for salts after its claims, and this
   * looks for claims after the salts. So one sees the other, and either the customer has the pseudonym or it is not
   * used. Where a put is under way, or has died, the pseudonym stays: whoever goes on with it finds the salt.
   */
  async #inClear(
    tenant: string,
    pseudonyms: readonly (readonly [string, string])[],
  ): Promise<ReadonlySet<string>> {
    const { owners } = this.#ports;
    const subjects = pseudonyms.map(([subject]) => subject);
    const claimed = await owners.claimed(tenant, subjects);
    const asked = pseudonyms.filter(([subject]) => claimed.has(subject));
    const had = await owners.claimed(
      tenant,
      asked.map(([, pseudonym]) => pseudonym),
    );
    const without = asked.filter(([, pseudonym]) => !had.has(pseudonym));
    return owners.owned(
      tenant,
      without.map(([subject]) => subject),
    );
  }

  /** The pseudonyms of those of the subjects that have one now, as they are kept. */
  find(tenant: string, subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.#found(
      tenant,
      subjects.filter((subject) => !isPseudonym(subject)),
    );
  }

  /** The pseudonyms of subjects that had none. Whoever else makes one at the same time makes the same. */
  async #make(tenant: string, subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (subjects.length === 0) return new Map();
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
