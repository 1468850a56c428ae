import { accountFrom, isCustomers } from './account.ts';
import type { Balance, Cell } from './cell.ts';
import type { Posting } from './document.ts';
import { customerBalances } from './reading.ts';

/**
 * What the postings come to by themselves, account by account and currency by currency: an account of its own, that
 * knows nothing of the fold.
 */
export class PostedBalances {
  readonly #sums = new Map<string, Map<string, bigint>>();
  /** Names of the accounts of each customer. */
  readonly #owned = new Map<string, string[]>();

  add(postings: readonly Posting[]): void {
    for (const { account, currency, amount } of postings) {
      const sums = this.#sums.get(account) ?? this.#opened(account);
      sums.set(currency, (sums.get(currency) ?? 0n) + amount);
    }
  }

  /** Says where the head, or a customer, has another balance than what was posted. */
  *faults(cells: Iterable<Cell>): Generator<string> {
    for (const { value } of cells) {
      if (value.kind === 'head') {
        yield* differences('the head', value.balances, this.#together());
      }
      if (value.kind === 'customer') {
        const whose = JSON.stringify(value.customer);
        yield* differences(whose, customerBalances(value), this.#of(value.customer));
      }
    }
  }

  /** Says where customers are posted to of whom there is no cell, as no document is theirs. */
  *strangers(cells: Iterable<Cell>): Generator<string> {
    const known = new Set<string>();
    for (const { value } of cells) if (value.kind === 'customer') known.add(value.customer);
    for (const [customer, names] of this.#owned) {
      if (known.has(customer)) continue;
      yield `no document is of ${JSON.stringify(customer)}, and there are postings on ${names.join(', ')}`;
    }
  }

  #opened(name: string): Map<string, bigint> {
    const sums = new Map<string, bigint>();
    this.#sums.set(name, sums);
    const account = accountFrom(name);
    if (account !== undefined && isCustomers(account)) {
      this.#owned.set(account.customer, [...(this.#owned.get(account.customer) ?? []), name]);
    }
    return sums;
  }

  /** As the head has them: the customers' accounts in sum. */
  #together(): Map<string, bigint> {
    const all = new Map<string, bigint>();
    for (const [name, sums] of this.#sums) {
      const account = accountFrom(name);
      const isSummed = account !== undefined && isCustomers(account);
      const shown = isSummed ? `customers:${account.kind}` : name;
      for (const [currency, sum] of sums) {
        const key = JSON.stringify([shown, currency]);
        all.set(key, (all.get(key) ?? 0n) + sum);
      }
    }
    return all;
  }

  #of(customer: string): Map<string, bigint> {
    const all = new Map<string, bigint>();
    for (const name of this.#owned.get(customer) ?? []) {
      for (const [currency, sum] of this.#sums.get(name) ?? []) {
        all.set(JSON.stringify([name, currency]), sum);
      }
    }
    return all;
  }
}

function* differences(
  whose: string,
  folded: readonly Balance[],
  posted: ReadonlyMap<string, bigint>,
): Generator<string> {
  const has = new Map<string, bigint>(
    folded.map(({ account, currency, amount }) => [JSON.stringify([account, currency]), amount]),
  );
  for (const name of new Set([...has.keys(), ...posted.keys()])) {
    const [shown, sum] = [has.get(name) ?? 0n, posted.get(name) ?? 0n];
    if (shown !== sum) yield `${whose} has ${shown} nanos on ${name}, and ${sum} are posted`;
  }
}
