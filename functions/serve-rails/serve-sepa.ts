import { idNamed } from '../../core/books/reading.ts';
import type { Customers } from '../../core/catalog/ports.ts';
import { tenantBillingOf } from '../../core/catalog/tenant-billing.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { inParallel } from '../../core/kernel/in-parallel.ts';
import { nanosFrom } from '../../core/kernel/money.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { localDate, localStart, type TimeZone } from '../../core/kernel/time-zone.ts';
import { railsMessageText } from '../../core/rails/message.ts';
import type { TellingPorts } from '../../core/rails/sepa/bank-outcome.ts';
import type { SepaBatch } from '../../core/rails/sepa/batch.ts';
import { connectSepa, disconnectSepa } from '../../core/rails/sepa/connect-sepa.ts';
import {
  type BatchKeeping,
  batchAt,
  cancelBatch,
  collectionsOf,
  fileOfBatch,
  submitBatch,
} from '../../core/rails/sepa/keep-batches.ts';
import { putMandate, revokeMandate } from '../../core/rails/sepa/keep-mandates.ts';
import {
  type BatchPorts,
  prepareBatch,
  proposeBatch,
} from '../../core/rails/sepa/prepare-batch.ts';
import { tellOutcome } from '../../core/rails/sepa/tell-outcome.ts';
import { textAnswer } from '../middleware/http.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { collectionAnswer, type RailRoutePorts, railsOf } from './rail-answers.ts';
import {
  batchAnswer,
  batchHead,
  creditorAnswer,
  mandateAnswer,
  proposalAnswer,
} from './sepa-answers.ts';
import type { PayoutRoutePorts } from './serve-payouts.ts';

type Handlers = RouteHandlers['ServeRails'];

/** What routes of direct debits are answered with. */
export interface SepaRoutePorts
  extends RailRoutePorts,
    Omit<BatchPorts, 'customers'>,
    TellingPorts {
  readonly paying: PayoutRoutePorts;
  readonly customers: Pick<Customers, 'get' | 'list'>;
}

const AT_ONCE = 8;
const BATCHES_PER_PAGE = 10;

/** Answers `/v1/rails/sepa`, and mandates of customers. */
export const serveSepa = (ports: SepaRoutePorts) =>
  ({
    'PUT /v1/rails/sepa': async ({ caller: { tenant }, body }) => {
      const { bic, ...others } = body;
      const creditor = { ...others, ...definedOnly({ bic }) };
      const connection = await connectSepa(ports, tenant, creditor);
      return { status: 200, body: creditorAnswer(creditor, connection) };
    },
    'POST /v1/rails/sepa/disconnect': async ({ caller: { tenant } }) => {
      await disconnectSepa(ports, tenant);
      return { status: 200, body: await railsOf(ports, tenant) };
    },
    ...mandateRoutes(ports),
    ...batchRoutes(ports),
    'POST /v1/rails/sepa/outcomes': tellRoute(ports),
  }) as const satisfies Partial<Handlers>;

const timeZoneOf = async ({ settings }: SepaRoutePorts, tenant: string): Promise<TimeZone> =>
  (await tenantBillingOf(settings, tenant)).policy.timeZone;

const mandateRoutes = (ports: SepaRoutePorts) =>
  ({
    'GET /v1/customers/{key}/mandates': async ({ caller: { tenant }, params: { key } }) => {
      const today = localDate(ports.clock.now(), await timeZoneOf(ports, tenant));
      const mandates = await ports.mandates.ofCustomer(tenant, key);
      return { status: 200, body: { mandates: mandates.map((one) => mandateAnswer(one, today)) } };
    },
    'PUT /v1/customers/{key}/mandates/{reference}': async ({ caller, params, body }) => {
      const { tenant } = caller;
      const { key: customer, reference } = params;
      if ((await ports.customers.get(tenant, customer))?.customer === undefined) {
        throw new Rejection(
          'customer.not-found',
          `put the customer first: there is no ${customer}`,
        );
      }
      const timeZone = await timeZoneOf(ports, tenant);
      const { bic, ...others } = body;
      const request = { ...others, ...definedOnly({ bic }), timeZone };
      const mandate = await putMandate(ports, tenant, { customer, reference }, request);
      return { status: 200, body: mandateAnswer(mandate, localDate(ports.clock.now(), timeZone)) };
    },
    'POST /v1/customers/{key}/mandates/{reference}/revoke': async ({ caller, params }) => {
      const { tenant } = caller;
      const { key: customer, reference } = params;
      const today = localDate(ports.clock.now(), await timeZoneOf(ports, tenant));
      const mandate = await revokeMandate(ports, tenant, { customer, reference });
      return { status: 200, body: mandateAnswer(mandate, today) };
    },
  }) as const satisfies Partial<Handlers>;

const batchRoutes = (ports: SepaRoutePorts) =>
  ({
    'GET /v1/rails/sepa/proposal': async ({ caller: { tenant }, query }) => {
      const { collectOn, dueUntil, invoices } = query;
      const ids = await idsNamed(ports, tenant, invoices?.split(','));
      const chosen = await proposeBatch(ports, tenant, { collectOn, dueUntil, invoices: ids });
      return { status: 200, body: proposalAnswer(collectOn, chosen) };
    },
    'GET /v1/rails/sepa/batches': async ({ caller: { tenant }, query }) => {
      const { before, limit = BATCHES_PER_PAGE } = query;
      const { batches, more } = await ports.batches.list(tenant, { before, limit });
      const next = more ? batches.at(-1)?.id : undefined;
      return { status: 200, body: { batches: batches.map(batchHead), ...definedOnly({ next }) } };
    },
    'POST /v1/rails/sepa/batches': async ({ caller: { tenant }, body, idempotencyKey: key }) => {
      const { collectOn, dueUntil, invoices } = body;
      const ids = await idsNamed(ports, tenant, invoices);
      const asked = { key, collectOn, dueUntil, invoices: ids };
      return answered(ports, await prepareBatch(ports, tenant, asked));
    },
    'GET /v1/rails/sepa/batches/{id}': async ({ caller: { tenant }, params: { id } }) =>
      answered(ports, await batchAt(ports, tenant, id)),
    'GET /v1/rails/sepa/batches/{id}/file': async ({ caller: { tenant }, params: { id } }) =>
      textAnswer('application/xml', await fileOfBatch(ports, tenant, id)),
    'POST /v1/rails/sepa/batches/{id}/submit': async ({ caller: { tenant }, params: { id } }) =>
      answered(ports, await submitBatch(ports, tenant, id)),
    'POST /v1/rails/sepa/batches/{id}/cancel': async ({ caller: { tenant }, params: { id } }) =>
      answered(ports, await cancelBatch(ports, tenant, id)),
  }) as const satisfies Partial<Handlers>;

const idsNamed = async (
  { named }: SepaRoutePorts,
  tenant: string,
  invoices: readonly string[] | undefined,
): Promise<readonly string[] | undefined> =>
  invoices === undefined
    ? undefined
    : inParallel(AT_ONCE, invoices, (one) => idNamed(named, tenant, one.trim()));

async function answered(ports: BatchKeeping, batch: SepaBatch) {
  const collections = await collectionsOf(ports, batch);
  return { status: 200, body: batchAnswer(batch, collections) } as const;
}

/** What a request has no time for, a look at the queue goes on with. */
const tellRoute =
  (ports: SepaRoutePorts): Handlers['POST /v1/rails/sepa/outcomes'] =>
  async ({ caller: { tenant }, body }) => {
    const { kind, of, bankEntry: entry, on, amount: text, reason } = body;
    const timeZone = await timeZoneOf(ports, tenant);
    const at = localStart(on, timeZone);
    if (at === undefined) {
      throw new Rejection('collection.date-invalid', `give a day that there is, got ${on}`, {
        param: '/on',
      });
    }
    const amount = text === undefined ? undefined : nanosFrom(text);
    const told = await tellOutcome(ports, tenant, {
      ...{ kind, of, entry, on, at, amount, reason },
    });
    if (told.left > 0) {
      const look = railsMessageText({ kind: 'look', tenant, rail: 'sepa', after: undefined });
      if ((await ports.queue.send([look])) !== 'sent') {
        throw new Rejection('queue.unavailable', 'send it again: the queue did not take it');
      }
    }
    const collections = told.collections.map(collectionAnswer);
    return { status: 200, body: { collections, left: told.left } };
  };
