import type { TenantBilling } from '../../catalog/tenant-billing.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { laterMonth, type Month, monthOfDate } from '../../kernel/month.ts';
import { localDate, utc } from '../../kernel/time-zone.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import { nothingUsed } from './idle.ts';
import type { BillingRunPorts, WaitReason } from './ports.ts';
import { RunProgress } from './progress.ts';

/** A month with something to close. */
export interface DueMonth {
  readonly month: Month;
  /** Whose month has ended and is not closed. */
  readonly customers: number;
  /** Why its run waits, as the last one found. */
  readonly waitingFor: readonly WaitReason[];
}

type Ports = Pick<BillingRunPorts, 'rating' | 'cells' | 'runs' | 'clock'>;

/** How many months back a sweep looks for one that nothing was done about yet. */
const MONTHS_BACK = 3;

/** As many months back as sweeps look for whatever is open: also while usage can still come. */
export const monthsSwept = (monthsReachedBack: number): number =>
  Math.max(MONTHS_BACK, monthsReachedBack + 1);
/** Of older months, what was begun and waits is looked for: ten years back. */
const MONTHS_HELD_MAX = 120;
const AT_ONCE = 8;

/** The months that a sweep would close something of, and `month`; oldest first. */
export async function everyDueMonth(
  ports: Ports,
  tenant: string,
  { billing, month: asked }: { readonly billing: TenantBilling; readonly month: Month },
): Promise<readonly DueMonth[]> {
  const now = ports.clock.now();
  const recent = monthsBack(now, { from: MONTHS_BACK, to: 1 });
  const held = await heldMonths(ports, tenant, monthsBack(now, olderThan(MONTHS_BACK)));
  const months = new Set([...held.map(({ month }) => month), ...recent, asked]);
  const due = await inParallel(1, [...months].sort(), async (month): Promise<DueMonth> => {
    const { waitingFor = [] } = (await ports.runs.note(tenant, month)) ?? {};
    const isOld = !recent.includes(month) && month !== asked && waitingFor.length === 0;
    let customers = 0;
    const progress = new RunProgress(ports, tenant, { month, billing });
    for await (const one of progress.due({ now, grace: 0, again: true })) {
      if (!isOld || one.parked !== undefined) customers += 1;
    }
    return { month, customers, waitingFor };
  });
  return due.filter(({ customers }) => customers > 0);
}

export const olderThan = (months: number) => ({ from: MONTHS_HELD_MAX, to: months + 1 });

/** Months by how far back they are, the oldest first. */
export function monthsBack(
  now: Timestamp,
  { from, to }: { readonly from: number; readonly to: number },
): readonly Month[] {
  const current = monthOfDate(localDate(now, utc));
  return Array.from({ length: from - to + 1 }, (_, index) => laterMonth(current, index - from));
}

/** A month that a run has begun and that is not done. */
interface HeldMonth {
  readonly month: Month;
  readonly waitingFor: readonly WaitReason[];
  /** Whether some customers' of it is parked. */
  readonly isParked: boolean;
}

const PARKED_MAX = 1_000;

/** Which of these months wait for a person: as a whole, or some customers' of them. Two small reads a month. */
export async function heldMonths(
  { runs, cells }: Pick<Ports, 'runs' | 'cells'>,
  tenant: string,
  months: readonly Month[],
): Promise<readonly HeldMonth[]> {
  const held = await inParallel(AT_ONCE, months, async (month): Promise<HeldMonth> => {
    const { waitingFor = [] } = (await runs.note(tenant, month)) ?? {};
    const page = await runs.listParked(tenant, { month, after: '', limit: PARKED_MAX });
    const keys = page.months.map(({ customer }) => ({ kind: 'period', month, customer }) as const);
    const found = keys.length === 0 ? [] : await cells.read(tenant, keys);
    const open = page.months.filter(({ code }, index) => {
      const value = found[index]?.value;
      if (code === nothingUsed) return false;
      return value?.kind !== 'period' || value.closedBy === undefined;
    });
    return { month, waitingFor, isParked: open.length > 0 };
  });
  return held.filter(({ waitingFor, isParked }) => waitingFor.length > 0 || isParked);
}
