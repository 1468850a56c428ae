import { canonicalText } from '../kernel/json.ts';
import { localStart, type TimeZone } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';

/** Something that is in force from a local day on. */
interface Version {
  /** `YYYY-MM-DD`. */
  readonly effectiveFrom: string;
}

/** Where each day begins first. */
const EASTERNMOST = 'Pacific/Kiritimati' as TimeZone;

/** Whether a version has begun anywhere in the world: a month may have been reckoned by it. */
export const hasBegun = ({ effectiveFrom }: Version, now: Timestamp): boolean =>
  (localStart(effectiveFrom, EASTERNMOST) ?? 0) <= now;

/** Where versions that have begun would be changed, left out or added, and what to do instead; undefined where not. */
export function begunChange(
  before: readonly Version[],
  after: readonly Version[],
  now: Timestamp,
): { readonly index: number; readonly detail: string } | undefined {
  const kept = before.filter((version) => hasBegun(version, now));
  const index = kept.findIndex((version, place) => textOf(after[place]) !== textOf(version));
  const changed = kept[index];
  if (changed !== undefined) {
    return { index, detail: `leave the version of ${changed.effectiveFrom} as it is` };
  }
  const added = after.slice(kept.length).find((version) => hasBegun(version, now));
  if (added === undefined) return undefined;
  const detail = `add no version of a day that has begun, ${added.effectiveFrom}`;
  return { index: kept.length, detail };
}

const textOf = (version: Version | undefined): string =>
  version === undefined ? '' : canonicalText(version);
