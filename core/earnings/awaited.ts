import type { Books } from '../books/books.ts';
import type { CellKey, CustomerCell, InvoiceState, PeriodCell } from '../books/cell.ts';
import type { BooksDocument } from '../books/document.ts';
import type { Page } from '../books/page.ts';
import type { Month } from '../kernel/month.ts';
import { none, type Ratio, whole } from '../shares/ratio.ts';
import type { Awaited } from '../shares/shared-worth.ts';

interface PayerMonths {
  readonly month: Month;
  readonly payers: readonly string[];
}

const periodKey = (month: Month, customer: string) =>
  ({ kind: 'period', month, customer }) as const;
const customerKey = (customer: string) => ({ kind: 'customer', customer }) as const;
const documentKey = (id: string) => ({ kind: 'document', id }) as const;

/**
 * Of payers whose month is closed, and not void, by how much it is invoiced and paid. What is carried is invoiced with
 * the invoice that takes it; what is credited is not invoiced after all.
 */
export async function awaitedOf(
  books: Books,
  tenant: string,
  { month, payers }: PayerMonths,
): Promise<ReadonlyMap<string, Awaited>> {
  const first = await books.read(tenant, {
    cells: payers.flatMap((payer) => [periodKey(month, payer), customerKey(payer)]),
  });
  const closed = payers.flatMap((payer) => {
    const by = first.at(periodKey(month, payer))?.closedBy;
    if (by === undefined) return [];
    return [{ payer, by: by.id, taker: takerOf(first.at(customerKey(payer)), month) }];
  });
  const second = await books.read(tenant, {
    cells: closed.flatMap(({ payer, by, taker }): CellKey[] => [
      documentKey(by),
      ...(taker === undefined ? [] : [periodKey(taker, payer)]),
    ]),
    originals: closed.filter(({ by }) => by.length > 0).map(({ by }) => by),
  });
  const takers = closed.flatMap(({ payer, taker }) =>
    taker === undefined ? [] : (second.at(periodKey(taker, payer))?.closedBy?.id ?? []),
  );
  const third = await books.read(tenant, { cells: takers.map(documentKey) });
  return new Map(
    closed.flatMap(({ payer, by, taker }) => {
      const own = second.at(documentKey(by))?.invoice;
      if (own?.voided !== undefined) return [];
      const counted = own === undefined ? carried({ payer, by, taker }, second, third) : of(own);
      return [[payer, counted] as const];
    }),
  );
}

/** The first month after one that has an invoice: with it, what is carried is invoiced. */
function takerOf(customer: CustomerCell | undefined, month: Month): Month | undefined {
  const closed = customer?.closed ?? [];
  const own = closed.find((one) => one.month === month);
  if (own === undefined || own.invoiced !== undefined) return undefined;
  return closed.find(({ start, invoiced }) => start > own.start && invoiced !== undefined)?.month;
}

interface Carried {
  readonly payer: string;
  readonly by: string;
  readonly taker: Month | undefined;
}

function carried({ payer, by, taker }: Carried, second: Page, third: Page): Awaited {
  if (!isCarrying(second.originals.get(by))) return { invoiced: whole, paid: whole };
  const period: PeriodCell | undefined =
    taker === undefined ? undefined : second.at(periodKey(taker, payer));
  const id = period?.closedBy?.id;
  const invoice = id === undefined ? undefined : third.at(documentKey(id))?.invoice;
  return invoice === undefined ? { invoiced: none, paid: none } : of(invoice);
}

/** Where a month without an invoice came to nothing, nothing of it waits for one. */
const isCarrying = (document: BooksDocument | undefined): boolean =>
  document?.kind === 'statement' && document.recognised !== 0n;

/** Of an invoice of nothing, nothing is awaited. */
function of({ total, credited, paid }: InvoiceState): Awaited {
  if (total === 0n) return { invoiced: whole, paid: whole };
  const left = total - credited;
  const parts = { invoiced: left, paid: paid < left ? paid : left };
  return { invoiced: ratioOf(parts.invoiced, total), paid: ratioOf(parts.paid, total) };
}

/** Totals below zero are paid out to the payer: nothing of them is awaited. */
const ratioOf = (part: bigint, total: bigint): Ratio =>
  total < 0n ? whole : { part: part < 0n ? 0n : part, whole: total };
