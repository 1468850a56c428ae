import type { Currency } from '../../kernel/currency.ts';
import { type Nanos, nanosOf } from '../../kernel/money.ts';
import { rfc3339, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import type { Posting } from '../document.ts';
import type { PlacedDocument } from '../reading.ts';

/** Adds up postings, so that an export can say at its end what the program that reads it must come to. */
export class RunningBalances {
  readonly #sums = new Map<string, Posting>();
  readonly #currencies = new Set<Currency>();
  readonly #accounts = new Set<string>();
  #last = timestampOf(0);

  /** Counts a document, and answers which accounts and currencies are seen for the first time. */
  add({ document }: PlacedDocument): {
    readonly accounts: readonly string[];
    readonly currencies: readonly Currency[];
  } {
    if (document.effectiveAt > this.#last) this.#last = document.effectiveAt;
    const accounts: string[] = [];
    const currencies: Currency[] = [];
    for (const posting of document.postings) {
      if (isNew(this.#accounts, posting.account)) accounts.push(posting.account);
      if (isNew(this.#currencies, posting.currency)) currencies.push(posting.currency);
      this.#post(posting);
    }
    return { accounts, currencies };
  }

  /** By account and currency, in their order. */
  all(): readonly Posting[] {
    return [...this.#sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
  }

  /** When the last document counts. */
  get last(): Timestamp {
    return this.#last;
  }

  #post({ account, currency, amount }: Posting): void {
    const key = JSON.stringify([account, currency]);
    const before: Nanos = this.#sums.get(key)?.amount ?? nanosOf(0n);
    this.#sums.set(key, { account, currency, amount: nanosOf(before + amount) });
  }
}

function isNew<Value>(seen: Set<Value>, value: Value): boolean {
  if (seen.has(value)) return false;
  seen.add(value);
  return true;
}

/** The day in UTC on which a document counts. */
export const dayOf = (timestamp: Timestamp): string => rfc3339(timestamp).slice(0, 10);
