import type { WebhookKind } from '../../core/contract/webhooks/kinds.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { recordPayment } from '../../core/payments/record-payment.ts';
import { putEndpoint } from '../../core/webhooks/endpoints.ts';
import {
  aCharge,
  aClosing,
  afterJanuary,
  aMonth,
  nanos,
  someTerms,
} from '../fixtures/invoicing.ts';
import { someBilling } from './some-billing.ts';
import { someWebhooks } from './some-webhooks.ts';

export const tenant = 'acme';
export const everySend = { kind: 'send' };
export const money: readonly WebhookKind[] = ['invoice.issued', 'invoice.paid', 'invoice.voided'];

type World = ReturnType<typeof someWebhooks>;

/** One endpoint, `shop`, and what it was sent, in order. */
export async function aShop(events: readonly WebhookKind[] = money) {
  const world = someWebhooks(someBilling(afterJanuary));
  const asked = { key: 'shop', url: 'https://shop.example/', events, enabled: true };
  const { endpoint } = await putEndpoint(world, tenant, asked);
  return { ...world, endpoint };
}

export const sentBy = ({ outbound }: World) =>
  outbound.calls.map(({ body, headers }) => ({
    id: headers['webhook-id'] ?? '',
    ...(JSON.parse(body) as {
      readonly type: string;
      readonly timestamp: string;
      readonly data: { readonly invoice: { readonly id: string; readonly number: string } };
    }),
  }));
export const typesSent = (world: World) => sentBy(world).map(({ type }) => type);
export const idsSent = (world: World) => sentBy(world).map(({ id }) => id);

/** The invoice of a customer's month, 10.00. */
export async function issued({ books, clock }: World, customer: string): Promise<string> {
  const [outcome] = await closePeriods({ books, clock }, tenant, [
    aClosing({
      terms: someTerms({ customer }),
      current: aMonth('2026-01', [aCharge('1000', '0.01')]),
    }),
  ]);
  if (outcome?.status !== 'closed') throw new Error('the invoice is issued');
  return outcome.document.id;
}

export const pay = ({ books }: World, invoice: string, amount: string, reference: string) =>
  recordPayment(books, tenant, {
    ...{ invoice, reference, rail: 'bank', amount: nanos(amount), receivedAt: afterJanuary },
  });

export const down = { kind: 'answered', status: 503 } as const;
export const up = { kind: 'answered', status: 200 } as const;
