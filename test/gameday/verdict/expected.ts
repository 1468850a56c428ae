import type { Ledger } from '../play/ledger.ts';
import { nanosOf, perKilobyte, perView } from '../play/prices.ts';
import type { Tenant } from '../play/tenants.ts';
import type { Stores } from './stores.ts';

/** What a subject used. */
export interface Used {
  readonly views: number;
  readonly kilobytes: number;
}

/**
 * What each subject used, by tenant and subject: counted from what clients were told, and of two contents of one
 * identity the one that is not in quarantine.
 */
export function usedBySubject(
  ledger: Ledger,
  { quarantined }: Pick<Stores, 'quarantined'>,
): ReadonlyMap<string, Used> {
  const used = new Map<string, Used>();
  for (const [content, { event, accepted }] of ledger.sent()) {
    if (accepted === 0 || quarantined.has(content)) continue;
    const key = subjectKey(event.tenant, event.subject);
    const before = used.get(key) ?? { views: 0, kilobytes: 0 };
    const kilobytes = Number(event.data?.['kilobytes'] ?? 0);
    used.set(key, { views: before.views + 1, kilobytes: before.kilobytes + kilobytes });
  }
  return used;
}

export const subjectKey = (tenant: string, subject: string): string =>
  JSON.stringify([tenant, subject]);

/** What each customer of a tenant owes for all that its subjects used, in nanos, without tax. */
export const owedBy = (
  { name, customers }: Tenant,
  used: ReadonlyMap<string, Used>,
): ReadonlyMap<string, bigint> =>
  new Map(
    customers.map(({ key, subjects }) => [
      key,
      subjects
        .map((subject) => used.get(subjectKey(name, subject)) ?? { views: 0, kilobytes: 0 })
        .reduce(
          (sum, { views, kilobytes }) =>
            sum + BigInt(views) * perView.nanos + BigInt(kilobytes) * perKilobyte.nanos,
          0n,
        ),
    ]),
  );

/** One document of the journal, as `GET /v1/books` has it. */
export interface JournalDocument {
  readonly id: string;
  readonly kind: string;
  readonly customer: string;
  readonly number?: string;
  readonly period?: string;
  readonly invoice?: string;
  readonly reference?: string;
  readonly postings: readonly { readonly account: string; readonly amount: string }[];
}

/** What is posted for usage, by customer, in nanos: due without tax, or carried. */
export function postedBy(journal: readonly JournalDocument[]): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { customer, kind, postings } of journal) {
    if (kind === 'payment') continue;
    for (const { account, amount } of postings) {
      if (!/:receivable$|^tax:|:carry$/.test(account)) continue;
      sums.set(customer, (sums.get(customer) ?? 0n) + nanosOf(amount));
    }
  }
  return sums;
}
