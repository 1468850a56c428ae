import { postedOf } from '../../books/owed.ts';
import type { EarnedByMeter } from '../../books/payee-document.ts';
import type { PayeeLine } from '../../contract/payee-statements/statement.ts';
import { type Decimal, decimalText } from '../../kernel/decimal.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import type { ExactAmount } from '../../kernel/exact-amount.ts';
import { apportioned } from '../../kernel/largest-remainder.ts';
import { exactFromNanos, type Nanos, nanosOf } from '../../kernel/money.ts';
import type { Month } from '../../kernel/month.ts';

/** What of a month a payee has earned by one value, of payers in one country. */
export interface EarnedLine {
  readonly share: string;
  readonly meter: string;
  /** Undefined for all values that have no line of their own. */
  readonly value?: string;
  /** Of who pays; undefined where it is not known. */
  readonly country?: string;
  readonly quantity: Decimal;
  readonly exact: ExactAmount;
}

/** A line of a statement before it is rounded. */
export type StatedLine = Omit<PayeeLine, 'id' | 'exactAmount' | 'amount'> & {
  readonly nanos: Nanos;
};

const NANO = exactFromNanos(nanosOf(1n));

/** Whether lines are, to the last place, what the books say of each meter. */
function areEarned(lines: readonly EarnedLine[], earned: readonly EarnedByMeter[]): boolean {
  const sums = new Map<string, bigint>();
  for (const { meter, exact } of lines) sums.set(meter, (sums.get(meter) ?? 0n) + exact);
  for (const { meter, exact } of earned) sums.set(meter, (sums.get(meter) ?? 0n) - exact);
  return [...sums.values()].every((rest) => rest === 0n);
}

/** The lines of a month that no statement was of: what is cut to nanos of each meter goes to the largest remainders. */
export function linesOfMonth(
  month: Month,
  earned: readonly EarnedByMeter[],
  lines: readonly EarnedLine[] | undefined,
): readonly StatedLine[] {
  if (lines === undefined || !areEarned(lines, earned)) {
    return earned.map(({ meter, exact }) => ({
      ...{ kind: 'meter', month, meter, description: `All content, by ${meter}` },
      nanos: postedOf(exact),
    }));
  }
  return earned.flatMap(({ meter, exact }) => {
    const own = lines.filter((line) => line.meter === meter).toSorted(byAmount);
    const nanos = apportioned(
      own.map((line) => line.exact),
      { unit: NANO, totalUnits: postedOf(exact) },
    );
    return own.map((line, place) => lineFrom(month, line, nanosOf(nanos[place] ?? 0n)));
  });
}

function lineFrom(month: Month, line: EarnedLine, nanos: Nanos): StatedLine {
  const { share, meter, value, country, quantity } = line;
  return {
    kind: value === undefined ? 'others' : 'content',
    ...{ month, share, meter, ...definedOnly({ value, country }) },
    description: value === undefined ? `${share}: all other content` : `${share}: ${value}`,
    quantity: decimalText(quantity),
    nanos,
  };
}

/** The largest first; what has no value of its own last. */
function byAmount(a: EarnedLine, b: EarnedLine): number {
  if ((a.value === undefined) !== (b.value === undefined)) return a.value === undefined ? 1 : -1;
  if (a.exact !== b.exact) return a.exact > b.exact ? -1 : 1;
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

const keyOf = ({ share, value = '', country = '' }: EarnedLine): string =>
  JSON.stringify([share, value, country]);
