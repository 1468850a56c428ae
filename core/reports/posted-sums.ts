import { type Account, accountFrom, type CustomersAccount } from '../books/account.ts';
import type { Kind } from '../books/kinds/document-kind.ts';
import type { Currency } from '../kernel/currency.ts';
import type { CountedDocument, Part } from './counted.ts';

interface Sums {
  before: bigint;
  within: bigint;
}

/** What was posted to an account before the days of a report, and within them, by the kinds of documents. */
interface PostedAccount {
  /** Undefined of what waits for documents to come, which is an account of journals of text alone. */
  readonly account: Account | undefined;
  readonly byKind: Map<Kind, Sums>;
}

/** What of an account is meant: what it had before the first day, by how much it grew, or what it has in the end. */
export type Measure = 'opening' | 'change' | 'balance';

/** What accounts come to by their postings alone: what reports have to agree with. */
export class PostedSums {
  readonly #accounts = new Map<Currency, Map<string, PostedAccount>>();

  add({ document: { kind }, entries }: CountedDocument): void {
    for (const { part, postings } of entries) {
      if (part === 'after') continue;
      for (const { account, currency, amount } of postings) {
        this.#grow({ account, currency, kind }, part, amount);
      }
    }
  }

  currencies(): readonly Currency[] {
    return [...this.#accounts.keys()].sort();
  }

  /** What one account comes to, in nanos. */
  at(currency: Currency, name: string, measure: Measure): bigint {
    const account = this.#accounts.get(currency)?.get(name);
    return account === undefined ? 0n : sumOf(account, measure);
  }

  /** What all accounts of some kind come to together, where documents of `kinds` alone are meant. */
  together(
    currency: Currency,
    kind: Account['kind'],
    measure: Measure,
    kinds?: readonly Kind[],
  ): bigint {
    let sum = 0n;
    for (const account of this.#accounts.get(currency)?.values() ?? []) {
      if (account.account?.kind === kind) sum += sumOf(account, measure, kinds);
    }
    return sum;
  }

  /** The names, by what they begin with, of the accounts that something was posted to. */
  names(currency: Currency, start: `${string}:`): readonly string[] {
    const names = [...(this.#accounts.get(currency)?.keys() ?? [])];
    return names.filter((name) => name.startsWith(start)).sort();
  }

  /** Whose accounts of some kind something was posted to. */
  customers(currency: Currency, kind: CustomersAccount['kind']): readonly string[] {
    return [...(this.#accounts.get(currency)?.values() ?? [])].flatMap(({ account }) =>
      account?.kind === kind ? [account.customer] : [],
    );
  }

  #grow(
    {
      account: name,
      currency,
      kind,
    }: { readonly account: string; readonly currency: Currency; readonly kind: Kind },
    part: Exclude<Part, 'after'>,
    amount: bigint,
  ): void {
    const accounts = this.#accounts.get(currency) ?? new Map<string, PostedAccount>();
    this.#accounts.set(currency, accounts);
    const account = accounts.get(name) ?? {
      account: accountFrom(name),
      byKind: new Map<Kind, Sums>(),
    };
    accounts.set(name, account);
    const sums = account.byKind.get(kind) ?? { before: 0n, within: 0n };
    account.byKind.set(kind, sums);
    sums[part] += amount;
  }
}

function sumOf({ byKind }: PostedAccount, measure: Measure, kinds?: readonly Kind[]): bigint {
  let sum = 0n;
  for (const [kind, { before, within }] of byKind) {
    if (kinds !== undefined && !kinds.includes(kind)) continue;
    if (measure !== 'change') sum += before;
    if (measure !== 'opening') sum += within;
  }
  return sum;
}
