import { Rejection } from '../kernel/rejection.ts';
import { lookAtRun } from './look-at-run.ts';
import { type PayoutSettings, payoutSettingsOf } from './payout-settings.ts';
import type { RunPorts } from './ports.ts';
import { prepareRun, todayOf } from './prepare-run.ts';
import type { PayoutRun } from './run.ts';
import { type MethodTellingPorts, tellMethods } from './tell-methods.ts';
import { type RunTelling, tellWaiting } from './tell-runs.ts';

/** What a person has to look at, as a line of the log says it. */
export interface PayoutNotice {
  readonly event: 'payout.stuck';
  readonly tenant: string;
  /** The run, or the day on which one was to be prepared. */
  readonly run: string;
  readonly detail: string;
}

/** What payouts of a tenant are looked at with. */
export interface PayoutLookPorts extends Omit<RunPorts, 'payouts'>, MethodTellingPorts {
  readonly payouts: MethodTellingPorts['payouts'] & RunPorts['payouts'];
  readonly teller: MethodTellingPorts['teller'] & RunTelling;
  readonly onNotice: (notice: PayoutNotice) => void;
}

/** As `madeBy` has it. */
const BY_ITSELF = 'schedule';
/** Those of a look: a schedule looks again within the hour. */
const RUNS_AT_ONCE = 5;

/**
 * The hourly look at what a tenant pays out: changed methods and runs that wait are told, runs are brought on, and one
 * is prepared where its day is. What is stuck is told; asked again, nothing is done twice.
 */
export async function lookAtPayouts(ports: PayoutLookPorts, tenant: string): Promise<void> {
  await tellMethods(ports, tenant);
  for (const run of await ports.runs.open(tenant)) await brought(ports, run);
  const settings = await payoutSettingsOf(ports.kept, tenant);
  if (settings.schedule !== undefined) await prepareScheduled(ports, tenant, settings.schedule);
}

async function brought(ports: PayoutLookPorts, run: PayoutRun): Promise<void> {
  await tellWaiting(ports, run);
  const { overdueDays } = await lookAtRun(ports, run);
  if (overdueDays === undefined) return;
  const detail = `ask the bank: of ${run.id}, payouts are under way for ${overdueDays} days`;
  ports.onNotice({ event: 'payout.stuck', tenant: run.tenant, run: run.id, detail });
}

/** The runs of a month, one after the other, on their day: as many as there are payees for. */
async function prepareScheduled(
  ports: PayoutLookPorts,
  tenant: string,
  { day, rail }: NonNullable<PayoutSettings['schedule']>,
): Promise<void> {
  const { today } = await todayOf(ports, tenant);
  if (!today.endsWith(`-${String(day).padStart(2, '0')}`)) return;
  let after: string | undefined;
  for (let n = 1; n <= RUNS_AT_ONCE; n += 1) {
    const key = JSON.stringify([BY_ITSELF, today, after ?? null]);
    const run = await prepared(ports, tenant, { rail, after, key, by: BY_ITSELF });
    if (run !== undefined) await tellWaiting(ports, run);
    after = run?.next;
    if (after === undefined) return;
  }
}

/** Undefined where there is nothing to pay, and where a person has to do something first. */
async function prepared(
  ports: PayoutLookPorts,
  tenant: string,
  asked: Parameters<typeof prepareRun>[2],
): Promise<PayoutRun | undefined> {
  try {
    return await prepareRun(ports, tenant, asked);
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    if (error.code === 'payout.nothing-to-pay') return undefined;
    const detail = `the run of ${asked.key} was not prepared: ${error.message}`;
    ports.onNotice({ event: 'payout.stuck', tenant, run: asked.key, detail });
    return undefined;
  }
}
