import type { SettingsBody } from '../contract/catalog/settings-shapes.ts';
import type { Clock } from '../kernel/clock.ts';
import { canonicalText } from '../kernel/json.ts';
import { localCalendar } from '../kernel/local-calendar.ts';
import { monthOfDate } from '../kernel/month.ts';
import { Rejection } from '../kernel/rejection.ts';
import { chainRailFrom, refuseUnsettled, type SupportedChains } from './chain-rail.ts';
import type { BillingSettings, Logos, Plans, SettingsRecord } from './ports.ts';
import { planNotFound } from './put-plan.ts';
import { settingsFrom, tenantBillingFrom } from './tenant-billing.ts';

/**
 * Creates or replaces a tenant's billing settings; those that are so already are kept. The default plan stays once
 * there is one: months of everybody without a plan of its own were charged by it.
 * @throws Rejection whatever `settingsFrom` refuses, `plan.not-found`, `logo.not-found`,
 * `billing-settings.default-plan-fixed`, `billing-settings.changed-meanwhile`
 */
export async function putSettings(
  {
    settings,
    plans,
    logos,
    chains,
    clock,
  }: {
    readonly settings: BillingSettings;
    readonly plans: Plans;
    readonly logos: Pick<Logos, 'get'>;
    readonly chains: SupportedChains;
    readonly clock: Clock;
  },
  tenant: string,
  sent: unknown,
): Promise<{ readonly record: SettingsRecord; readonly outcome: 'created' | 'replaced' | 'kept' }> {
  const before = await settings.get(tenant);
  const asked = settingsFrom(sent, before?.body);
  await refuseUnknownPlan(plans, tenant, asked);
  refuseOtherPlan(before?.body, asked);
  if (asked.logo !== before?.body.logo) await refuseUnknownLogo(logos, tenant, asked);
  await refuseOtherChain({ chains, tenant }, before?.body, asked);
  const body = datedPlan(before?.body, asked, clock);
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

async function refuseUnknownLogo(
  logos: Pick<Logos, 'get'>,
  tenant: string,
  { logo: sha256 }: SettingsBody,
): Promise<void> {
  if (sha256 === undefined || (await logos.get({ tenant, sha256 })) !== undefined) return;
  throw new Rejection(
    'logo.not-found',
    `/logo: keep the picture first, with POST /v1/logos, and give the logo that it answers, got ${sha256}`,
    { param: '/logo' },
  );
}

/** A facilitator is asked where what is set differs: it need not be there whenever something else is changed. */
async function refuseOtherChain(
  { chains, tenant }: { readonly chains: SupportedChains; readonly tenant: string },
  before: SettingsBody | undefined,
  { chain }: SettingsBody,
): Promise<void> {
  if (chain === undefined) return;
  if (before?.chain !== undefined && canonicalText(before.chain) === canonicalText(chain)) return;
  await refuseUnsettled(chains, tenant, chainRailFrom(chain));
}

/** The default plan counts from the month in which it is put on, unless it is said to count from another day. */
function datedPlan(
  before: SettingsBody | undefined,
  asked: SettingsBody,
  { now }: Clock,
): SettingsBody {
  const { defaultPlanFrom: sent, ...body } = asked;
  if (body.defaultPlan === undefined) return body;
  const first = (): string => {
    const { timeZone } = tenantBillingFrom(body).policy;
    return `${monthOfDate(localCalendar(timeZone).dayAt(now()))}-01`;
  };
  const from = before?.defaultPlan === undefined ? (sent ?? first()) : before.defaultPlanFrom;
  return from === undefined ? body : { ...body, defaultPlanFrom: from };
}

function refuseOtherPlan(old: SettingsBody | undefined, asked: SettingsBody): void {
  const before = old?.defaultPlan;
  if (before === undefined) return;
  const isSameDay =
    asked.defaultPlanFrom === undefined || asked.defaultPlanFrom === old?.defaultPlanFrom;
  if (before === asked.defaultPlan && isSameDay) return;
  throw new Rejection(
    'billing-settings.default-plan-fixed',
    `/defaultPlan: leave it at ${before}, as of the day it counts from, and add a version to that plan, or give customers plans of their own: months were charged by it`,
    { param: '/defaultPlan' },
  );
}
