import { type Coverage, joined } from './coverage.ts';
import type { FoldProgressKey } from './ports.ts';

/** Asks for the refresh of a shard's hour: its totals should cover at least this. */
export interface TouchedHour extends FoldProgressKey {
  readonly coverage: Coverage;
}

export const touchedHourBody = ({ tenant, shard, hour, coverage }: TouchedHour): string =>
  JSON.stringify({ tenant, shard, hour, coverage: [...coverage] });

/** The reverse of `touchedHourBody`. */
export function touchedHourFrom(body: string): TouchedHour {
  const { coverage, ...key } = JSON.parse(body) as FoldProgressKey & {
    coverage: [number, number][];
  };
  return { ...key, coverage: new Map(coverage) };
}

/** One request per tenant, shard and hour, asking for all that the ones given ask for. */
export function joinedByHour(touched: readonly TouchedHour[]): TouchedHour[] {
  const hours = new Map<string, TouchedHour>();
  for (const one of touched) {
    const key = JSON.stringify([one.tenant, one.shard, one.hour]);
    const coverage = joined(hours.get(key)?.coverage ?? new Map(), one.coverage);
    hours.set(key, { ...one, coverage });
  }
  return [...hours.values()];
}
