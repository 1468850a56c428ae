import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { backfillBody, readBackfillProgress } from '../../core/catalog/backfill.ts';
import { customerNotFound } from '../../core/catalog/customer.ts';
import { defineMeter, meterOf } from '../../core/catalog/define-meter.ts';
import { meterDefinitionFrom } from '../../core/catalog/meter-definition.ts';
import type { MeterListed } from '../../core/contract/catalog/meter-shapes.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import type { Meter } from '../../core/metering/meter.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { getSettings, putSettingsRoute } from './billing-settings.ts';
import { calculatePriceRoute } from './calculate-price.ts';
import { customerAnswer } from './customer-answer.ts';
import { listCustomerHistory } from './customer-history.ts';
import { keepLogoRoute } from './keep-logo.ts';
import { listAudit } from './list-audit.ts';
import { listKeys } from './list-keys.ts';
import { listOpenMeterMeters } from './openmeter-meters.ts';
import { otlpMappingRoutes } from './otlp-mappings.ts';
import { payeeTokenRoutes } from './payee-tokens.ts';
import { payeeRoutes } from './payees.ts';
import { getPlan, listPlans, putPlanRoute } from './plans.ts';
import type { CatalogPorts } from './ports.ts';
import { putOneCustomer } from './put-customer.ts';
import { shareRoutes } from './shares.ts';

type Handlers = RouteHandlers['ServeCatalog'];

const LIMIT_DEFAULT = 100;

/** Answers for meters, customers, plans, prices, billing settings, the audit, keys, and `/api/v1/meters`. */
export const serveCatalog = (ports: CatalogPorts): Handlers => ({
  ...payeeRoutes(ports),
  ...payeeTokenRoutes(ports),
  ...shareRoutes(ports),
  ...otlpMappingRoutes(ports),
  'GET /v1/meters': listMeters(ports),
  'GET /v1/meters/{key}': getMeter(ports),
  'PUT /v1/meters/{key}': putMeter(ports),
  'GET /v1/customers': listCustomers(ports),
  'GET /v1/customers/{key}': getCustomer(ports),
  'PUT /v1/customers/{key}': putOneCustomer(ports),
  'GET /v1/customers/{key}/history': listCustomerHistory(ports),
  'GET /v1/plans': listPlans(ports),
  'GET /v1/plans/{key}': getPlan(ports),
  'PUT /v1/plans/{key}': putPlanRoute(ports),
  'POST /v1/price-calculations': calculatePriceRoute(ports),
  'GET /v1/billing-settings': getSettings(ports),
  'PUT /v1/billing-settings': putSettingsRoute(ports),
  'POST /v1/logos': keepLogoRoute(ports),
  'GET /v1/audit': listAudit(ports),
  'GET /v1/keys': listKeys(ports),
  'GET /api/v1/meters': listOpenMeterMeters(ports),
});

const listMeters =
  ({ catalogs }: CatalogPorts): Handlers['GET /v1/meters'] =>
  async ({ caller }) => {
    const { meters } = await catalogs.latest(caller.tenant, 'strong');
    return { status: 200, body: { meters: meters.map(meterListed) } };
  };

const getMeter =
  ({ catalogs, totals }: CatalogPorts): Handlers['GET /v1/meters/{key}'] =>
  async ({ caller, params }) => {
    const meter = await meterOf(catalogs, caller.tenant, { key: params.key, param: 'key' });
    const backfill = await readBackfillProgress(totals, caller.tenant, meter);
    return { status: 200, body: { ...meterListed(meter), backfill } };
  };

/**
 * A new meter's backfill is announced after the catalog has it; a caller who is told that this failed repeats the
 * request, and the repeat, finding the meter and hours it does not count, announces it again. So does any repeat while
 * the backfill runs: harmless, as an hour that is up to date is not folded again.
 */
const putMeter =
  ({ catalogs, totals, backfill: queue }: CatalogPorts): Handlers['PUT /v1/meters/{key}'] =>
  async ({ caller: { tenant }, params: { key }, body }) => {
    const definition = meterDefinitionFrom(key, body);
    const { meter, outcome } = await defineMeter(catalogs, tenant, definition);
    const backfill = await readBackfillProgress(totals, tenant, meter);
    if (outcome === 'created' || backfill.status === 'running') {
      if ((await queue.send([backfillBody(tenant, meter)])) === 'unavailable') throw notAnnounced();
    }
    return {
      status: outcome === 'created' ? 201 : 200,
      body: { ...meterListed(meter), backfill },
    };
  };

const notAnnounced = (): Rejection =>
  new Rejection(
    'queue.unavailable',
    'send the same request again, after the seconds that Retry-After says: the meter is there and counts new events, but does not count those before it yet',
  );

const meterListed = ({
  sinceVersion: _version,
  description,
  value,
  ...meter
}: Meter): MeterListed => ({
  ...meter,
  ...(value === undefined ? {} : { value }),
  ...(description === undefined ? {} : { description }),
  dimensions: [...meter.dimensions],
  filter: Object.fromEntries(
    Object.entries(meter.filter).map(([field, values]) => [field, [...values]]),
  ),
});

const listCustomers =
  ({ customers }: CatalogPorts): Handlers['GET /v1/customers'] =>
  async ({ caller, query }) => {
    const { cursor, limit = LIMIT_DEFAULT } = query;
    const fingerprint = 'GET /v1/customers';
    const after = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
    const { records, more } = await customers.list(caller.tenant, { after, limit });
    const last = records.at(-1);
    return {
      status: 200,
      body: {
        customers: records.flatMap(({ customer, revision }) =>
          customer === undefined ? [] : [customerAnswer(customer, revision)],
        ),
        ...(more && last !== undefined
          ? { nextCursor: sealedCursor(caller, fingerprint, last.key) }
          : {}),
      },
    };
  };

const getCustomer =
  ({ customers }: CatalogPorts): Handlers['GET /v1/customers/{key}'] =>
  async ({ caller, params }) => {
    const record = await customers.get(caller.tenant, params.key);
    if (record?.customer === undefined) throw customerNotFound(params.key, 'key');
    return { status: 200, body: customerAnswer(record.customer, record.revision) };
  };
