import { invariant } from '../kernel/invariant.ts';
import { type Coverage, coverageFrom, coverageJson } from '../metering/totals/coverage.ts';
import { isNoteName } from '../tlog/note.ts';
import type { LogId, ShardsCovered, Staged, StagedHour, YearLog } from './ports.ts';

/** A log before its first entry; `through` is the last block of the books that is in the log of an earlier year. */
export const emptyLog = (id: LogId, through: number): YearLog => ({
  ...{ ...id, revision: 0, through, edge: [], last: [], note: '' },
});

/** The name of a log, and where it is, without a scheme: unique, as no two deployments have the same host. */
export function originOf(host: string, { tenant, year }: LogId): string {
  const origin = `${host}/v1/logs/${encodeURIComponent(tenant)}/${year}`;
  invariant(isNoteName(origin), `the origin of a log has neither spaces nor plus signs: ${origin}`);
  return origin;
}

interface StoredLog {
  readonly version: number;
  readonly through: number;
  readonly edge: readonly (readonly string[])[];
  readonly last: readonly string[];
  readonly note: string;
  readonly staged?: StoredStaged;
  readonly nextHour?: number;
}

interface StoredStaged extends Pick<Staged, 'seq' | 'documents'> {
  readonly entries: readonly string[];
  readonly hours?: readonly StoredHour[];
  readonly keys?: readonly string[];
}

interface StoredHour extends Omit<StagedHour, 'covered'> {
  readonly covered?: unknown;
}

/** A log without hours is as it was before there were any, for readers of then. */
const DOCUMENTS_ALONE = 1;
const WITH_HOURS = 2;
/** As long as keys are staged, which readers of then would not say where they are. */
const WITH_KEYS = 3;

function versionOf({ nextHour, staged }: YearLog): number {
  if (staged?.keys !== undefined) return WITH_KEYS;
  return nextHour === undefined ? DOCUMENTS_ALONE : WITH_HOURS;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytes = (text: string): Uint8Array => Buffer.from(text, 'base64');

/** How a log is kept, without what names it. */
export function yearLogText(log: YearLog): string {
  const { through, edge, last, note, staged, nextHour } = log;
  const stored: StoredLog = {
    version: versionOf(log),
    ...{ through, note, last: last.map(base64) },
    edge: edge.map((hashes) => hashes.map(base64)),
    ...(staged !== undefined && { staged: stagedJson(staged) }),
    ...(nextHour !== undefined && { nextHour }),
  };
  return JSON.stringify(stored);
}

/** A log as it was kept. */
export function yearLogFrom(id: LogId & Pick<YearLog, 'revision'>, text: string): YearLog {
  const { version, through, edge, last, note, staged, nextHour } = JSON.parse(text) as StoredLog;
  invariant(
    [DOCUMENTS_ALONE, WITH_HOURS, WITH_KEYS].includes(version),
    `a log is kept in version ${WITH_KEYS} at most, got ${version}`,
  );
  return {
    ...{ ...id, through, note, last: last.map(bytes) },
    edge: edge.map((hashes) => hashes.map(bytes)),
    ...(staged !== undefined && { staged: stagedFrom(staged) }),
    ...(nextHour !== undefined && { nextHour }),
  };
}

const stagedJson = ({ entries, hours, ...staged }: Staged): StoredStaged => ({
  ...{ ...staged, entries: entries.map(base64) },
  ...(hours !== undefined && {
    hours: hours.map(({ covered, ...hour }) => ({
      ...hour,
      ...(covered !== undefined && { covered: coveredJson(covered) }),
    })),
  }),
});

const stagedFrom = ({ entries, hours, ...staged }: StoredStaged): Staged => ({
  ...{ ...staged, entries: entries.map(bytes) },
  ...(hours !== undefined && {
    hours: hours.map(({ covered, ...hour }) => ({
      ...hour,
      ...(covered !== undefined && { covered: coveredFrom(covered) }),
    })),
  }),
});

/** Pairs of a shard and pairs of minute and block. */
export const coveredJson = (covered: ShardsCovered) =>
  [...covered].sort(([a], [b]) => a - b).map(([shard, one]) => [shard, coverageJson(one)] as const);

/** The reverse of `coveredJson`. */
export const coveredFrom = (json: unknown): ShardsCovered =>
  new Map(
    (json as readonly (readonly [number, unknown])[]).map(([shard, one]): [number, Coverage] => [
      shard,
      coverageFrom(one, `shard ${shard} of an hour’s leaf`),
    ]),
  );
