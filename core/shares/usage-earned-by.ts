import type { Meter } from '../metering/meter.ts';
import { DEPTH_MAX, type Share } from './share.ts';

/** Usage by which a payee may earn: of a meter, of one value of a dimension or, where that is undefined, of any. */
export interface EarningUsage {
  readonly meter: Meter;
  /** Of the dimension, among those of the meter. */
  readonly place: number;
  readonly value: string | undefined;
}

/** Of a payee's meter, more values than these are asked for together, with all others. */
const VALUES_MAX = 5;

/** By which usage of these meters a payee may earn, as its shares say in any of their versions: all of it is here. */
export function usageEarnedBy(
  payee: string,
  shares: ReadonlyMap<string, Share>,
  meters: readonly Meter[],
): readonly EarningUsage[] {
  const found = [...shares.values()].flatMap((share) => {
    const reached = reachOf(payee, share, shares);
    return reached === 'none' ? [] : usageOf(share, reached === 'own' ? payee : undefined, meters);
  });
  const byDimension = Map.groupBy(found, ({ meter, place }) => JSON.stringify([meter.key, place]));
  return [...byDimension.values()].flatMap((some) => {
    const values = new Map(some.map((one) => [one.value, one]));
    const isAny = values.has(undefined) || values.size > VALUES_MAX;
    return isAny
      ? some.slice(0, 1).map((one) => ({ ...one, value: undefined }))
      : [...values.values()];
  });
}

/** The usage that a share is of, as far as these meters count it; of one value alone, where that is named. */
function usageOf(
  { of }: Share,
  own: string | undefined,
  meters: readonly Meter[],
): readonly EarningUsage[] {
  const meter = meters.find(({ key }) => key === of?.meter);
  const place = meter?.dimensions.indexOf(of?.dimension ?? '') ?? -1;
  if (of === undefined || meter === undefined || place < 0) return [];
  const all = of.values === undefined ? [undefined] : [...of.values];
  if (own === undefined) return all.map((value) => ({ meter, place, value }));
  return of.values?.has(own) === false ? [] : [{ meter, place, value: own }];
}

/** Whether a payee has a part of what a share is of: of any value, of the value that is its own key, or of none. */
function reachOf(
  payee: string,
  share: Share,
  shares: ReadonlyMap<string, Share>,
  depth = 1,
): 'any' | 'own' | 'none' {
  const reached = share.versions
    .flatMap(({ split }) => split)
    .map((recipient) => {
      if (recipient.to === 'payee') return recipient.payee === payee ? 'any' : 'none';
      if (recipient.to === 'value') return 'own';
      if (recipient.to === 'platform' || depth >= DEPTH_MAX) return 'none';
      const nested = shares.get(recipient.share);
      return nested === undefined ? 'none' : reachOf(payee, nested, shares, depth + 1);
    });
  if (reached.includes('any')) return 'any';
  return reached.includes('own') ? 'own' : 'none';
}
