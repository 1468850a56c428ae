import { billingPeriod } from '../../invoicing/billing-period.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { itemsPast, pageUpTo } from '../../kernel/pages.ts';
import { utc } from '../../kernel/time-zone.ts';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import { findRepeats, firstStep, type RepeatsStep } from '../repeats/find-repeats.ts';
import type { ListedRepeat, Repeats } from '../repeats/ports.ts';
import { repeatText } from '../repeats/verify-candidates.ts';
import { type BegunRun, sendAll } from './message.ts';
import type { BillingRunPorts, WaitReason } from './ports.ts';

/**
 * An event of the month is compared with those that happened so long before it, and what came late of those is
 * compared, too: as long as events are taken, unless the deployment is set otherwise.
 */
const DAYS_BEFORE = 35;
/** Zones are at most this far from UTC: the same hours are read for every one of them. */
const ZONE_MAX_HOURS = 15;
const HOURS_PER_DAY = 24;
const PAGE = 1_000;
const OVERRULED_AT_ONCE = 16;

/** Takes a step of looking for repeats; after the last, answers whether the run waits for a person to see them. */
export async function lookForRepeats(
  ports: BillingRunPorts,
  run: BegunRun,
  {
    start,
    end,
    step,
  }: {
    readonly start: Timestamp;
    readonly end: Timestamp;
    /** Undefined at the beginning. */
    readonly step: RepeatsStep | undefined;
  },
): Promise<WaitReason | 'goes-on' | undefined> {
  const { tenant, month } = run;
  const monthBegins = Math.floor(billingPeriod(month, utc).start / millisecondsPer.hour);
  const window = {
    tenant,
    month,
    from: monthBegins - ZONE_MAX_HOURS - DAYS_BEFORE * HOURS_PER_DAY,
    begins: Math.floor(start / millisecondsPer.hour),
    to: Math.ceil(end / millisecondsPer.hour),
  };
  const { totals, shardEpochs } = ports.rating;
  const next = await findRepeats({ ...ports, totals, shardEpochs }, window, {
    step: step ?? firstStep(window),
    now: ports.clock.now(),
  });
  if (next !== undefined) {
    await sendAll(ports.billing, [{ kind: 'run', phase: 'repeats', ...run, step: next }]);
    return 'goes-on';
  }
  return repeatedReason(ports, run);
}

/**
 * What a person overrules is written beside each that is on the list when they ask, so that no run waits for it any
 * more. Whatever a run finds after that they have not seen: it is waited for.
 */
export async function overruleRepeats(
  { repeats, clock }: Pick<BillingRunPorts, 'repeats' | 'clock'>,
  run: Pick<BegunRun, 'tenant' | 'month' | 'overrides'>,
): Promise<void> {
  const { tenant, month, overrides } = run;
  const override = overrides.find(({ check }) => check === 'identity-repeated');
  if (override === undefined) return;
  const overruled = { reason: override.reason, at: clock.now() };
  const seen: ListedRepeat[] = [];
  for await (const listed of listedRepeats(repeats, run)) {
    if (listed.overruled === undefined) seen.push(listed);
  }
  await inParallel(OVERRULED_AT_ONCE, seen, (listed) =>
    repeats.overrule(tenant, month, { ...listed, overruled }),
  );
}

/** The month's repeats that nobody has overruled, as a reason to wait; undefined where there are none. */
export async function repeatedReason(
  { repeats }: Pick<BillingRunPorts, 'repeats'>,
  run: BegunRun,
): Promise<WaitReason | undefined> {
  for await (const listed of listedRepeats(repeats, run)) {
    if (listed.overruled !== undefined) continue;
    return {
      code: 'identity-repeated',
      detail: `look at the events that came again under another time, such as ${repeatText(listed)}: each was counted`,
    };
  }
  return undefined;
}

const listedRepeats = (
  repeats: Repeats,
  { tenant, month }: Pick<BegunRun, 'tenant' | 'month'>,
): AsyncGenerator<ListedRepeat> =>
  itemsPast('', async (after) => {
    const page = await repeats.list(tenant, { month, after, limit: PAGE });
    return pageUpTo(page.repeats, ({ place }) => place, page.more);
  });
