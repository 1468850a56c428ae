import { accountFrom } from '../books/account.ts';
import type { CountedDocument } from './counted.ts';
import type { PostedSums } from './posted-sums.ts';
import { ByCurrency, byName, type ReportFold, type ReportTable, sumIn } from './table.ts';

/** What was earned within some days, by the month that it was for and by what it was earned with. */
export class Revenue implements ReportFold {
  readonly columns = [
    { name: 'service', holds: 'month' },
    { name: 'of', holds: 'text' },
    { name: 'key', holds: 'text' },
    { name: 'account', holds: 'text' },
    { name: 'revenue', holds: 'amount', isSummed: true },
  ] as const;
  /** By month and account. */
  readonly #earned = new ByCurrency(() => new Map<string, Map<string, bigint>>());

  add({ day: ofDocument, entries }: CountedDocument): void {
    for (const { part, postings } of entries) {
      if (part !== 'within') continue;
      for (const { account, currency, amount, service = ofDocument.slice(0, 7) } of postings) {
        if (accountFrom(account)?.kind !== 'revenue') continue;
        const months = this.#earned.at(currency);
        const accounts = months.get(service) ?? new Map<string, bigint>();
        months.set(service, accounts);
        accounts.set(account, (accounts.get(account) ?? 0n) - amount);
      }
    }
  }

  tables(posted: PostedSums): readonly ReportTable[] {
    for (const currency of posted.currencies()) this.#earned.at(currency);
    return this.#earned.entries().map(([currency, months]) => {
      const rows = [...months].sort(byName).flatMap(([service, accounts]) =>
        [...accounts]
          .sort(byName)
          .filter(([, revenue]) => revenue !== 0n)
          .map(([account, revenue]) => ({ service, ...sourceOf(account), account, revenue })),
      );
      const agreements = posted.names(currency, 'revenue:').map((account) => ({
        account,
        of: 'change' as const,
        posted: posted.at(currency, account, 'change'),
        reported: -sumIn(
          rows.filter((row) => row.account === account),
          'revenue',
        ),
        column: 'revenue',
      }));
      return { currency, rows, agreements };
    });
  }
}

function sourceOf(name: string): { readonly of: string; readonly key: string } {
  const account = accountFrom(name);
  return account?.kind === 'revenue' ? account.source : { of: 'other', key: name };
}
