import type { DropManifest } from '../../contract/drops/manifest.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import { type ReadPorts, readBatch } from '../../metering/backfills/read-batch.ts';
import { type WritePorts, writeBatch } from '../../metering/backfills/write-batch.ts';
import type { UsageLogWriter } from '../../metering/log/usage-log.ts';
import type { TallyFile, tallyEvents } from '../tally-event.ts';
import { jobOf } from './drop-answer.ts';
import type { DroppedRow } from './dropped-rows.ts';
import type { DropCounts, DropFault, DropRecord } from './ports.ts';

/** What rounds are read and written with. */
export interface RoundPorts extends ReadPorts, Omit<WritePorts, 'writer'> {
  /** A writer for each run: rounds come after each other, and what one has read of a log serves the next. */
  readonly writer: () => UsageLogWriter;
  /** How old a tally may be, in seconds: as of any event. */
  readonly maxAge: number;
  /** Rows that are written together: a minute of a shard gets a block of them. Never changed while drops are sent. */
  readonly roundRows: number;
}

/** What all rows of a drop have in common. */
export const fileOf = ({ source, revision = 1, timezone = 'UTC' }: DropManifest): TallyFile => ({
  ...{ source, revision, timeZone: timezone },
});

interface Round {
  readonly drop: DropRecord;
  readonly eventOf: ReturnType<typeof tallyEvents>;
  readonly number: number;
  readonly catalog: number;
  /** Whether it only looks at what would become of the rows. */
  readonly isLook: boolean;
}

/** The rows of a drop, so many together, and what is wrong with its files as it comes. */
export async function* inRounds(
  rows: AsyncIterable<DroppedRow | DropFault>,
  roundRows: number,
): AsyncGenerator<{ readonly rows: readonly DroppedRow[] } | { readonly fault: DropFault }> {
  let round: DroppedRow[] = [];
  for await (const one of rows) {
    if ('code' in one) yield { fault: one };
    else round.push(one);
    if (round.length < roundRows) continue;
    yield { rows: round };
    round = [];
  }
  if (round.length > 0) yield { rows: round };
}

/**
 * Writes the rows of a round to the log, or looks what would become of them. A round is the same rows under the same
 * stamp whoever works it off, and a row is counted by what the log has: so it comes to the same, and however often.
 * @throws Rejection `queue.unavailable` with nothing lost
 */
export async function workOffRound(
  ports: RoundPorts,
  tenant: string,
  {
    drop,
    eventOf,
    number,
    catalog,
    isLook,
    rows,
  }: Round & { readonly rows: readonly DroppedRow[] },
): Promise<{ readonly counts: DropCounts; readonly faults: readonly DropFault[] }> {
  const job = {
    ...{ name: jobOf(drop), billing: 'adjust' as const, isDryRun: isLook },
    period: { start: oldestOf(drop, ports), end: timestampOf(drop.seenAt + 1) },
  };
  const digest = String(number);
  const values = rows.map(({ row }) => eventOf(row));
  const known = { judged: { at: drop.seenAt, catalog }, begunAt: drop.seenAt };
  const read = await readBatch(ports, tenant, { job, digest, values, known });
  const at = (index: number) => ({
    file: rows[index]?.file ?? '',
    line: rows[index]?.row.line ?? 0,
  });
  const refused = read.rejected.map(({ index, code, detail }): DropFault => {
    const why = code === 'event.outside-backfill' ? tooOld(job.period.start) : detail;
    return { code: 'row-refused', detail: why, ...at(index) };
  });
  const written = await writeBatch(ports, tenant, { job, digest, read });
  const conflicts = written.refused.map(
    ({ index }): DropFault => ({ code: 'row-conflicts', detail: CONFLICTS, ...at(index) }),
  );
  const { months } = written.counts;
  return {
    counts: {
      accepted: months.reduce((sum, { accepted }) => sum + accepted, 0),
      repeated: months.reduce((sum, { repeated }) => sum + repeated, 0),
      refused: refused.length + conflicts.length,
    },
    faults: [...refused, ...conflicts],
  };
}

const CONFLICTS =
  'drop it as a higher revision: this revision has another tally of the same day, subject, type and dimensions';

const oldestOf = ({ seenAt }: DropRecord, { maxAge }: RoundPorts): Timestamp =>
  timestampOf(seenAt - maxAge * millisecondsPer.second);

const tooOld = (oldest: Timestamp): string =>
  `leave it out, or write it by a backfill job: no day is taken whose noon is before ${new Date(oldest).toISOString()}`;
