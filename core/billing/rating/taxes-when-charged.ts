import { isFeeAccount } from '../../books/account.ts';
import type { Books } from '../../books/books.ts';
import type { PeriodCell } from '../../books/cell.ts';
import type { BooksDocument } from '../../books/document.ts';
import { kindOf, monthOf } from '../../books/kinds/kinds.ts';
import { agreedTaxes } from '../../invoicing/agreed-taxes.ts';
import type { RatedCharge, Reckoning } from '../../invoicing/reckoning.ts';
import { laterMonth } from '../../kernel/month.ts';

/** The month before nearly always charged it, and with an interval one of a year. */
const LOOKED_AT = [[1], [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]];

/**
 * How fees were taxed that were charged before their month and are taken back now: as by the closing that charged most
 * of them, whatever the interval of invoices is by now. Undefined where nothing is taken back, or no closing says it.
 */
export async function taxesWhenCharged(
  books: Books,
  tenant: string,
  { inBooks, charges }: { readonly inBooks: PeriodCell; readonly charges: readonly RatedCharge[] },
): Promise<Reckoning['taxes']> {
  if (!isTakenBack(inBooks, charges)) return undefined;
  const all = feesIn(inBooks.billed);
  const closings: BooksDocument[] = [];
  for (const months of LOOKED_AT) {
    closings.push(...(await closingsBefore(books, tenant, { inBooks, months })));
    const found = closings.reduce((sum, one) => sum + chargedBy(one, inBooks), 0n);
    if (found >= all) break;
  }
  const most = closings
    .filter((one) => chargedBy(one, inBooks) > 0n)
    .reduce<BooksDocument | undefined>(
      (best, one) =>
        best !== undefined && chargedBy(best, inBooks) >= chargedBy(one, inBooks) ? best : one,
      undefined,
    );
  const agreed = most === undefined ? undefined : kindOf(most).agreed(most);
  return agreed === undefined ? undefined : agreedTaxes(agreed);
}

function isTakenBack(
  { deferred = [], billed }: PeriodCell,
  charges: readonly RatedCharge[],
): boolean {
  if (deferred.length === 0) return false;
  const now = new Map(charges.map(({ key, exact }) => [key, exact]));
  return billed.some(({ charge, exact }) => now.get(charge) !== exact);
}

async function closingsBefore(
  books: Books,
  tenant: string,
  {
    inBooks: { customer, month },
    months,
  }: { readonly inBooks: PeriodCell; readonly months: readonly number[] },
): Promise<readonly BooksDocument[]> {
  const keys = months.map(
    (before) => ({ kind: 'period', month: laterMonth(month, -before), customer }) as const,
  );
  const cells = await books.read(tenant, { cells: keys });
  const originals = keys.flatMap((key) => cells.at(key)?.closedBy?.id ?? []);
  return [...(await books.read(tenant, { cells: [], originals })).originals.values()];
}

const chargedBy = (document: BooksDocument, { month }: PeriodCell): bigint =>
  feesIn((monthOf(document)?.billed ?? []).filter(({ period }) => period === month));

const feesIn = (billed: readonly { readonly account: string; readonly exact: bigint }[]): bigint =>
  billed.reduce((sum, { account, exact }) => (isFeeAccount(account) ? sum + exact : sum), 0n);
