import type { Billed, Closing } from './closing.ts';
import { type Explained, isLevel } from './explained.ts';
import type { Line } from './lines.ts';
import { isWhole, PLACES, shareOf, unitsOf } from './numbers.ts';
import { countsEvents, looksAtEach, type Rated, rated, ratedLevel } from './rating.ts';
import type { Run } from './runs.ts';
import type { ChargeTerms } from './terms.ts';

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
  const { bills, lines, explained } = usage;
  const quantity = bills.reduce((sum, one) => sum + one.quantity, 0n);
  if (explained !== undefined && isLevel(explained)) return levelRun(run, quantity, usage);
  const { price } = run.of;
  const counted = { quantity, ...countIn(lines, price), ...valuesIn(explained, price) };
  return rated(run.of, counted, run.share);
}

/** Of a level, a part of a month has its share by time of the month's quantity. */
function levelRun(
  run: Run<ChargeTerms>,
  quantity: bigint,
  { period: { start, end }, explained }: RunUsage,
): Rated | undefined {
  const share = { from: run.start - start, to: run.end - start, of: end - start };
  const level = explained?.monthQuantity ?? (isWhole(share) ? quantity : undefined);
  if (level === undefined)
    // A price a unit is in proportion already; of a mean, no other can be made again of what is shown.
    return run.of.price.model === 'per_unit' ? rated(run.of, { quantity }, share) : undefined;
  return quantity === shareOf(level, share)
    ? ratedLevel(run.of, { quantity, level }, share)
    : undefined;
}

/** How many events there were is said by the step that charges for them. */
function countIn(lines: readonly Line[], price: ChargeTerms['price']): { readonly count?: bigint } {
  const line = lines.find(({ kind }) => kind === 'usage');
  if (!countsEvents(price) || line === undefined) return {};
  const step = (line.steps ?? []).find(({ of }) => of === 'events');
  const units = unitsOf(step?.['quantity'] ?? '0', PLACES);
  return units === undefined ? {} : { count: units / 10n ** BigInt(PLACES) };
}

const valuesIn = (
  explained: Explained | undefined,
  price: ChargeTerms['price'],
): { readonly values?: readonly bigint[] } =>
  looksAtEach(price) && explained?.values !== undefined ? { values: explained.values } : {};
