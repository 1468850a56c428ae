import type { EventListAnswer } from '../../core/contract/events/list-shapes.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { RunsPorts } from '../../functions/serve-runs/serve-runs.ts';
import { asking, everyItem } from './ask.ts';
import { runsHandler } from './changing-handlers.ts';
import { aTenantWithStrays } from './unbilled-tenant.ts';

/** An event as it is listed. */
export type Listed = EventListAnswer['events'][number];

/** Asks for the last events, page by page; `limit` is that of a page. */
export function eventsOf(ports: RunsPorts) {
  const ask = asking(runsHandler(ports));
  const get = (query: Readonly<Record<string, string>> = {}) => ask('GET /v1/events', { query });
  return {
    get,
    all: (query: Readonly<Record<string, string>>) => everyItem<Listed>(get, 'events', query),
  };
}

/** 14 January, on which most of it is. */
export const aDay = { from: '2026-01-14T00:00:00Z', to: '2026-01-15T00:00:00Z' };
/** Of whom each event is, what became of it, and why. */
export const fates = (events: readonly Listed[]): readonly string[] =>
  events.map(({ subject, status, reason }) => [subject, status, reason].join(' ').trim());

/** A tenant of one customer on 20 January, who pays a euro for each view of `app-1`. */
export async function aListedTenant() {
  const tenant = await aTenantWithStrays();
  tenant.billing.time.now = timestampOf(Date.UTC(2026, 0, 20));
  return { ...tenant, ...eventsOf(tenant.billing) };
}
