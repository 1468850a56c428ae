import type { Billed, Closing } from './closing.ts';
import { type Explained, isLevel } from './explained.ts';
import type { Line } from './lines.ts';
import { isWhole, ONE, PLACES, shareOf, sumOf, unitsOf } from './numbers.ts';
import { countsEvents, looksAtEach, type Rated, rated, ratedLevel } from './rating.ts';
import type { Run } from './runs.ts';
import type { ChargeTerms } from './terms.ts';

const MS_PER_DAY = 86_400_000;

/** What is known of the usage of a charge over a run. */
export interface RunUsage {
  /** All that was billed of it. */
  readonly bills: readonly Billed[];
  /** The lines of the document that show the charge. */
  readonly lines: readonly Line[];
  readonly period: Closing['period'];
  readonly explained: Explained | undefined;
}

/** What a run comes to by all that was billed of it; undefined where what was used is not said well enough. */
export function ratedRun(run: Run<ChargeTerms>, usage: RunUsage): Rated | undefined {
  const { bills, explained } = usage;
  const quantity = bills.reduce((sum, one) => sum + one.quantity, 0n);
  if (explained !== undefined && isLevel(explained)) return levelRun(run, quantity, usage);
  const counted = { quantity, ...valuesIn(explained, run.of.price) };
  return rated(run.of, { ...counted, ...countIn(run, usage, quantity) }, run.share);
}

/** Of a level, a part of a month has its share by time of the month's quantity. */
function levelRun(
  run: Run<ChargeTerms>,
  quantity: bigint,
  { period: { start, end }, explained }: RunUsage,
): Rated | undefined {
  // Of a month that is longer or shorter, as the billing day was changed, a level is not made again.
  const days = Math.round((end - start) / MS_PER_DAY);
  const isOther =
    Math.abs(days - run.share.of) > 2 || (run.end === end && run.share.to !== run.share.of);
  if (isOther) return undefined;
  const share = { from: run.start - start, to: run.end - start, of: end - start };
  const level = explained?.monthQuantity ?? (isWhole(share) ? quantity : undefined);
  if (level === undefined)
    // A price a unit is in proportion already; of a mean, no other can be made again of what is shown.
    return run.of.price.model === 'per_unit' ? rated(run.of, { quantity }, share) : undefined;
  return quantity === shareOf(level, share)
    ? ratedLevel(run.of, { quantity, level }, share)
    : undefined;
}

/**
 * How many events there were is said by the step that charges for them, or by the events. Where neither is there, it is
 * the whole number that what was billed is for: there is one, or what was billed is wrong.
 */
function countIn(
  run: Run<ChargeTerms>,
  { bills, lines, explained }: RunUsage,
  quantity: bigint,
): { readonly count?: bigint } {
  const { price } = run.of;
  if (!countsEvents(price) || price.model !== 'percentage') return {};
  if (explained?.values !== undefined) return { count: BigInt(explained.values.length) };
  const line = lines.find(({ kind }) => kind === 'usage');
  const step = line?.steps?.find(({ of }) => of === 'events');
  const units = unitsOf(step?.['quantity'], PLACES);
  if (units !== undefined) return { count: units / ONE };
  const billed = sumOf(bills.map(({ exact }) => exact));
  const rest = billed - (quantity * price.percent) / 100n;
  const each = price.perEvent * ONE;
  return { count: rest <= 0n ? 0n : (rest + each - 1n) / each };
}

const valuesIn = (
  explained: Explained | undefined,
  price: ChargeTerms['price'],
): { readonly values?: readonly bigint[] } =>
  looksAtEach(price) && explained?.values !== undefined ? { values: explained.values } : {};
