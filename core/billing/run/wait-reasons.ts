import type { BillingPeriod } from '../../invoicing/billing-period.ts';
import { pagesPast, pageUpTo } from '../../kernel/pages.ts';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import type { Quarantine } from '../../metering/quarantine/ports.ts';
import { type BegunRun, type RecountMessage, sendAll } from './message.ts';
import type { BillingRunPorts, WaitReason } from './ports.ts';
import { firstDrift } from './reconcile.ts';

/** So that one message is worked off within seconds, however long the month. */
const HOURS_PER_MESSAGE = 96;
/** Totals may lag behind the log by a minute or so: a difference counts when it is still there. */
const TRIES_MAX = 3;
const QUARANTINE_PAGE = 100;

interface Span {
  readonly start: Timestamp;
  /** Exclusive. */
  readonly end: Timestamp;
}

/**
 * Why a run waits: what is open in quarantine, or totals that are not what the log comes to; what a person has
 * overruled is not looked at. Quarantine is asked before anything is recounted, as that is a look and not a month's
 * work, and again after it.
 */
export async function waitReasonsOf(
  ports: BillingRunPorts,
  run: BegunRun,
  {
    periods,
    recounted,
  }: {
    readonly periods: readonly BillingPeriod[];
    /** Where the recount goes on; undefined at its beginning. */
    readonly recounted: RecountMessage | undefined;
  },
): Promise<readonly WaitReason[] | 'goes-on'> {
  const span = spanOf(periods);
  if (span === undefined) return [];
  const isOverruled = (code: WaitReason['code']) =>
    run.overrides.some(({ check }) => check === code);
  const inQuarantine = async () =>
    isOverruled('quarantine-open')
      ? undefined
      : openInQuarantine(ports.quarantine, run.tenant, span);
  const before = recounted === undefined ? await inQuarantine() : undefined;
  if (before !== undefined) return [before];
  const drift = isOverruled('unreconciled')
    ? undefined
    : await recount(ports, run, { ...span, recounted });
  if (drift === 'goes-on') return drift;
  return [drift, await inQuarantine()].filter((reason) => reason !== undefined);
}

function spanOf(periods: readonly BillingPeriod[]): Span | undefined {
  const [start] = periods.map((period) => period.start).sort((a, b) => a - b);
  const [end] = periods.map((period) => period.end).sort((a, b) => b - a);
  return start === undefined || end === undefined ? undefined : { start, end };
}

/** Undefined when every hour is as the log says; otherwise what is not, or that a later message goes on. */
async function recount(
  ports: BillingRunPorts,
  run: BegunRun,
  { start, end, recounted }: Span & { readonly recounted: RecountMessage | undefined },
): Promise<WaitReason | 'goes-on' | undefined> {
  const [first, last] = [
    Math.floor(start / millisecondsPer.hour),
    Math.ceil(end / millisecondsPer.hour),
  ];
  const from = Math.max(recounted?.hour ?? first, first);
  const to = Math.min(from + HOURS_PER_MESSAGE, last);
  const drift = await firstDrift(ports.rating, run.tenant, { from, to });
  if (drift !== undefined) {
    const { hour, detail } = drift;
    const tries = (recounted?.hour === hour ? recounted.tries : 0) + 1;
    if (tries >= TRIES_MAX) return { code: 'unreconciled', detail };
    await sendAll(ports.later, [{ kind: 'run', phase: 'recount', ...run, hour, tries }]);
    return 'goes-on';
  }
  if (to >= last) return undefined;
  await sendAll(ports.billing, [{ kind: 'run', phase: 'recount', ...run, hour: to, tries: 0 }]);
  return 'goes-on';
}

async function openInQuarantine(
  quarantine: Quarantine,
  tenant: string,
  { start, end }: Span,
): Promise<WaitReason | undefined> {
  const pages = pagesPast('', async (after) => {
    const entries = await quarantine.list(tenant, { after, limit: QUARANTINE_PAGE });
    return pageUpTo(entries, ({ id }) => id, entries.length === QUARANTINE_PAGE);
  });
  for await (const entries of pages) {
    const open = entries.find(
      ({ status, event: { occurredAt } }) =>
        status === 'open' && start <= occurredAt && occurredAt < end,
    );
    if (open !== undefined) {
      const detail = `retry or dismiss what is in quarantine of the month, such as ${open.id}`;
      return { code: 'quarantine-open', detail };
    }
  }
  return undefined;
}
