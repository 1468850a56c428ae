import { inMemoryAuditLog } from '../fakes/audit-log.ts';
import { aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import { anAudit } from './an-audit.ts';
import { asking, everyItem } from './ask.ts';
import { aTenant, at, billed, viewsOf } from './billed-tenant.ts';
import { catalogPorts } from './catalog-ports.ts';
import { catalogHandler, payersHandler } from './changing-handlers.ts';
import type { use } from './some-billing.ts';
import { somePayers, useUnderPseudonyms } from './some-payers.ts';

/** Of a body in JSON. */
export const headers = { 'content-type': 'application/json' };
const dear = aPlan(
  aVersion({ charges: [{ meter: 'view', model: 'per_unit', unitPrice: '0.25' }] }),
);
const paid = { defaultPlan: 'dear', defaultPlanFrom: '2020-01-01', bounds: null } as const;

/** A record of an export. */
export interface Held {
  readonly place: string;
  readonly record: Readonly<Record<string, unknown>>;
}

/** A tenant without customers, whose usage is under pseudonyms, and its interface. It is 2026-02-03. */
export async function aWorld() {
  const settings = someSettings(paid);
  const billing = await aTenant({ settings, plans: { dear }, customers: [] });
  const payers = somePayers(billing);
  const audit = inMemoryAuditLog();
  const ports = { ...payers, audit };
  const auditing = anAudit({ audit, clock: billing.clock });
  const ask = asking(payersHandler(ports, auditing));
  const catalog = asking(catalogHandler(catalogPorts({ ...billing.rating, ...payers }), auditing));
  const held = (payer: string, query: Readonly<Record<string, string>> = {}) =>
    everyItem<Held>(
      (more) => ask('GET /v1/payers/{key}/held', { params: { key: payer }, query: more }),
      'records',
      query,
    );
  const places = async (payer: string) => [
    ...new Set((await held(payer)).map(({ place }) => place)),
  ];
  const erase = (payer: string, fields: Readonly<Record<string, unknown>> = {}) =>
    ask('POST /v1/erasures', { body: { payer, ...fields }, headers });
  const put = (fields: Readonly<Record<string, unknown>> = {}, key = 'ada') =>
    catalog('PUT /v1/customers/{key}', {
      params: { key },
      body: { name: 'Ada Byron', plan: 'dear', ...fields },
      headers,
    });
  const used = (events: Parameters<typeof use>[1]) => useUnderPseudonyms(billing, payers, events);
  return { billing, payers, audit, ask, held, places, erase, put, used };
}

/** How many records went, or would, of each place that had any. */
export const countsOf = (
  body: Readonly<Record<string, unknown>>,
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    (body['erased'] as { place: string; records: number }[])
      .filter(({ records }) => records > 0)
      .map(({ place, records }) => [place, records]),
  );
/** What stays. */
export const keptIn = (body: Readonly<Record<string, unknown>>): readonly string[] =>
  (body['kept'] as { what: string }[]).map(({ what }) => what);

/** A customer of February's first days, who has been billed for January and is one no more. */
export async function aCustomerWhoLeft({ hasPseudonym = false } = {}) {
  const world = await aWorld();
  // Who was nobody's has a pseudonym, which the customer then has.
  if (hasPseudonym) await world.used(viewsOf('ada', 1, '2026-01-20'));
  await world.put({ email: 'ada@example.org', metadata: { crm: '17' } });
  await world.used(viewsOf('ada', 8));
  await billed(world.billing);
  world.billing.time.now = at('2026-02-20T00:00:00Z');
  await world.put({ email: 'ada@example.org', metadata: { crm: '17' }, archived: true });
  return world;
}

/** The same, all of whose months are closed. */
export async function aCustomerWhoIsBilled(given: Parameters<typeof aCustomerWhoLeft>[0] = {}) {
  const world = await aCustomerWhoLeft(given);
  for (const [period, now] of [
    ['2026-02', '2026-03-03T00:00:00Z'],
    ['2026-03', '2026-04-03T00:00:00Z'],
    ['2026-04', '2026-05-03T00:00:00Z'],
  ]) {
    world.billing.time.now = at(now ?? '');
    await billed(world.billing, { period });
  }
  world.billing.time.now = at('2026-06-01T00:00:00Z');
  return world;
}
