import { accountFrom } from './account.ts';
import type { Cell } from './cell.ts';
import type { Posting } from './document.ts';

/**
 * What the postings come to by themselves, account by account and currency by currency: an account of its own, that
 * knows nothing of the fold.
 */
export class PostedBalances {
  readonly #sums = new Map<string, Map<string, bigint>>();

  add(postings: readonly Posting[]): void {
    for (const { account, currency, amount } of postings) {
      const sums = this.#sums.get(account) ?? new Map<string, bigint>();
      sums.set(currency, (sums.get(currency) ?? 0n) + amount);
      this.#sums.set(account, sums);
    }
  }

  /** Says where the head, or a customer, has another balance than what was posted. */
  *faults(cells: Iterable<Cell>): Generator<string> {
    for (const { value } of cells) {
      if (value.kind === 'head') {
        const folded = value.balances.map(({ account, currency, amount }) => ({
          name: JSON.stringify([account, currency]),
          amount,
        }));
        yield* differences('the head', folded, this.#together());
      }
      if (value.kind === 'customer') {
        const folded = value.totals.map(({ currency, receivable }) => ({
          name: JSON.stringify(['receivable', currency]),
          amount: receivable,
        }));
        yield* differences(JSON.stringify(value.customer), folded, this.#owedBy(value.customer));
      }
    }
  }

  /** As the head has them: the customers' accounts in sum. */
  #together(): Map<string, bigint> {
    const all = new Map<string, bigint>();
    for (const [name, sums] of this.#sums) {
      const account = accountFrom(name);
      const isCustomers = account?.kind === 'receivable' || account?.kind === 'carry';
      const shown = isCustomers ? `customers:${account.kind}` : name;
      for (const [currency, sum] of sums) {
        const key = JSON.stringify([shown, currency]);
        all.set(key, (all.get(key) ?? 0n) + sum);
      }
    }
    return all;
  }

  #owedBy(customer: string): Map<string, bigint> {
    const sums =
      this.#sums.get(`customer:${encodeURIComponent(customer)}:receivable`) ??
      new Map<string, bigint>();
    return new Map([...sums].map(([key, sum]) => [JSON.stringify(['receivable', key]), sum]));
  }
}

function* differences(
  whose: string,
  folded: readonly { readonly name: string; readonly amount: bigint }[],
  posted: ReadonlyMap<string, bigint>,
): Generator<string> {
  const has = new Map(folded.map(({ name, amount }) => [name, amount]));
  for (const name of new Set([...has.keys(), ...posted.keys()])) {
    const [shown, sum] = [has.get(name) ?? 0n, posted.get(name) ?? 0n];
    if (shown !== sum) yield `${whose} has ${shown} nanos on ${name}, and ${sum} are posted`;
  }
}
