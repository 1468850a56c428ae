import type { Meter } from '../metering/meter.ts';
import { type Share, type SharedUsage, type ShareVersion, versionOn } from './share.ts';

/** The share that usage is of, with the version that is in force, and the value by which it is. */
export interface MatchedShare {
  readonly share: Share;
  readonly version: ShareVersion;
  readonly value: string;
}

/**
 * Which share usage of a meter is of on a day: one that names the value, before one that is of any; of several, that
 * with the first key. So no usage is shared twice, whatever shares there are. Undefined where none is in force.
 */
export function shareMatcher(
  shares: Iterable<Share>,
  meter: Meter,
): (dimensions: readonly (string | null)[], day: string) => MatchedShare | undefined {
  const candidates = [...shares]
    .flatMap((share) => (share.of?.meter === meter.key ? [{ share, of: share.of }] : []))
    .map(({ share, of }) => ({ share, of, place: meter.dimensions.indexOf(of.dimension) }))
    .sort((a, b) => (sortedBy(a) < sortedBy(b) ? -1 : 1));
  return (dimensions, day) => {
    for (const { share, of, place } of candidates) {
      const value = dimensions[place];
      if (typeof value !== 'string' || of.values?.has(value) === false) continue;
      const version = versionOn(share, day);
      if (version !== undefined) return { share, version, value };
    }
    return undefined;
  };
}

const sortedBy = ({ share, of }: { readonly share: Share; readonly of: SharedUsage }): string =>
  `${of.values === undefined ? 1 : 0}${share.key}`;
