import { accountFrom } from '../books/account.ts';
import type { AgreedCommitment } from '../books/agreed.ts';
import type { PeriodCell } from '../books/cell.ts';
import { standardTaxCode } from '../catalog/tax-treatment.ts';
import { ownDescriptions } from '../contract/invoices/own-descriptions.ts';
import type { Currency } from '../kernel/currency.ts';
import { decimalFromInteger, decimalOf } from '../kernel/decimal.ts';
import { type ExactAmount, exactOf } from '../kernel/exact-amount.ts';
import { invariant } from '../kernel/invariant.ts';
import { laterMonth, type Month } from '../kernel/month.ts';
import { keptTimeZone } from '../kernel/time-zone.ts';
import { agreedTaxes } from './agreed-taxes.ts';
import type { ReckoningInBooks } from './new-lines.ts';
import type { RatedCharge } from './reckoning.ts';

/** A term of a customer's commitment, as of now. */
export interface CommittedTerm {
  readonly from: Month;
  /** Its last month. */
  readonly end: Month;
  /** The last of its months in which the customer has a plan: what is missing is charged with it. */
  readonly last: Month;
  readonly amount: ExactAmount;
}

/** How far a term is drawn down, up to a month of it. */
export interface CommitmentState {
  readonly from: Month;
  readonly last: Month;
  readonly amount: ExactAmount;
  /** What its charges come to together. */
  readonly used: ExactAmount;
  /** What was charged as it was missing. */
  readonly charged: ExactAmount;
}

/** Months of a customer that are about to be billed, and the terms that they are in. */
interface MonthsInTerms {
  readonly months: readonly ReckoningInBooks[];
  readonly terms: readonly CommittedTerm[];
  readonly currency: Currency;
  /** The prices of the month that is closed; undefined where it has none. */
  readonly priced: Pick<AgreedCommitment, 'plan' | 'version'> | undefined;
  readonly cellAt: (month: Month) => PeriodCell | undefined;
}

interface WithMissing {
  readonly months: readonly ReckoningInBooks[];
  /** Of the term that the month is in. */
  readonly state?: CommitmentState;
  /** Where the month charges what is missing: what it goes by, from then on. */
  readonly agreed?: AgreedCommitment;
}

/** All months of a term. */
export const monthsOfTerm = ({ from, end }: Pick<CommittedTerm, 'from' | 'end'>): Month[] => {
  const months: Month[] = [];
  for (let month = from; month <= end; month = laterMonth(month)) months.push(month);
  return months;
};

/**
 * Months to bill, with what is missing of their terms: the least that was committed to, less what all charges of the
 * term come to, as they are billed now or were before. The last month charges it, and late usage of any month makes it
 * less. So a term comes to the greater of both, in whatever order things come.
 *
 * A customer that leaves is charged all that is missing with the last month in which it has a plan; where that is
 * closed already, with the next. Should it come back within the term, that is set off against what is missing at the
 * end of it.
 */
export function withMissing(asked: MonthsInTerms): WithMissing {
  let found: WithMissing = { months: asked.months };
  for (const term of asked.terms) {
    const next = withTerm({ ...asked, months: found.months }, term);
    found = { ...found, ...next };
  }
  return found;
}

/** A month that charges what is missing, and what it goes by. */
interface TrueUp {
  readonly month: Month;
  readonly agreed: AgreedCommitment;
}

function withTerm(asked: MonthsInTerms, term: CommittedTerm): WithMissing {
  const own = currentOf(asked);
  const agreed = agreedNow(asked, term);
  const trueUps = [
    ...trueUpsBefore(asked, term),
    ...(agreed === undefined ? [] : [{ month: own.reckoning.period.month, agreed }]),
  ].sort((a, b) => (a.month < b.month ? -1 : 1));
  const counted = countedIn(asked);
  const usedUntil = (last: Month): bigint =>
    monthsOfTerm({ from: term.from, end: last }).reduce((sum, month) => sum + counted(month), 0n);
  const { month } = own.reckoning.period;
  let { months } = asked;
  let charged = 0n;
  let chargedByNow = 0n;
  for (const trueUp of trueUps) {
    const { amount, last } = trueUp.agreed;
    const open = amount - usedUntil(last);
    const missing = exactOf((open > 0n ? open : 0n) - charged);
    charged += missing;
    if (trueUp.month <= month) chargedByNow = charged;
    months = withCharge({ ...asked, months }, trueUp, missing);
  }
  if (month < term.from || month > term.end) return { months };
  const latest = trueUps.at(-1)?.agreed ?? term;
  return {
    months,
    state: {
      from: term.from,
      ...{ last: latest.last, amount: latest.amount },
      used: exactOf(usedUntil(month)),
      charged: exactOf(chargedByNow),
    },
    ...(agreed === undefined ? {} : { agreed }),
  };
}

function currentOf({ months }: Pick<MonthsInTerms, 'months'>): ReckoningInBooks {
  const current = months.find(({ role }) => role === 'current');
  invariant(current !== undefined, 'one of the months is the one that is closed');
  return current;
}

/** What the month itself goes by, where it charges what is missing: as it was closed, or else as of now. */
function agreedNow(asked: MonthsInTerms, term: CommittedTerm): AgreedCommitment | undefined {
  const { reckoning, cell } = currentOf(asked);
  const { month } = reckoning.period;
  const kept = cell?.agreed?.commitment;
  if (kept?.from === term.from) return kept;
  const { from, end, last, amount } = term;
  if (cell?.closedBy !== undefined || month < last || month > end) return undefined;
  if (trueUpsBefore(asked, term).some((one) => one.month >= last)) return undefined;
  const priced =
    asked.priced ??
    monthsOfTerm(term)
      .flatMap((one) => asked.cellAt(one)?.agreed?.stretches ?? [])
      .at(-1);
  if (priced === undefined) return undefined;
  return { from, last, amount, plan: priced.plan, version: priced.version };
}

/** Other months that have charged what was missing of a term. */
function trueUpsBefore(asked: MonthsInTerms, term: CommittedTerm): readonly TrueUp[] {
  const own = currentOf(asked).reckoning.period.month;
  return monthsOfTerm(term).flatMap((month): TrueUp[] => {
    const cell = asked.cellAt(month);
    const agreed = cell?.agreed?.commitment;
    const isIn = month !== own && cell?.closedBy?.currency === asked.currency;
    return isIn && agreed?.from === term.from ? [{ month, agreed }] : [];
  });
}

/** What of a month counts: as it is rated now, or else as it was billed. */
function countedIn({ months, currency, cellAt }: MonthsInTerms): (month: Month) => bigint {
  const isOther = ({ cell }: ReckoningInBooks): boolean =>
    cell?.closedBy !== undefined && cell.closedBy.currency !== currency;
  const rated = new Map(
    months
      .filter((one) => one.role !== 'advance' && one.reckoning.isPart !== true && !isOther(one))
      .map(({ reckoning }) => [reckoning.period.month, reckoning.charges]),
  );
  return (month) => {
    const charges = rated.get(month);
    if (charges !== undefined) {
      return sumOf(charges.filter(({ key, revenue }) => isCounted(key, revenue.of)));
    }
    const cell = cellAt(month);
    if (cell?.closedBy?.currency !== currency) return 0n;
    return sumOf(
      cell.billed.filter(({ charge, account }) => {
        const known = accountFrom(account);
        return known?.kind === 'revenue' && isCounted(charge, known.source.of);
      }),
    );
  };
}

const sumOf = (all: readonly { readonly exact: bigint }[]): bigint =>
  all.reduce((sum, { exact }) => sum + exact, 0n);

/** As for the commitment of a month: what charges come to by the list, with their minimums, and that commitment. */
const isCounted = (charge: string, of: string): boolean =>
  (of === 'meter' || of === 'minimum') && !charge.startsWith(KEY_BEGINS);

const KEY_BEGINS = '["term",';

/** Whether a charge is what is missing of a term. */
export const isMissing = ({ key }: Pick<RatedCharge, 'key'>): boolean => key.startsWith(KEY_BEGINS);

/** The month with what it charges as missing; one that is not rated now has nothing but what changes of that. */
function withCharge(
  { months, cellAt }: MonthsInTerms,
  { month, agreed }: TrueUp,
  missing: ExactAmount,
): readonly ReckoningInBooks[] {
  const isRated = ({ role, reckoning }: ReckoningInBooks): boolean =>
    role !== 'advance' && reckoning.period.month === month;
  const found = months.find(isRated);
  const cell = found === undefined ? cellAt(month) : found.cell;
  const start = found?.reckoning.period.start ?? cell?.agreed?.start ?? 0;
  const key = JSON.stringify(['term', agreed.plan, agreed.version, agreed.from, start]);
  const billed = cell?.billed.find(({ charge }) => charge === key)?.exact;
  if (missing === 0n && billed === undefined) return months;
  const charge = missingCharge(key, agreed, missing);
  if (found !== undefined) {
    const { reckoning } = found;
    const charges = [...reckoning.charges, charge];
    return months.map((one) =>
      one === found ? { ...one, reckoning: { ...reckoning, charges } } : one,
    );
  }
  if (missing === billed || cell?.agreed === undefined) return months;
  const { start: begins, end, timeZone } = cell.agreed;
  const reckoning = {
    period: { month, start: begins, end, timeZone: keptTimeZone(timeZone) },
    charges: [charge],
    taxes: agreedTaxes(cell.agreed),
    isPart: true,
  } as const;
  const part = { role: 'earlier', reckoning, cell } as const;
  const next = months.findIndex(
    (one) => one.role === 'earlier' && one.reckoning.period.start > begins,
  );
  return months.toSpliced(next < 0 ? months.length : next, 0, part);
}

const missingCharge = (
  key: string,
  { plan, version, from, last }: AgreedCommitment,
  exact: ExactAmount,
): RatedCharge => ({
  key,
  kind: 'minimum',
  revenue: { of: 'minimum', key: 'term-commitment' },
  charge: 'term-commitment',
  plan: { key: plan, effectiveFrom: version },
  description: ownDescriptions.termCommitment({ from, last }),
  // What is given back is a quantity below zero: prices of invoices are not (EN 16931, BR-27).
  quantity: decimalOf(decimalFromInteger(signOf(exact))),
  exact,
  taxCode: standardTaxCode,
});

function signOf(exact: bigint): bigint {
  if (exact === 0n) return 0n;
  return exact > 0n ? 1n : -1n;
}
