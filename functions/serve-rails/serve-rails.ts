import { idNamed } from '../../core/books/reading.ts';
import { badPath } from '../../core/contract/operation.ts';
import { eventsTenant } from '../../core/contract/rails/shapes.ts';
import { putFacilitatorKey } from '../../core/gate/chain/facilitator-key.ts';
import { parsedPath } from '../../core/kernel/parsed.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { utf8Text } from '../../core/kernel/utf8.ts';
import { collect } from '../../core/rails/collect.ts';
import { connect, disconnect, railCaller } from '../../core/rails/connect.ts';
import { railsMessageText } from '../../core/rails/message.ts';
import { postedHint } from '../../core/rails/stripe/events.ts';
import { isSigned, stripeSignatureFrom } from '../../core/rails/stripe/signature.ts';
import { bodyBytes } from '../middleware/request-body.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import {
  collectionAnswer,
  facilitatorAnswer,
  type RailRoutePorts,
  railAnswer,
  railsOf,
} from './rail-answers.ts';
import { reminderRoutes } from './reminder-routes.ts';
import { type MarketplaceRoutePorts, serveMarketplace } from './serve-marketplace.ts';
import { servePayouts } from './serve-payouts.ts';
import { type SepaRoutePorts, serveSepa } from './serve-sepa.ts';

type Handlers = RouteHandlers['ServeRails'];

const EVENT_BYTES_MAX = 256 * 1024;

/** Answers `/v1/rails`, collections of invoices, what AWS Marketplace bills, and payouts. */
export const serveRails = (ports: SepaRoutePorts & MarketplaceRoutePorts): Handlers => ({
  ...serveSepa(ports),
  ...serveMarketplace(ports),
  ...servePayouts(ports.paying),
  'GET /v1/rails': async ({ caller: { tenant } }) => ({
    status: 200,
    body: await railsOf(ports, tenant),
  }),
  'PUT /v1/rails/stripe': async ({ caller: { tenant }, body }) => {
    const { secretKey, webhookSecret, url } = body;
    const credentials = { secretKey, webhookSecret, url };
    const connection = await connect(ports, { tenant, rail: 'stripe' }, credentials);
    return { status: 200, body: railAnswer(connection) };
  },
  'POST /v1/rails/stripe/disconnect': async ({ caller: { tenant } }) => {
    await disconnect(ports, { tenant, rail: 'stripe' });
    return { status: 200, body: await railsOf(ports, tenant) };
  },
  'PUT /v1/rails/x402': async ({ caller: { tenant }, body }) => ({
    status: 200,
    body: facilitatorAnswer(await putFacilitatorKey(ports, tenant, body)),
  }),
  'POST /v1/rails/x402/disconnect': async ({ caller: { tenant } }) => {
    await ports.facilitatorKeys.remove(tenant);
    return { status: 200, body: await railsOf(ports, tenant) };
  },
  'POST /v1/rails/stripe/events/{tenant}': takeStripeEvent(ports),
  'GET /v1/invoices/{id}/collections': async ({ caller: { tenant }, params: { id } }) => {
    const invoice = await idNamed(ports.named, tenant, id);
    const collections = await ports.collections.list(tenant, invoice);
    return { status: 200, body: { collections: collections.map(collectionAnswer) } };
  },
  'POST /v1/invoices/{id}/collections': collectInvoice(ports),
  ...reminderRoutes(ports),
});

const collectInvoice =
  (ports: RailRoutePorts): Handlers['POST /v1/invoices/{id}/collections'] =>
  async ({ caller: { tenant }, params: { id }, body }) => {
    const { rail, successUrl, cancelUrl } = body;
    const invoice = await idNamed(ports.named, tenant, id);
    const caller = await railCaller(ports, { tenant, rail });
    const collecting = { ...ports, rail: ports.rails[rail] };
    const collection = await collect(collecting, caller, { invoice, successUrl, cancelUrl });
    return { status: 200, body: collectionAnswer(collection) };
  };

/**
 * What is cheap to see comes first: whoever posts nonsense costs no look at a secret. An event that is nothing of ours
 * is answered as any other, or Stripe would send it again.
 */
const takeStripeEvent =
  (ports: RailRoutePorts): Handlers['POST /v1/rails/stripe/events/{tenant}'] =>
  async (request) => {
    const { tenant } = request.params;
    parsedPath({ tenant: eventsTenant }, { tenant }, badPath);
    const body = bodyBytes(request, EVENT_BYTES_MAX);
    const signature = stripeSignatureFrom(request.headers['stripe-signature'], ports.clock.now());
    if (signature === undefined) throw signatureRefused();
    const connection = await ports.collections.connection(tenant, 'stripe');
    if (connection?.enabled !== true) throw signatureRefused();
    const credentials = await ports.secrets.get(tenant, 'stripe');
    if (credentials === undefined || !isSigned(body, signature, credentials.webhookSecret)) {
      throw signatureRefused();
    }
    const hint = postedHint(utf8Text(body), { tenant, space: connection.space });
    if (hint !== undefined) {
      const message = railsMessageText({ kind: 'hint', tenant, rail: 'stripe', hint });
      if ((await ports.queue.send([message])) !== 'sent') throw queueUnavailable();
    }
    return { status: 200, body: { received: true } };
  };

const signatureRefused = (): Rejection =>
  new Rejection(
    'rail.signature-refused',
    'sign the event with the secret of this tenant’s endpoint, within the last five minutes',
    { param: 'stripe-signature' },
  );

const queueUnavailable = (): Rejection =>
  new Rejection('queue.unavailable', 'send it again: the queue did not take it');
