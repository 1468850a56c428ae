import { usageColumns } from '../contract/exports/tables.ts';
import { invariant } from '../kernel/invariant.ts';
import { correctionIn } from '../metering/corrections/correction-entry.ts';
import { entriesIn } from '../metering/log/block.ts';
import type { BlockOfHour, UsageHours } from '../metering/log/ports.ts';
import type { Meter } from '../metering/meter.ts';
import type { MadeFile } from './chain.ts';
import type { Row } from './columns.ts';
import { type CorrectedHour, correctedRows } from './corrected-rows.ts';
import { firstHourOf } from './day.ts';
import { ParquetFile } from './parquet-file.ts';
import { blocksIn, type Piece } from './usage-pieces.ts';
import { coveredOf, piecesOf, type UsageDay, type UsagePlan } from './usage-plan.ts';
import { usageRows } from './usage-rows.ts';

/** What files are made for, and by which meters. */
interface Making {
  readonly day: string;
  readonly state: UsageDay;
  readonly plan: UsagePlan;
  readonly meters: readonly Meter[];
}

interface FilePorts {
  readonly usageHours: UsageHours;
}

/** By shard and hour, the minutes in which something corrects an event. */
type CorrectedMinutes = Map<string, Set<number>>;

/**
 * The files of a plan, one after another: memory holds one, and the blocks of a page. The first have all events as they
 * were sent; where something corrects them, others follow, of which the rows take back and add what is corrected.
 */
export async function* usageFiles(
  ports: FilePorts,
  tenant: string,
  making: Making,
): AsyncGenerator<MadeFile> {
  const corrected: CorrectedMinutes = new Map();
  yield* filesAsSent(ports, tenant, { making, corrected });
  yield* filesOfCorrections(ports, tenant, { making, corrected });
}

async function* filesAsSent(
  { usageHours }: FilePorts,
  tenant: string,
  { making, corrected }: { readonly making: Making; readonly corrected: CorrectedMinutes },
): AsyncGenerator<MadeFile> {
  const { state, plan, meters } = making;
  let first = firstOf(making);
  let last = first - 1;
  const named = () => nameOf(making, `part-${partNumber(first)}-${partNumber(last)}`);
  let file = new ParquetFile(usageColumns);
  for (const piece of piecesOf(state, plan, meters)) {
    for await (const { minute, bytes } of blocksOfPiece(usageHours, tenant, piece)) {
      last += 1;
      for (const row of rowsAsSent(tenant, bytes, { meters, piece, minute, corrected })) {
        file.add(row);
      }
      if (!isFull(file, plan)) continue;
      yield made(file, named());
      first = last + 1;
      file = new ParquetFile(usageColumns);
    }
  }
  // Meters that came later may count nothing of what was before them.
  if (file.rows > 0) yield made(file, named());
}

/** Rows of a block; what its events say in place of others is looked at with what corrects that. */
function* rowsAsSent(
  tenant: string,
  bytes: Uint8Array,
  {
    meters,
    piece,
    minute,
    corrected,
  }: {
    readonly meters: readonly Meter[];
    readonly piece: Piece;
    readonly minute: number;
    readonly corrected: CorrectedMinutes;
  },
): Generator<Row> {
  for (const entry of entriesIn(tenant, bytes)) {
    const correction = correctionIn(entry.event);
    if (correction !== undefined) {
      const place = placeOf(piece);
      corrected.set(place, (corrected.get(place) ?? new Set()).add(minute));
    }
    if (correction?.kind !== 'amend') yield* usageRows(meters, entry, piece);
  }
}

const placeOf = ({ shard, hour }: { readonly shard: number; readonly hour: number }): string =>
  `${shard} ${hour}`;

async function* filesOfCorrections(
  { usageHours }: FilePorts,
  tenant: string,
  { making, corrected }: { readonly making: Making; readonly corrected: CorrectedMinutes },
): AsyncGenerator<MadeFile> {
  const { state, plan, meters } = making;
  const first = firstOf(making);
  const read = piecesOf(state, plan, meters).reduce((sum, piece) => sum + blocksIn(piece), 0);
  const name = `corrected-${partNumber(first)}-${partNumber(first + read - 1)}`;
  let parts = 1;
  let file = new ParquetFile(usageColumns);
  const named = () => nameOf(making, parts === 1 ? name : `${name}-${parts}`);
  for (const hour of correctedHours(making, corrected)) {
    for await (const row of correctedRows(usageHours, { tenant, meters }, hour)) {
      file.add(row);
      if (!isFull(file, plan)) continue;
      yield made(file, named());
      parts += 1;
      file = new ParquetFile(usageColumns);
    }
  }
  if (file.rows > 0) yield made(file, named());
}

/** Hours that were exported when nobody looked at corrections are looked at whole, once. */
const correctedHours = (
  { state, plan }: Making,
  corrected: CorrectedMinutes,
): readonly CorrectedHour[] =>
  plan.hours.flatMap((goal) => {
    const had = coveredOf(state, goal);
    const isWhole = had !== undefined && had.corrected !== true && goal.corrected === true;
    const minutes = isWhole ? new Set(goal.coverage.keys()) : corrected.get(placeOf(goal));
    return minutes === undefined ? [] : [{ had, goal, minutes }];
  });

const firstOf = ({ state, plan: { folder } }: Making): number =>
  (state.blocks.get(folder) ?? 0) + 1;

const isFull = ({ rows, characters }: ParquetFile, { limits }: UsagePlan): boolean =>
  rows >= limits.rows || characters >= limits.characters;

const made = (file: ParquetFile, name: string): MadeFile => ({
  ...{ table: 'usage', name, rows: file.rows },
  bytes: file.finish(),
});

/** `date=2026-10-05/hour=13/part-000001-000120.parquet`: blocks are numbered as the folder has them. */
function nameOf({ day, plan: { folder } }: Making, name: string): string {
  const hour = folder === 'all' ? folder : String(folder - firstHourOf(day)).padStart(2, '0');
  return `date=${day}/hour=${hour}/${name}.parquet`;
}

const partNumber = (number: number): string => String(number).padStart(6, '0');

async function* blocksOfPiece(
  usageHours: UsageHours,
  tenant: string,
  piece: Piece,
): AsyncGenerator<BlockOfHour> {
  const wanted = new Map(piece.minutes.map((one) => [one.minute, one]));
  let read = 0;
  for await (const block of usageHours.readHour({ tenant, ...piece })) {
    const minute = wanted.get(block.minute);
    if (minute === undefined || block.seq < minute.first || block.seq > minute.last) continue;
    read += 1;
    yield block;
  }
  invariant(
    read === blocksIn(piece),
    `hour ${piece.hour} of shard ${piece.shard} has ${blocksIn(piece)} blocks to export, got ${read}`,
  );
}
