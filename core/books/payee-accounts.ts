import { exactFromNanos, nanosOf } from '../kernel/money.ts';
import { accountFrom, accountName } from './account.ts';
import type { Cell } from './cell.ts';
import { type BooksDocument, isOfPayee } from './document.ts';
import type { PayeeCell, PayeeMonthCell } from './payee-cell.ts';
import type {
  PayeeDocument,
  PayeeStatementDocument,
  PayoutDocument,
  ShareDocument,
  ShareReversalDocument,
} from './payee-document.ts';

/** What is posted of a meter in a payee's month, and what the last document says is earned. */
interface Earned {
  exact: bigint;
  posted: bigint;
}

/** What was told of a payout. */
interface Paid {
  readonly payout: PayoutDocument | undefined;
  readonly settled: number;
  readonly returned: number;
}

const untold: Paid = { payout: undefined, settled: 0, returned: 0 };
const NANO = exactFromNanos(nanosOf(1n));

/**
 * What payees have earned, were told and were paid, by the documents alone: an account of its own, that knows nothing
 * of the fold. What is posted is what is earned, cut to nanos; each statement goes on from the one before, and says
 * what is owed then; a payout is settled once, and comes back once.
 */
export class PayeeAccounts {
  readonly #earned = new Map<string, Earned>();
  readonly #owed = new Map<string, bigint>();
  readonly #closings = new Map<string, { readonly n: number; readonly closing: bigint }>();
  readonly #paid = new Map<string, Paid>();
  readonly #faults: string[] = [];

  add(document: BooksDocument): void {
    for (const { account: name, currency, amount } of document.postings) {
      const account = accountFrom(name);
      if (account?.kind !== 'payable') continue;
      const key = keyOf(account.payee, currency);
      this.#owed.set(key, (this.#owed.get(key) ?? 0n) - amount);
    }
    if (isOfPayee(document)) this.#look(document);
  }

  *faults(): Generator<string> {
    yield* this.#faults;
    for (const [key, { exact, posted }] of this.#earned) {
      const least = posted * NANO;
      if (exact < least || exact >= least + NANO) {
        yield `of ${key}, ${exact}e-24 is earned, and ${posted} nanos are posted`;
      }
    }
    for (const [id, { payout, settled, returned }] of this.#paid) {
      if (payout === undefined) yield `there is no payout ${id}, and documents end it`;
      if (settled > 1) yield `the payout ${id} is settled ${settled} times`;
      if (returned > 1) yield `the payout ${id} came back ${returned} times`;
    }
  }

  /** Says where a payee's cell has something else in transit, or its month something else as earned. */
  *differences(cells: Iterable<Cell>): Generator<string> {
    const inTransit = this.#inTransit();
    for (const { value } of cells) {
      if (value.kind === 'payee') yield* inTransitDiffers(value, inTransit);
      if (value.kind === 'payee-month') yield* this.#monthDiffers(value);
    }
  }

  *#monthDiffers({ payee, month, earnings }: PayeeMonthCell): Generator<string> {
    for (const { currency, earned } of earnings) {
      for (const { meter, exact } of earned) {
        const key = keyOf(payee, currency, month, meter);
        const due = this.#earned.get(key)?.exact ?? 0n;
        if (due !== exact) yield `of ${key}, ${due}e-24 is earned, and its cell says ${exact}e-24`;
      }
    }
  }

  #look(document: PayeeDocument): void {
    switch (document.kind) {
      case 'share':
      case 'share-reversal':
        this.#earn(document);
        return;
      case 'payee-statement':
        this.#state(document);
        return;
      case 'payout':
        this.#paid.set(document.id, { ...this.#of(document.id), payout: document });
        return;
      case 'payout-settlement': {
        const before = this.#of(document.payout);
        this.#paid.set(document.payout, { ...before, settled: before.settled + 1 });
        if (before.returned > 0) this.#faults.push(`${document.id} settles what came back before`);
        return;
      }
      case 'payout-return': {
        const before = this.#of(document.payout);
        this.#paid.set(document.payout, { ...before, returned: before.returned + 1 });
        return;
      }
      case 'claim':
        return;
    }
  }

  #earn({ payee, currency, month, earned, postings }: ShareDocument | ShareReversalDocument): void {
    const of = (meter: string): Earned => {
      const key = keyOf(payee, currency, month, meter);
      const known = this.#earned.get(key) ?? { exact: 0n, posted: 0n };
      this.#earned.set(key, known);
      return known;
    };
    for (const { meter, exact } of earned) of(meter).exact = exact;
    for (const { account: name, amount } of postings) {
      const account = accountFrom(name);
      if (account?.kind === 'share') of(account.meter).posted += amount;
    }
  }

  #state({ id, payee, currency, n, opening, closing }: PayeeStatementDocument): void {
    const key = keyOf(payee, currency);
    const before = this.#closings.get(key) ?? { n: 0, closing: 0n };
    if (n !== before.n + 1) this.#faults.push(`${id} of ${key} is ${n} after ${before.n}`);
    if (opening !== before.closing) {
      this.#faults.push(`${id} of ${key} goes on from ${opening} nanos, and not ${before.closing}`);
    }
    const owed = this.#owed.get(key) ?? 0n;
    if (closing !== owed) this.#faults.push(`${id} says ${closing} nanos, and ${owed} are owed`);
    this.#closings.set(key, { n, closing });
  }

  #inTransit(): ReadonlyMap<string, bigint> {
    const sums = new Map<string, bigint>();
    for (const { payout, settled, returned } of this.#paid.values()) {
      if (payout === undefined || settled + returned > 0) continue;
      const { payee, currency, rail, postings } = payout;
      const key = keyOf(payee, currency);
      const account = accountName({ kind: 'payout', rail });
      const posted = postings.find((one) => one.account === account)?.amount ?? 0n;
      sums.set(key, (sums.get(key) ?? 0n) - posted);
    }
    return sums;
  }

  #of(payout: string): Paid {
    return this.#paid.get(payout) ?? untold;
  }
}

const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);

function* inTransitDiffers(
  { payee, balances }: PayeeCell,
  inTransit: ReadonlyMap<string, bigint>,
): Generator<string> {
  for (const { currency, inTransit: has } of balances) {
    const key = keyOf(payee, currency);
    const due = inTransit.get(key) ?? 0n;
    if (due !== has) yield `${key} has ${due} nanos in transit, and its cell says ${has}`;
  }
}
