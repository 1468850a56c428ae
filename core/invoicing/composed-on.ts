import type { Agreed } from '../books/agreed.ts';
import type { Books } from '../books/books.ts';
import type { CellKey } from '../books/cell.ts';
import { closingId } from '../books/document.ts';
import type { Page } from '../books/page.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import type { Month } from '../kernel/month.ts';
import type { ClosingRequest } from './closing-request.ts';
import { type Composed, composed } from './compose.ts';
import type { ReckoningInBooks } from './new-lines.ts';
import type { RatedCharge, Reckoning } from './reckoning.ts';
import { isMissing, monthsOfTerm, withMissing } from './term-charges.ts';

/** The cell of the customer whose month a request closes. */
export const customerKey = ({ terms: { customer } }: ClosingRequest) =>
  ({ kind: 'customer', customer }) as const;

export const periodKey = (request: ClosingRequest, { period: { month } }: Reckoning) =>
  keyOf(request, month);

export const keyOf = ({ terms: { customer } }: ClosingRequest, month: Month) =>
  ({ kind: 'period', month, customer }) as const;

/** What a request is decided by. */
export const cellsOf = (request: ClosingRequest): CellKey[] => [
  customerKey(request),
  ...[request.current, ...request.earlier, ...request.advance].map((month) =>
    periodKey(request, month),
  ),
  ...(request.settled ?? []).map(({ month }) => keyOf(request, month)),
  ...(request.carried ?? []).map(({ month }) => keyOf(request, month)),
  ...(request.commitments ?? []).flatMap(monthsOfTerm).map((month) => keyOf(request, month)),
];

/** What a month comes to as the books are now. */
export function composedOn(
  page: Page,
  request: ClosingRequest,
): {
  readonly result: Composed;
  readonly id: string;
  readonly attempt: number;
  /** What the month is closed under, with the commitment of which it charges what is missing. */
  readonly agreed: Agreed | undefined;
} {
  const { terms, policy, current, agreed } = request;
  const { months, state, agreed: commitment } = monthsOn(page, request);
  const carry = page.at(customerKey(request))?.carry ?? [];
  const attempt = months[0]?.cell?.attempt ?? 1;
  const figures = { terms, policy, months, carry, taxesBefore: request.taxesBefore };
  return {
    result: {
      ...composed(figures),
      ...definedOnly({ commitment: state, carried: request.carried }),
    },
    id: closingId(terms.customer, current.period.month, attempt),
    attempt,
    agreed: agreed === undefined ? undefined : { ...agreed, ...definedOnly({ commitment }) },
  };
}

/**
 * What the month itself charges as missing of a term, as the books are now, and other months of it that are `open`;
 * undefined where it charges nothing so.
 */
export async function missingNow(
  books: Books,
  tenant: string,
  { request, open }: { readonly request: ClosingRequest; readonly open: readonly Reckoning[] },
): Promise<RatedCharge | undefined> {
  if (request.commitments === undefined) return undefined;
  const keys = open.map((month) => periodKey(request, month));
  const page = await books.read(tenant, { cells: [...cellsOf(request), ...keys] });
  return monthsOn(page, request, open).months[0]?.reckoning.charges.find(isMissing);
}

/** The months that a request bills, with what is missing of their terms; its own month first. */
function monthsOn(
  page: Page,
  request: ClosingRequest,
  open: readonly Reckoning[] = [],
): ReturnType<typeof withMissing> {
  const inBooks = (role: ReckoningInBooks['role']) => (reckoning: Reckoning) => ({
    role,
    reckoning,
    cell: page.at(periodKey(request, reckoning)),
  });
  const rated: ReckoningInBooks[] = [
    inBooks('current')(request.current),
    ...request.advance.map(inBooks('advance')),
    ...request.earlier
      .map(inBooks('earlier'))
      .filter(({ cell }) => cell?.closedBy !== undefined)
      .sort((a, b) => a.reckoning.period.start - b.reckoning.period.start),
    ...open.map(inBooks('earlier')),
  ];
  return withMissing({
    months: rated,
    terms: request.commitments ?? [],
    currency: request.terms.currency,
    priced: request.agreed?.stretches.at(-1),
    cellAt: (month) => page.at(keyOf(request, month)),
  });
}
