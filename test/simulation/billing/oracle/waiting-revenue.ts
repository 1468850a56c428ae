import type { ReadDocument } from './books-reader.ts';

const NANO = 10n ** 15n;

/**
 * What of a customer's months was charged before them, and waits until they are closed: an account of its own, by what
 * documents post and bill.
 */
export class WaitingRevenue {
  /** By month, then by account, in nanos: less than zero is owed to the customer. */
  readonly #months = new Map<string, Map<string, bigint>>();

  /** What is wrong with the next document, if anything is; `isClosed` says how months are after it. */
  fault(document: ReadDocument, isClosed: (label: string) => boolean): string | undefined {
    const own = document.period === undefined ? [] : [document.period.label];
    const months = new Set([...own, ...this.#add(document)]);
    for (const label of [...months].filter(isClosed)) {
      const left = [...(this.#months.get(label) ?? [])].find(([, sum]) => sum !== 0n);
      if (left !== undefined) return `${label} is closed, and ${left[1]} nanos wait on ${left[0]}`;
    }
    return aheadFault(document, isClosed);
  }

  /** Answers the months of which something is deferred, or earned. */
  #add({ postings }: ReadDocument): readonly string[] {
    const deferred = postings.filter(({ account }) => account.startsWith('deferred:'));
    return deferred.map(({ account, amount, service = 'no month' }) => {
      const sums = this.#months.get(service) ?? new Map<string, bigint>();
      this.#months.set(service, sums.set(account, (sums.get(account) ?? 0n) + BigInt(amount)));
      return service;
    });
  }

  /** Whether anything was ever charged before that month. */
  has(label: string): boolean {
    return this.#months.has(label);
  }
}

/** Whether all that a closing bills of a month to come waits for it: to the nano of each line, as lines are cut. */
function aheadFault(
  { period, billed = [], postings }: ReadDocument,
  isClosed: (label: string) => boolean,
): string | undefined {
  const ahead = billed.filter((one) => one.period > (period?.label ?? '') && !isClosed(one.period));
  for (const [account, lines] of Map.groupBy(ahead, (one) => one.account)) {
    const worth = lines.reduce((sum, { exact }) => sum + BigInt(exact), 0n);
    const waits = postings
      .filter((one) => one.account === account.replace('revenue:', 'deferred:'))
      .filter(({ service }) => service === lines[0]?.period)
      .reduce((sum, { amount }) => sum - BigInt(amount), 0n);
    const off = waits * NANO - worth;
    if (off > NANO * BigInt(lines.length) || off < -NANO * BigInt(lines.length)) {
      return `it bills ${worth}e-24 of a month to come on ${account}, and ${waits} nanos wait`;
    }
  }
  return undefined;
}
