import { correctionIn } from '../metering/corrections/correction-entry.ts';
import {
  type BlockPlace,
  type CorrectedEvent,
  Corrections,
} from '../metering/corrections/corrections.ts';
import { entriesIn } from '../metering/log/block.ts';
import type { UsageHours } from '../metering/log/ports.ts';
import type { Meter } from '../metering/meter.ts';
import type { IdentifiedEvent } from '../metering/usage-event.ts';
import type { Row } from './columns.ts';
import type { CoveredHour } from './usage-pieces.ts';
import { type MeterVersions, rowsTakenBack, usageRows } from './usage-rows.ts';

/** What a plan does with a shard's hour, and the minutes of it that have corrections. */
export interface CorrectedHour {
  readonly had: CoveredHour | undefined;
  readonly goal: CoveredHour;
  readonly minutes: ReadonlySet<number>;
}

/** Where an event stands in a log, beside how far that was exported. */
interface Standing {
  readonly isAmendment: boolean;
  readonly isNew: boolean;
  readonly wasIn: boolean;
  readonly isIn: boolean;
}

/**
 * Rows that bring an hour to what counts of it: those of events that are taken out once more, with signs turned; of
 * events that count again as they were; and of what others are amended to. Whoever makes files has put rows of all
 * events as they were sent, without looking at what corrects them.
 */
export async function* correctedRows(
  usageHours: UsageHours,
  { tenant, meters }: { readonly tenant: string; readonly meters: readonly Meter[] },
  hour: CorrectedHour,
): AsyncGenerator<Row> {
  const { had, goal } = hour;
  const known = (minute: number): number => had?.coverage.get(minute) ?? 0;
  const [before, after] = [new Corrections(), new Corrections()];
  for await (const { place, entry } of coveredEntries(usageHours, tenant, hour)) {
    after.add(place, entry.event);
    if (place.seq <= known(place.minute)) before.add(place, entry.event);
  }
  const versions = { meters, past: had?.version ?? 0, version: goal.version };
  for await (const { place, entry } of coveredEntries(usageHours, tenant, hour)) {
    const { reads, outBy } = after.corrected(place, entry);
    if (reads === undefined) continue;
    const isAmendment = correctionIn(entry.event) !== undefined;
    const isNew = place.seq > known(place.minute);
    const was = isNew ? undefined : before.corrected(place, entry);
    const wasIn = wasCounted(was, { isAmendment, knew: had?.corrected === true });
    yield* rowsFor(reads, { isAmendment, isNew, wasIn, isIn: outBy === undefined }, versions);
  }
}

/** Before corrections were looked at, an event had its rows whatever corrected it, and an amendment had none. */
const wasCounted = (
  was: CorrectedEvent | undefined,
  { isAmendment, knew }: { readonly isAmendment: boolean; readonly knew: boolean },
): boolean => was !== undefined && (knew ? was.outBy === undefined : !isAmendment);

interface Versions extends MeterVersions {
  readonly meters: readonly Meter[];
}

/** What an event lacks beside the rows that it has by then; none where these say it all. */
function rowsFor(
  reads: IdentifiedEvent,
  { isAmendment, isNew, wasIn, isIn }: Standing,
  { meters, past, version }: Versions,
): readonly Row[] {
  const all = () => usageRows(meters, reads, { past: 0, version });
  const old = () => usageRows(meters, reads, { past: 0, version: past });
  const added = () => (past < version ? usageRows(meters, reads, { past, version }) : []);
  if (isAmendment) return amendmentRows({ wasIn, isIn }, { all, old, added });
  if (isNew) return isIn ? [] : rowsTakenBack(all());
  if (isIn) return wasIn ? [] : old();
  return rowsTakenBack(wasIn ? [...old(), ...added()] : added());
}

/** Nobody has put rows of it but here. */
function amendmentRows(
  { wasIn, isIn }: Pick<Standing, 'wasIn' | 'isIn'>,
  { all, old, added }: Readonly<Record<'all' | 'old' | 'added', () => readonly Row[]>>,
): readonly Row[] {
  if (isIn) return wasIn ? added() : all();
  return wasIn ? rowsTakenBack(old()) : [];
}

/** All that is exported, by the goal, of the minutes that have corrections. */
async function* coveredEntries(
  usageHours: UsageHours,
  tenant: string,
  { goal: { shard, hour, coverage }, minutes }: CorrectedHour,
): AsyncGenerator<{ readonly place: BlockPlace; readonly entry: IdentifiedEvent }> {
  for await (const { minute, seq, bytes } of usageHours.readHour({ tenant, shard, hour })) {
    if (!minutes.has(minute) || seq > (coverage.get(minute) ?? 0)) continue;
    for (const entry of entriesIn(tenant, bytes)) yield { place: { minute, seq }, entry };
  }
}
