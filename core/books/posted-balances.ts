import { type Account, accountFrom, isCustomers, isPayees, summedName } from './account.ts';
import type { Balance, Cell } from './cell.ts';
import type { Posting } from './document-head.ts';
import { customerBalances, payeeBalances } from './reading.ts';

/**
 * What the postings come to by themselves, account by account and currency by currency: an account of its own, that
 * knows nothing of the fold.
 */
export class PostedBalances {
  readonly #sums = new Map<string, Map<string, bigint>>();
  /** Names of the accounts of each customer and of each payee, by whose they are. */
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
        const whose = whoseOf('customer', value.customer);
        yield* differences(whose, customerBalances(value), this.#of(whose));
      }
      if (value.kind === 'payee') {
        const whose = whoseOf('payee', value.payee);
        yield* differences(whose, payeeBalances(value), this.#of(whose));
      }
    }
  }

  /** Says where customers, or payees, are posted to of whom there is no cell, as no document is theirs. */
  *strangers(cells: Iterable<Cell>): Generator<string> {
    const known = new Set<string>();
    for (const { value } of cells) {
      if (value.kind === 'customer') known.add(whoseOf('customer', value.customer));
      if (value.kind === 'payee') known.add(whoseOf('payee', value.payee));
    }
    for (const [whose, names] of this.#owned) {
      if (known.has(whose)) continue;
      yield `no document is of ${whose}, and there are postings on ${names.join(', ')}`;
    }
  }

  #opened(name: string): Map<string, bigint> {
    const sums = new Map<string, bigint>();
    this.#sums.set(name, sums);
    const account = accountFrom(name);
    const whose = account === undefined ? undefined : ownerOf(account);
    if (whose !== undefined) this.#owned.set(whose, [...(this.#owned.get(whose) ?? []), name]);
    return sums;
  }

  /** As the head has them: the customers' accounts in sum, and the payees'. */
  #together(): Map<string, bigint> {
    const all = new Map<string, bigint>();
    for (const [name, sums] of this.#sums) {
      const account = accountFrom(name);
      const shown = account === undefined ? name : summedName(account);
      for (const [currency, sum] of sums) {
        const key = JSON.stringify([shown, currency]);
        all.set(key, (all.get(key) ?? 0n) + sum);
      }
    }
    return all;
  }

  #of(whose: string): Map<string, bigint> {
    const all = new Map<string, bigint>();
    for (const name of this.#owned.get(whose) ?? []) {
      for (const [currency, sum] of this.#sums.get(name) ?? []) {
        all.set(JSON.stringify([name, currency]), sum);
      }
    }
    return all;
  }
}

const whoseOf = (who: 'customer' | 'payee', key: string): string =>
  who === 'customer' ? JSON.stringify(key) : `the payee ${JSON.stringify(key)}`;

function ownerOf(account: Account): string | undefined {
  if (isCustomers(account)) return whoseOf('customer', account.customer);
  return isPayees(account) ? whoseOf('payee', account.payee) : undefined;
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
