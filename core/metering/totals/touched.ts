import { storedObjectFrom } from '../../kernel/stored.ts';
import { type Coverage, coverageFrom, coverageJson, joined } from './coverage.ts';
import type { FoldProgressKey } from './ports.ts';

/** Asks for the refresh of a shard's hour: its totals should cover at least this. */
export interface TouchedHour extends FoldProgressKey {
  readonly coverage: Coverage;
}

/** Version 1, which says no version, has the same members. */
const VERSION = 2;

export const touchedHourBody = ({ tenant, shard, hour, coverage }: TouchedHour): string =>
  JSON.stringify({ version: VERSION, tenant, shard, hour, coverage: coverageJson(coverage) });

/** The reverse of `touchedHourBody`, of either version. Throws `InvariantViolation` for what is none. */
export function touchedHourFrom(body: string): TouchedHour {
  const message = storedObjectFrom(body, 'a message of the touched queue');
  message.version(VERSION);
  return {
    tenant: message.text('tenant'),
    shard: message.integer('shard'),
    hour: message.integer('hour'),
    coverage: coverageFrom(message.value('coverage'), 'a message of the touched queue'),
  };
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
