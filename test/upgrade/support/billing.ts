import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, Tenant } from './client.ts';

interface Run {
  readonly status: string;
  readonly checkedAt?: string;
}

/** Starts the run of a month and waits until it is done or waits for a person, and its documents are stored. */
export async function billed(
  client: Client,
  tenant: Tenant,
  run: { readonly period: string; readonly overrides?: readonly object[] },
): Promise<void> {
  const path = `/v1/billing-runs/${run.period}?limit=1`;
  const now = async () => (await client.json(tenant, 'GET', path)) as Run;
  const before = (await now()).checkedAt;
  await client.json(tenant, 'POST', '/v1/billing-runs', { body: run });
  for (;;) {
    const { status, checkedAt } = await now();
    if (checkedAt !== before && status !== 'open') break;
    await sleep(100);
  }
  await client.settled();
}

interface Listed {
  readonly id: string;
  readonly customer: string;
}

const listed = async (client: Client, tenant: Tenant, query: string): Promise<readonly Listed[]> =>
  ((await client.json(tenant, 'GET', `/v1/invoices?${query}`)) as { invoices: Listed[] }).invoices;

/** The id of a customer's invoice of a month. */
export async function invoiceOf(
  client: Client,
  tenant: Tenant,
  { customer, period }: { readonly customer: string; readonly period: string },
): Promise<string> {
  const all = await listed(client, tenant, `customer=${customer}&period=${period}`);
  const last = all.at(-1);
  if (last === undefined) throw new Error(`${customer} has no invoice of ${period}`);
  return last.id;
}

/** Issues every draft of a month, as it was looked at. Resolves to the answers. */
export async function issueDrafts(
  client: Client,
  tenant: Tenant,
  period: string,
): Promise<readonly unknown[]> {
  const drafts = await listed(client, tenant, `period=${period}&status=draft`);
  if (drafts.length === 0) throw new Error(`no draft of ${period} waits`);
  const issued: unknown[] = [];
  for (const { id } of drafts) {
    const draft = (await client.json(tenant, 'GET', `/v1/invoices/${id}`)) as {
      readonly parked: { readonly fingerprint: string };
    };
    const { fingerprint } = draft.parked;
    const body = { reason: 'looked at', fingerprint };
    issued.push(await client.json(tenant, 'POST', `/v1/invoices/${id}/issue`, { body }));
  }
  await client.settled();
  return issued;
}
