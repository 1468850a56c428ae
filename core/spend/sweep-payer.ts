import type { Clock } from '../kernel/clock.ts';
import { decimalText } from '../kernel/decimal.ts';
import type { Nanos } from '../kernel/money.ts';
import { millisecondsPer, type Timestamp } from '../kernel/timestamp.ts';
import { endGrant, grantsOver } from './end-grants.ts';
import { endHolds } from './end-holds.ts';
import { entryId, spendLogId } from './log-id.ts';
import type { SpendNotice } from './notices.ts';
import type { ActivePayer, ActivePayers, SpendLog } from './ports.ts';
import type { Spend } from './spend.ts';
import type { Hold, SpendState } from './state.ts';
import { blockRecords, type ToRecord } from './to-record.ts';
import { leftInWallet } from './wallet.ts';

export interface SweepPorts {
  readonly spend: Pick<Spend, 'read' | 'decide'>;
  readonly log: Pick<SpendLog, 'readOne'>;
  readonly active: Pick<ActivePayers, 'unmark' | 'mark'>;
  readonly clock: Clock;
  /** Resolves to `sent` once the queue has every event. */
  readonly send: (tenant: string, records: readonly ToRecord[]) => Promise<'sent' | 'unavailable'>;
  /** Books what was bought and is over, where the tenant earns it; answers whether it does. */
  readonly earn: (
    tenant: string,
    ended: { readonly payment: string; readonly grant: string; readonly left: Nanos },
  ) => Promise<boolean>;
  /** Has a wallet looked after that may be low. */
  readonly low: (tenant: string, payer: string) => Promise<void>;
  /** Is told of what a person should look at. */
  onNotice(notice: SpendNotice): void;
}

/** What a sweep found of a payer. */
export interface SweptPayer {
  /** Holds that ended by themselves, and were not captured. */
  readonly ended: readonly Hold[];
  /** Blocks whose events may still not be in the queue. */
  readonly untold: number;
  /** Whether its mark is taken away. */
  readonly isDone: boolean;
}

/** A writer may still be at it; one that is alive has sent its events by then. */
const UNTOLD_MS = millisecondsPer.minute;
/** A person is told of what is not sent by then. */
const UNTOLD_TOO_LONG_MS = 15 * millisecondsPer.minute;
/** A person is told of holds that ended so long ago, and are not over. */
const UNENDED_TOO_LONG_MS = millisecondsPer.hour;
/** A mark of an hour is taken away this long after it: clocks differ, and a writer may be late. */
const MARK_MS = 10 * millisecondsPer.minute;
/** Each is read; the rest is for the next sweep. */
const BLOCKS_MAX = 1_000;

/**
 * Looks after a payer whose log was written in an hour: sends again what may not have been sent, and puts the ends of
 * holds into the log. What is sent twice is counted once, as its events have the same ids. The mark is taken away when
 * the hour is over and nothing is left; what is still held goes on under a mark of the present hour, put before.
 */
export async function sweepPayer(ports: SweepPorts, marked: ActivePayer): Promise<SweptPayer> {
  const { tenant, payer, hour } = marked;
  const { spend, clock, active } = ports;
  const now = clock.now();
  const state = await spend.read(tenant, payer);
  const untold = [...state.untold].sort((a, b) => a - b);
  const told = await sendAgain(ports, marked, { seqs: untold.slice(0, BLOCKS_MAX), now });
  const over = [...state.holds.values()].filter((hold) => !hold.hasEnded && hold.endsAt <= now);
  tellOfUnended(ports, marked, { over, now });
  const ended =
    told.length > 0 || over.length > 0
      ? (await spend.decide(tenant, payer, endHolds(`sweep ${state.version}`, { told }))).ended
      : [];
  for (const hold of ended) tellOfUnreported(ports, marked, hold);
  await earnEnded(ports, marked, grantsOver(state, now));
  const isLow = mayBeLow(state, now);
  if (isLow) await ports.low(tenant, payer);
  const left = untold.length - told.length;
  const isOver = (hour + 1) * millisecondsPer.hour + MARK_MS <= now;
  if (!isOver) return { ended, untold: left, isDone: false };
  const isQuiet = state.at + UNTOLD_MS <= now;
  if (left > 0 || isLow || hasOpen(state, now) || !isQuiet) {
    await active.mark({ tenant, payer, hour: Math.floor(now / millisecondsPer.hour) });
  }
  await active.unmark(marked);
  return { ended, untold: left, isDone: true };
}

/**
 * Booked first, then taken out: who dies between finds it booked. What is given back to a grant or refunded meanwhile
 * is bounded by the books, as a grant is booked once.
 */
async function earnEnded(
  { spend, earn }: SweepPorts,
  { tenant, payer }: ActivePayer,
  over: ReturnType<typeof grantsOver>,
): Promise<void> {
  for (const { id: grant, document: payment, left } of over) {
    if (!(await earn(tenant, { payment, grant, left }))) return;
    await spend.decide(tenant, payer, endGrant({ id: grant }));
  }
}

const hasOpen = ({ holds }: Pick<SpendState, 'holds'>, now: Timestamp): boolean =>
  [...holds.values()].some((hold) => !hold.hasEnded && hold.endsAt > now);

/** Whether somebody has to see: what holds keep, whoever decides it counts. What is put in no more is not looked at. */
function mayBeLow(state: SpendState, now: Timestamp): boolean {
  const { refill, low } = state;
  if (refill === undefined) return false;
  if (refill.endedBy !== undefined) return low !== undefined && low.told !== 'ended';
  if (low !== undefined) return refill.by !== undefined || low.told === undefined;
  return leftInWallet(state, now) < refill.below;
}

/** Sends what blocks say is to be recorded, the oldest first, as far as nobody can still be at it. */
async function sendAgain(
  { log, send, onNotice }: SweepPorts,
  { tenant, payer }: ActivePayer,
  { seqs, now }: { readonly seqs: readonly number[]; readonly now: Timestamp },
): Promise<readonly number[]> {
  const told: number[] = [];
  for (const seq of seqs) {
    const place = { log: spendLogId(tenant, payer), seq };
    const { at, records } = await blockRecords(log, tenant, place);
    if (at + UNTOLD_MS > now) break;
    if (records.length > 0 && (await send(tenant, records)) !== 'sent') {
      if (at + UNTOLD_TOO_LONG_MS <= now) {
        const detail = 'the events queue does not take what was spent';
        const id = entryId({ ...place, index: 0 });
        onNotice({ event: 'spend.untold', tenant, payer, id, detail });
      }
      break;
    }
    told.push(seq);
  }
  return told;
}

function tellOfUnended(
  { onNotice }: SweepPorts,
  { tenant, payer }: ActivePayer,
  { over, now }: { readonly over: readonly Hold[]; readonly now: Timestamp },
): void {
  const late = over.find(({ endsAt }) => endsAt + UNENDED_TOO_LONG_MS <= now);
  if (late === undefined) return;
  const detail = 'it ended an hour ago, and its end is not in the log';
  onNotice({ event: 'spend.hold-unended', tenant, payer, id: late.id, detail });
}

function tellOfUnreported(
  { onNotice }: SweepPorts,
  { tenant, payer }: ActivePayer,
  { id, isLease, quantity, gated }: Hold,
): void {
  if (!isLease || quantity === 0n) return;
  const detail = `${decimalText(quantity)} units of ${gated.meter} were not reported when it ended`;
  onNotice({ event: 'spend.lease-unreported', tenant, payer, id, detail });
}
