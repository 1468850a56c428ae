import type { SettingsBody } from '../contract/catalog/settings-shapes.ts';
import { canonicalText } from '../kernel/json.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { BillingSettings, Plans, SettingsRecord } from './ports.ts';
import { planNotFound } from './put-plan.ts';
import { settingsFrom } from './tenant-billing.ts';

/**
 * Creates or replaces a tenant's billing settings; those that are so already are kept. The default plan stays once
 * there is one: months of everybody without a plan of its own were charged by it.
 * @throws Rejection whatever `settingsFrom` refuses, `plan.not-found`, `billing-settings.default-plan-fixed`,
 * `billing-settings.changed-meanwhile`
 */
export async function putSettings(
  { settings, plans }: { readonly settings: BillingSettings; readonly plans: Plans },
  tenant: string,
  sent: unknown,
): Promise<{ readonly record: SettingsRecord; readonly outcome: 'created' | 'replaced' | 'kept' }> {
  const body = settingsFrom(sent);
  await refuseUnknownPlan(plans, tenant, body);
  const before = await settings.get(tenant);
  refuseOtherPlan(before?.body.defaultPlan, body.defaultPlan);
  if (before !== undefined && canonicalText(before.body) === canonicalText(body)) {
    return { record: before, outcome: 'kept' };
  }
  const record = { tenant, revision: (before?.revision ?? 0) + 1, body };
  if ((await settings.put(record)) === 'put') {
    return { record, outcome: before === undefined ? 'created' : 'replaced' };
  }
  throw new Rejection(
    'billing-settings.changed-meanwhile',
    'get the billing settings again and apply the change to those: others changed them at the same time',
  );
}

async function refuseUnknownPlan(
  plans: Plans,
  tenant: string,
  { defaultPlan }: SettingsBody,
): Promise<void> {
  if (defaultPlan === undefined || (await plans.get(tenant, defaultPlan)) !== undefined) return;
  throw planNotFound(defaultPlan, '/defaultPlan');
}

function refuseOtherPlan(before: string | undefined, after: string | undefined): void {
  if (before === undefined || before === after) return;
  throw new Rejection(
    'billing-settings.default-plan-fixed',
    `/defaultPlan: leave it at ${before} and add a version to that plan, or give customers plans of their own: months were charged by it`,
    { param: '/defaultPlan' },
  );
}
