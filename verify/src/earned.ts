import { integerIn, rowsIn, textIn, unitsIn } from './entry.ts';
import type { JsonObject } from './json.ts';
import { EXACT_PER_NANO, floorOf, sumOf } from './numbers.ts';

/** What a payee has of a month by now, by meter, and which document said so: docs/books.md. */
interface Month {
  readonly n: number;
  readonly exact: ReadonlyMap<string, bigint>;
}

export type Months = Map<string, Month>;

/** What documents about a payee come to since a statement. */
export interface Come {
  readonly earned: bigint;
  readonly claimed: bigint;
  readonly paidOut: bigint;
  /** By month, and by month and meter where that is known: what was earned by them, in nanos. */
  readonly byMonth: ReadonlyMap<string, bigint>;
  readonly byMeter: ReadonlyMap<string, bigint>;
  /** Documents whose amount is not what they say was earned. */
  readonly wrong: readonly string[];
  /** Months of which what was earned before is not known. */
  readonly unknown: readonly string[];
}

export const meterKey = (month: string, meter: string): string => JSON.stringify([month, meter]);

/** Adds up the documents of a payee; `months` is what is known of months before, and is brought up to date. */
export function comeOf(payee: string, documents: readonly JsonObject[], months: Months): Come {
  const byMonth = new Map<string, bigint>();
  const byMeter = new Map<string, bigint>();
  const wrong: string[] = [];
  const unknown = new Set<string>();
  for (const document of documents.filter(isShare)) {
    const month = textIn(document, 'month');
    byMonth.set(month, (byMonth.get(month) ?? 0n) + signed(document));
    const grown = grownBy(document, months);
    if (grown === undefined) unknown.add(month);
    else if (sumOf([...grown.values()]) !== signed(document)) wrong.push(textIn(document, 'id'));
    for (const [meter, nanos] of grown ?? []) {
      const key = meterKey(month, meter);
      byMeter.set(key, (byMeter.get(key) ?? 0n) + nanos);
    }
  }
  const of = (kind: string): bigint =>
    sumOf(documents.filter((one) => one['kind'] === kind).map((one) => unitsIn(one, 'amount')));
  const claims = documents.filter((one) => one['kind'] === 'claim');
  return {
    ...{ byMonth, byMeter, wrong, unknown: [...unknown] },
    earned: sumOf([...byMonth.values()]),
    claimed: sumOf(
      claims.map((one) => (one['payee'] === payee ? 1n : -1n) * unitsIn(one, 'amount')),
    ),
    paidOut: of('payout') - of('payout-return'),
  };
}

const isShare = ({ kind }: JsonObject): boolean => kind === 'share' || kind === 'share-reversal';

const signed = (document: JsonObject): bigint =>
  (document['kind'] === 'share' ? 1n : -1n) * unitsIn(document, 'amount');

/** By meter, how many nanos more are earned than before; undefined where that is not known. */
function grownBy(document: JsonObject, months: Months): ReadonlyMap<string, bigint> | undefined {
  const [month, n] = [textIn(document, 'month'), integerIn(document, 'n')];
  const said = new Map(
    rowsIn(document, 'earned', ['meter', 'exact']).map((row) => [
      textIn(row, 'meter'),
      unitsIn(row, 'exact'),
    ]),
  );
  const before = n === 1 ? { n: 0, exact: new Map<string, bigint>() } : months.get(month);
  if (before?.n !== n - 1) {
    months.delete(month);
    return undefined;
  }
  months.set(month, { n, exact: new Map([...before.exact, ...said]) });
  return new Map(
    [...said].map(([meter, exact]) => [
      meter,
      postedOf(exact) - postedOf(before.exact.get(meter) ?? 0n),
    ]),
  );
}

/** Whole nanos, cut down. */
const postedOf = (exact: bigint): bigint => floorOf(exact, EXACT_PER_NANO);
