import { createHash } from 'node:crypto';

/** An event that was counted. */
export interface CountedEvent {
  readonly tenant: string;
  readonly subject: string;
  readonly time: number;
  readonly meter: 'views' | 'bytes';
  /** What it adds to its meter, in 1e-12. */
  readonly value: bigint;
  /** Whether its value is a text that no meter can read. */
  readonly isUnreadable?: boolean;
}

/** An event that the log took, under an identity that it may have had before. */
export interface Arrived {
  readonly tenant: string;
  readonly id: string;
  readonly time: number;
  /** When it came. */
  readonly at: number;
}

/** A stretch of true time; still going on while `to` is undefined. */
interface Span {
  readonly from: number;
  to: number | undefined;
}

/** What keeps a month from being closed: an hour whose totals lag, an entry in quarantine. */
export interface Impediment extends Span {
  readonly tenant: string;
  readonly check: 'unreconciled' | 'quarantine-open';
  /** When what it is about occurred. */
  readonly occurredAt: number;
  /** Who used it, of an entry in quarantine: then it is in the way of whoever pays for that, and of nobody else. */
  readonly subject?: string;
}

/** What people asked for, saw and were told, and what was used: what the books are held against. */
export class BillingLedger {
  readonly counted: CountedEvent[] = [];
  readonly arrived: Arrived[] = [];
  readonly impediments: Impediment[] = [];
  readonly #asked = new Set<string>();
  readonly #overruled = new Set<string>();
  readonly #parked = new Map<string, Set<string>>();
  readonly #seen = new Map<string, Set<string>>();
  readonly #issuing = new Set<string>();
  readonly #requested = new Set<string>();
  readonly #promised = new Map<string, Set<string>>();

  /** A person asked for a run of this month: there is no grace from now on. */
  asks(tenant: string, period: string, overrides: readonly string[]): void {
    this.#asked.add(key(tenant, period));
    for (const check of overrides) this.#overruled.add(key(tenant, period, check));
  }

  wasAsked(tenant: string, period: string): boolean {
    return this.#asked.has(key(tenant, period));
  }

  mayOverrule(tenant: string, period: string, check: string): boolean {
    return this.#overruled.has(key(tenant, period, check));
  }

  /** A draft was kept for a person to look at. */
  parks(tenant: string, id: string, text: string): void {
    addTo(this.#parked, key(tenant, id), text);
  }

  draftsParked(tenant: string, id: string): ReadonlySet<string> {
    return this.#parked.get(key(tenant, id)) ?? new Set();
  }

  /** A person looked at a draft, and is about to issue it. */
  approves(tenant: string, id: string, text: string): void {
    addTo(this.#seen, key(tenant, id), text);
    this.#issuing.add(key(tenant, id));
  }

  wasApproved(tenant: string, id: string): boolean {
    return this.#issuing.has(key(tenant, id));
  }

  wasSeen(tenant: string, id: string, text: string): boolean {
    return this.#seen.get(key(tenant, id))?.has(text) === true;
  }

  /** Somebody asks for a correction that would have this id. */
  requests(tenant: string, id: string): void {
    this.#requested.add(key(tenant, id));
  }

  wasRequested(tenant: string, id: string): boolean {
    return this.#requested.has(key(tenant, id));
  }

  /** Somebody was told that this document is in the books. */
  promise(tenant: string, id: string): void {
    addTo(this.#promised, tenant, id);
  }

  promisedIn(tenant: string): ReadonlySet<string> {
    return this.#promised.get(tenant) ?? new Set();
  }
}

const key = (...parts: readonly string[]): string => JSON.stringify(parts);

function addTo(sets: Map<string, Set<string>>, name: string, item: string): void {
  const set = sets.get(name) ?? new Set<string>();
  set.add(item);
  sets.set(name, set);
}

const prefixes = {
  ...{ closing: 'inv', 'credit-note': 'cn', void: 'void', payment: 'pay' },
  ...{ application: 'app', refund: 'ref', reversal: 'rev', 'write-off': 'wo' },
} as const;

/** What a document is called for its cause, as `docs/books.md` has it. */
export const idFor = (kind: keyof typeof prefixes, ...cause: readonly string[]): string =>
  `${prefixes[kind]}_${createHash('sha256')
    .update(JSON.stringify([kind, ...cause]))
    .digest('hex')
    .slice(0, 32)}`;

const ISSUED_ONLY = [
  'number',
  'series',
  'status',
  'issuedAt',
  'issueDate',
  'dueAt',
  'dueDate',
  'nationalTax',
  'paymentLink',
  'prepaid',
  'payable',
  'parked',
  'documents',
  'reasons',
];

/** What a draft and the document it becomes have in common, as one text. */
export function draftText(content: object): string {
  const kept = Object.entries(content).filter(([name]) => !ISSUED_ONLY.includes(name));
  return JSON.stringify(sorted(Object.fromEntries(kept)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
