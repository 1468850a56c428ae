import type { Clock, TimeLeft } from '../../kernel/clock.ts';
import type { Currency } from '../../kernel/currency.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import { type BookingPorts, bookTallies } from './book-tallies.ts';
import { countRecords, put } from './count-records.ts';
import type { MonetizedSource } from './ports.ts';
import { type JudgedRecord, judged, type MonetizedRecord, recordDigest } from './record.ts';
import type { MonetizedProgress } from './tally.ts';

/** What reads records and books them. */
export interface MonetizedPorts extends BookingPorts {
  readonly source: MonetizedSource;
  readonly clock: Clock;
}

/** Whose money it is that a firewall takes. */
export interface MonetizedFront {
  readonly tenant: string;
  /** An ARN; undefined: of all web ACLs of the account. */
  readonly webAcl: string | undefined;
  /** What was taken before is not read. */
  readonly from: Timestamp;
  /** What one token stands for. */
  readonly currency: Currency;
}

/** A day is read when it has been over for so long. */
const SETTLES_MS = millisecondsPer.hour;
/** What was read up to is read again by so much, as records may come late. */
const OVERLAP_MS = millisecondsPer.hour;
/** The firewall has no older ones. */
const KEPT_MS = 89 * millisecondsPer.day;
/** What waits longer than that, a person looks at. */
const TOLD_MS = 3 * millisecondsPer.day;
/** And after that nobody looks at it again. */
const LOOKED_AT_MS = 7 * millisecondsPer.day;

/**
 * Reads what a firewall has recorded of the days that are over, and books what came: once a day, however often it is
 * called. Where time is short, the next call goes on.
 */
export async function readMonetized(
  ports: MonetizedPorts,
  front: MonetizedFront,
  time: TimeLeft,
): Promise<void> {
  const { day } = millisecondsPer;
  const to = timestampOf(Math.floor((ports.clock.now() - SETTLES_MS) / day) * day);
  if (to <= front.from) return;
  let known = (await ports.store.progress(front.tenant, front.webAcl)) ?? unread(front);
  if (known.readTo < to) known = await passed(ports, front, { known, to, time });
  if (known.readTo < to || known.bookedTo >= known.readTo) return;
  if ((await bookTallies(ports, front, time)) === 'done') {
    await kept(ports, front, { ...known, bookedTo: known.readTo });
  }
}

const unread = ({ from }: MonetizedFront): MonetizedProgress => ({
  ...{ readTo: from, waitsFrom: undefined, pass: undefined, bookedTo: from, revision: 0 },
});

interface Pass {
  readonly known: MonetizedProgress;
  readonly to: Timestamp;
  readonly time: TimeLeft;
}

/** Day by day, so that what was read is never read again for want of time. */
async function passed(ports: MonetizedPorts, front: MonetizedFront, { known, to, time }: Pass) {
  let progress = known;
  let pass = known.pass ?? { at: beginningOf(ports, front, known), waitsFrom: undefined };
  while (pass.at < to) {
    const next = Math.min(to, pass.at + millisecondsPer.day);
    pass = await readStretch(ports, front, { pass, to: timestampOf(next), time });
    progress = await kept(ports, front, { ...progress, pass });
    if (time.isShort() && pass.at < to) return progress;
  }
  return kept(ports, front, {
    ...progress,
    readTo: to,
    waitsFrom: pass.waitsFrom,
    pass: undefined,
  });
}

function beginningOf(
  { clock, onNotice }: MonetizedPorts,
  { tenant, from, webAcl }: MonetizedFront,
  { readTo, waitsFrom = readTo }: MonetizedProgress,
): Timestamp {
  const oldest = clock.now() - KEPT_MS;
  if (readTo < oldest && readTo > from) {
    const detail =
      'records are read no more, as the firewall has them for 90 days: book them by hand';
    const payer = webAcl ?? '';
    onNotice({ event: 'spend.settlement-unclear', tenant, payer, id: String(readTo), detail });
  }
  return timestampOf(Math.max(Math.min(readTo - OVERLAP_MS, waitsFrom), from, oldest));
}

type Stretch = NonNullable<MonetizedProgress['pass']>;

async function readStretch(
  ports: MonetizedPorts,
  front: MonetizedFront,
  { pass, to, time }: { readonly pass: Stretch; readonly to: Timestamp; readonly time: TimeLeft },
): Promise<Stretch> {
  let { at, waitsFrom } = pass;
  for (let after: string | undefined; ; ) {
    const asked = { webAcl: front.webAcl, from: pass.at, to, after };
    const { records, next } = await ports.source.records(asked);
    const said = records.map((record) => ({ record, judged: judged(record) }));
    const money = said.flatMap((one) => (one.judged.kind === 'money' ? [one.judged] : []));
    await countRecords(ports, front.tenant, money);
    for (const one of said) {
      const since = await lookedAt(ports, front.tenant, one);
      if (since !== undefined) waitsFrom = timestampOf(Math.min(waitsFrom ?? since, since));
    }
    if (next === undefined) return { at: to, waitsFrom };
    at = timestampOf(Math.max(at, records.at(-1)?.at ?? 0));
    if (time.isShort()) return { at, waitsFrom };
    after = next;
  }
}

/** From when on it is to be looked at again, if so. */
async function lookedAt(
  { store, clock, onNotice }: MonetizedPorts,
  tenant: string,
  { record, judged: said }: { readonly record: MonetizedRecord; readonly judged: JudgedRecord },
): Promise<Timestamp | undefined> {
  if (said.kind === 'money' || said.kind === 'none') return undefined;
  const age = clock.now() - record.at;
  const isStuck = said.kind === 'waits' && age > TOLD_MS;
  if (isStuck || said.kind === 'unclear') {
    const id = recordDigest(record);
    const detail =
      said.kind === 'unclear' ? said.detail : 'it has been on its way for more than three days';
    onNotice({
      event: 'spend.settlement-unclear',
      ...{ tenant, payer: record.address ?? '', id },
      detail: `request ${record.request}, transaction ${record.transaction}: ${detail}`,
    });
    await store.park(tenant, id, record);
  }
  return age > LOOKED_AT_MS ? undefined : record.at;
}

async function kept(
  { store }: MonetizedPorts,
  { tenant, webAcl }: MonetizedFront,
  progress: MonetizedProgress,
): Promise<MonetizedProgress> {
  const next = { ...progress, revision: progress.revision + 1 };
  await put(store.putProgress(tenant, webAcl, next));
  return next;
}
