import { keyOf } from '../whose.ts';
import { dayBefore, midnight, monthAfter } from './calendar.ts';

/** What is said of a customer, each from a local day on. */
export interface Terms {
  readonly zones: readonly { readonly zone: string; readonly from: string }[];
  readonly changes: readonly { readonly plan: string | null; readonly from: string }[];
  /** The day on which its months begin, each from a month on; the first where left out. */
  readonly days?: readonly { readonly day: number; readonly from: string }[];
  /** The month in which the customer was put; there always was one where it is left out. */
  readonly since?: string;
}

export interface Bounds {
  readonly start: number;
  readonly end: number;
}

/** Somebody pays for a subject from one instant until another. */
interface Tenure {
  readonly customer: string;
  readonly from: number;
  until: number;
  /** When it was begun, or ended. */
  scene: number;
}

/** A month as it was closed first: by one of these, where they were changed while it was being closed. */
interface AgreedMonth {
  readonly bounds: Bounds;
  readonly candidates: readonly Terms[];
}

/**
 * A day begins when the one before it ends: at the midnight of the zone that is in force on that. One that another zone
 * ends before it begins is no time at all.
 */
export const dayStart = ({ zones }: Terms, day: string): number => {
  const midnightOf = (one: string): number =>
    midnight(zones.findLast(({ from }) => from <= dayBefore(one))?.zone ?? 'UTC', one);
  return Math.max(midnightOf(dayBefore(day)), midnightOf(day));
};

/** The first day of a customer's month. */
export const firstDay = ({ days = [] }: Pick<Terms, 'days'>, label: string): string =>
  `${label}-${String(days.findLast(({ from }) => from <= label)?.day ?? 1).padStart(2, '0')}`;

const endOfMonth = (terms: Terms, label: string): number =>
  dayStart(terms, firstDay(terms, monthAfter(label, 1)));

/**
 * What is agreed with the customers of a tenant, as they were told: what holds from when on, whose each subject is from
 * when until when, and what each month was closed under. What a month was closed under, it stays.
 */
export class Agreements {
  #scene = 0;
  readonly #said = new Map<string, { readonly scene: number; readonly terms: Terms }[]>();
  readonly #tenures = new Map<string, Tenure[]>();
  readonly #months = new Map<string, AgreedMonth>();
  readonly #late = new Map<string, { readonly subject: string; readonly before: string }[]>();

  /** Time goes by: whoever read what was agreed before has come to an end. */
  nextScene(): void {
    this.#scene += 1;
  }

  say(customer: string, terms: Terms): void {
    const said = this.#said.get(customer) ?? [];
    this.#said.set(customer, [...said, { scene: this.#scene, terms }]);
  }

  /** Everybody of whom anything was said, and the month from which on there is such a customer. */
  get customers(): { readonly key: string; readonly since: string }[] {
    return [...this.#said].map(([key, said]) => ({ key, since: said[0]?.terms.since ?? '' }));
  }

  /** What holds of a customer now. */
  termsOf(customer: string): Terms | undefined {
    return this.#said.get(customer)?.at(-1)?.terms;
  }

  /**
   * Subjects of a customer that may be missing from what is billed of a month: none, or those that were taken when
   * nothing reached back to it any more.
   */
  takenLate(customer: string, label: string): readonly ReadonlySet<string>[] {
    const late = (this.#late.get(customer) ?? []).filter(({ before }) => label < before);
    const none = new Set<string>();
    return late.length === 0 ? [none] : [none, new Set(late.map(({ subject }) => subject))];
  }

  /** As `takes`, when all that may reach back to months before this one may be closed. */
  takesLate(customer: string, subject: string, before: string): void {
    this.takes(customer, subject);
    this.#late.set(customer, [...(this.#late.get(customer) ?? []), { subject, before }]);
  }

  /** A customer takes a subject: from where its last tenure ended, or as far back as there is any usage. */
  takes(customer: string, subject: string): void {
    const tenures = this.#tenures.get(subject) ?? [];
    const from = tenures.at(-1)?.until ?? Number.NEGATIVE_INFINITY;
    const until = Number.POSITIVE_INFINITY;
    this.#tenures.set(subject, [...tenures, { customer, from, until, scene: this.#scene }]);
  }

  /** Whoever has a subject gives it away, from an instant on. */
  gives(subject: string, until: number): void {
    const last = this.#tenures.get(subject)?.at(-1);
    if (last === undefined) return;
    last.until = Math.max(last.from, until);
    last.scene = this.#scene;
  }

  /** Who pays for what a subject uses at an instant. */
  ownerAt(subject: string, time: number): string | undefined {
    return this.#tenures.get(subject)?.find(({ from, until }) => from <= time && time < until)
      ?.customer;
  }

  /** Whether a payer pays for what a subject used at an instant, and did so before anybody who is at work now began. */
  surelyPays(payer: string, subject: string, time: number): boolean {
    const tenures = this.#tenures.get(subject) ?? [];
    if (tenures.some(({ scene }) => scene === this.#scene)) return false;
    return (this.ownerAt(subject, time) ?? keyOf(subject)) === payer;
  }

  hasOwner(subject: string): boolean {
    return this.#tenures.get(subject)?.at(-1)?.until === Number.POSITIVE_INFINITY;
  }

  /** A month is closed, with these bounds; what is wrong with those, if anything is. */
  closes(customer: string, label: string, { bounds, otherwise }: Closing): string | undefined {
    const before = this.#months.get(monthOf(customer, label));
    if (before !== undefined) {
      return isSame(before.bounds, bounds) ? undefined : told(bounds, [before.bounds]);
    }
    const candidates = this.#candidates(customer, otherwise);
    const wanted = candidates.map((terms) => this.boundsOf(customer, label, terms));
    const fitting = candidates.filter((_, index) => isSame(wanted[index] ?? bounds, bounds));
    this.#months.set(monthOf(customer, label), { bounds, candidates: fitting });
    return fitting.length > 0 ? undefined : told(bounds, wanted);
  }

  /** Months tile: each begins where the one before it ended, or will end. */
  boundsOf(customer: string, label: string, terms: Terms): Bounds {
    const known = this.#months.get(monthOf(customer, label))?.bounds;
    if (known !== undefined) return known;
    const before = monthAfter(label, -1);
    const start = this.#months.get(monthOf(customer, before))?.bounds.end;
    return { start: start ?? endOfMonth(terms, before), end: endOfMonth(terms, label) };
  }

  /** What a month was closed under, or would be: one of these. */
  agreedFor(customer: string, label: string, otherwise: Terms): readonly Terms[] {
    const month = this.#months.get(monthOf(customer, label));
    return month?.candidates ?? [this.termsOf(customer) ?? otherwise];
  }

  /** What whoever closes a month now may have read. */
  #candidates(customer: string, otherwise: Terms): readonly Terms[] {
    const said = this.#said.get(customer) ?? [];
    const before = said.filter(({ scene }) => scene < this.#scene).slice(-1);
    const during = said.filter(({ scene }) => scene === this.#scene);
    const all = [...before, ...during].map(({ terms }) => terms);
    return all.length === 0 ? [otherwise] : all;
  }
}

interface Closing {
  readonly bounds: Bounds;
  /** What holds of whoever has no profile. */
  readonly otherwise: Terms;
}

const monthOf = (customer: string, label: string): string => JSON.stringify([customer, label]);

const isSame = (a: Bounds, b: Bounds): boolean => a.start === b.start && a.end === b.end;

const told = (got: Bounds, wanted: readonly Bounds[]): string =>
  `it is from ${got.start} to ${got.end}, and the month from ${wanted
    .map(({ start, end }) => `${start} to ${end}`)
    .join(' or ')}`;
