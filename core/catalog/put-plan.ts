import { type PlanBody, planBody } from '../contract/catalog/plan-shapes.ts';
import type { Clock } from '../kernel/clock.ts';
import { canonicalText } from '../kernel/json.ts';
import { parsed } from '../kernel/parsed.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { MeterCatalogs } from '../metering/meter-catalogs.ts';
import { planFrom } from '../pricing/plan-from.ts';
import { checkMeters } from '../pricing/plan-meters.ts';
import { type PlanWarning, planWarnings } from '../pricing/plan-warnings.ts';
import { begunChange } from './begun-versions.ts';
import type { PlanRecord, Plans } from './ports.ts';

export interface PutPlanPorts {
  readonly plans: Plans;
  readonly catalogs: MeterCatalogs;
  readonly clock: Clock;
}

/** What became of a plan; `kept` when it was so already. */
export interface PutPlan {
  readonly record: PlanRecord;
  readonly outcome: 'created' | 'replaced' | 'kept';
  readonly warnings: readonly PlanWarning[];
}

const ATTEMPTS_MAX = 10;

/**
 * Creates or replaces a plan. A version that has begun anywhere in the world may have been charged by: it stays as it
 * is for good, and no other can be put beside it.
 * @throws Rejection whatever `planFrom` and `checkMeters` refuse, `plan.version-in-force`, `plan.changed-meanwhile`
 */
export async function putPlan(
  { plans, catalogs, clock }: PutPlanPorts,
  tenant: string,
  sent: { readonly key: string; readonly body: unknown },
): Promise<PutPlan> {
  const { key } = sent;
  const plan = planFrom(sent.body);
  if (plan instanceof Rejection) throw plan;
  const body = parsed(planBody, sent.body);
  const warnings = planWarnings(plan);
  const { meters } = await catalogs.latest(tenant, 'strong');
  checkMeters(plan, new Map(meters.map((meter) => [meter.key, meter])));
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const before = await plans.get(tenant, key);
    if (before === undefined) {
      const record = { key, revision: 1, body };
      if ((await plans.put(tenant, record)) === 'put')
        return { record, outcome: 'created', warnings };
      continue;
    }
    if (canonicalText(before.body) === canonicalText(body))
      return { record: before, outcome: 'kept', warnings };
    refuseChanged(before.body, body, clock.now());
    const record = { key, revision: before.revision + 1, body };
    if ((await plans.put(tenant, record)) === 'put')
      return { record, outcome: 'replaced', warnings };
  }
  throw new Rejection(
    'plan.changed-meanwhile',
    `send the request again: others were changing ${key} at the same time`,
  );
}

function refuseChanged(before: PlanBody, after: PlanBody, now: Timestamp): void {
  const change = begunChange(before.versions, after.versions, now);
  if (change === undefined) return;
  const param = `/versions/${change.index}`;
  const detail = `${param}: ${change.detail}: months may have been charged by what is in force; add a version from a later day, or make another plan`;
  throw new Rejection('plan.version-in-force', detail, { param });
}

/** What a request for a plan that does not exist is answered. */
export const planNotFound = (key: string, param: string): Rejection =>
  new Rejection(
    'plan.not-found',
    `${param}: create it with PUT /v1/plans/{key}, or see GET /v1/plans: there is no plan ${JSON.stringify(key.slice(0, 100))}`,
    { param },
  );
