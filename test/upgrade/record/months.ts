import { billed, invoiceOf, issueDrafts } from '../support/billing.ts';
import type { Client } from '../support/client.ts';
import { event, sendPlain } from '../support/events.ts';
import { setUps } from './terms.ts';
import { sendMonth } from './traffic.ts';

/** Sets the tenants up and has three months used, billed and corrected, and the fourth used: what an upgrade finds. */
export async function playMonths(client: Client): Promise<void> {
  for (const tenant of ['archive', 'magazine', 'studio'] as const) {
    if (tenant === 'magazine') await tooOld(client);
    for (const [path, body] of setUps[tenant]) await client.json(tenant, 'PUT', path, { body });
  }
  await march(client);
  await april(client);
  await may(client);
  await june(client);
}

/** An event waits in its queue for so long that it is not counted without a person's say. */
async function tooOld(client: Client): Promise<void> {
  await client.setClock('2025-12-10T12:00:00Z');
  await sendPlain(client, 'archive', [event('hit', 'old', '2025-11-10T10:00:00Z')]);
  await client.setClock('2026-02-28T22:30:00Z');
  await client.settled();
}

async function used(client: Client, month: string, sentAt: string): Promise<void> {
  await client.setClock(sentAt);
  await sendMonth(client, month);
  await client.settled();
}

async function march(client: Client): Promise<void> {
  await used(client, '2026-03', '2026-03-31T20:00:00Z');
  await client.setClock('2026-04-03T12:00:00Z');
  await billed(client, 'magazine', { period: '2026-03' });
  await billed(client, 'studio', { period: '2026-03' });
  await issueDrafts(client, 'studio', '2026-03');

  const tokyo = await invoiceOf(client, 'magazine', { customer: 'tokyo', period: '2026-03' });
  await correct(client, tokyo, 'credit-notes', {
    reason: 'an outage on 9 March',
    lines: [{ line: '1', amount: '0.10' }],
  });
  await correct(client, tokyo, 'payments', {
    rail: 'bank',
    reference: 'first',
    amount: '3.00',
    receivedAt: '2026-04-02T09:00:00Z',
  });
  const york = await invoiceOf(client, 'magazine', { customer: 'york', period: '2026-03' });
  await correct(client, york, 'void', { reason: 'billed to the wrong company' });
  await client.settled();
  await billed(client, 'magazine', { period: '2026-03' });
}

async function april(client: Client): Promise<void> {
  await used(client, '2026-04', '2026-04-30T20:00:00Z');
  await sendPlain(client, 'magazine', [
    // Late: March is closed, so that it is billed with April.
    event('view', 'press-app', '2026-03-30T11:00:00Z', { section: 'news', reader: 'late' }),
    // The same identity with other data.
    event('view', 'york', '2026-04-02T22:30:00Z', { section: 'other', reader: 'r9' }),
  ]);
  await client.settled();
  const [conflict = 'none'] = await openEntries(client);
  await client.json('magazine', 'POST', `/v1/quarantine/${conflict}/dismiss`, {
    body: { reason: 'sent twice by a broken job' },
  });
  await client.setClock('2026-05-03T12:00:00Z');
  await billed(client, 'magazine', { period: '2026-04' });
  await billed(client, 'studio', { period: '2026-04' });
  await issueDrafts(client, 'studio', '2026-04');

  const shop = await invoiceOf(client, 'magazine', { customer: 'shop', period: '2026-04' });
  await correct(client, shop, 'void', { reason: 'a present', afterwards: 'forgive' });
  const press = await invoiceOf(client, 'magazine', { customer: 'press', period: '2026-04' });
  await correct(client, press, 'payments', { rail: 'card', reference: 'ch_1', amount: '1.00' });
}

/** Burst's is parked, and the studio's drafts wait. */
async function may(client: Client): Promise<void> {
  await used(client, '2026-05', '2026-05-31T20:00:00Z');
  await client.setClock('2026-06-03T12:00:00Z');
  await billed(client, 'magazine', { period: '2026-05' });
  await billed(client, 'studio', { period: '2026-05' });
}

async function june(client: Client): Promise<void> {
  await used(client, '2026-06', '2026-06-30T08:00:00Z');
  // Another conflict, which nobody has looked at when June is billed.
  await sendPlain(client, 'magazine', [
    event('view', 'tokyo', '2026-06-02T22:30:00Z', { section: 'other', reader: 'r9' }),
  ]);
  await client.settled();
}

async function openEntries(client: Client): Promise<readonly string[]> {
  const answer = await client.json('magazine', 'GET', '/v1/quarantine?status=open');
  return (answer as { entries: { id: string }[] }).entries.map(({ id }) => id);
}

async function correct(client: Client, id: string, how: string, body: object): Promise<void> {
  await client.json('magazine', 'POST', `/v1/invoices/${id}/${how}`, {
    body,
    headers: { 'idempotency-key': `${how}-of-${id}` },
  });
}
