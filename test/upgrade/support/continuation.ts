import { billed, issueDrafts } from './billing.ts';
import type { Client } from './client.ts';
import { type Recorded, readAll, readBilling } from './reads.ts';

/** What is answered as the months go on, whichever version of the code goes on with them. */
export interface Continued {
  /** When what waited in queues is worked off. */
  readonly found: Recorded;
  /** The run of June, which an open entry in quarantine stops. */
  readonly waiting: { readonly status: unknown; readonly reasons: unknown };
  /** When June is closed, and everything that waited for a person has been issued. */
  readonly closed: Recorded;
  /** When July is closed, with usage of June that came late. */
  readonly late: Recorded;
}

/** What is not done in the same way by whoever records and by whoever tests. */
export interface Acts {
  /** Closes June of the tenant `magazine`, over the entry in quarantine. */
  closeJune(): Promise<void>;
  /** Brings usage of June when June is closed. */
  sendLate(): Promise<void>;
}

const months = ['2026-03', '2026-04', '2026-05', '2026-06'];

/** Goes on with a fixture that has just been started: from what it finds to a month after. */
export async function goOn(client: Client, acts: Acts): Promise<Continued> {
  await client.settled();
  const found = await readAll(client, months);

  await client.setClock('2026-07-03T12:00:00Z');
  await client.settled();
  await issueDrafts(client, 'magazine', '2026-05');
  await issueDrafts(client, 'studio', '2026-05');
  await billed(client, 'magazine', { period: '2026-06' });
  const waiting = await juneOf(client);
  await acts.closeJune();
  await billed(client, 'studio', { period: '2026-06' });
  await issueDrafts(client, 'studio', '2026-06');
  const closed = await readBilling(client, { months: months.slice(2), known: found });

  await retried(client);
  await acts.sendLate();
  await client.settled();
  await client.setClock('2026-08-03T12:00:00Z');
  await client.settled();
  await billed(client, 'magazine', { period: '2026-07' });
  const known = { ...found, ...closed };
  const late = await readBilling(client, { months: ['2026-07'], known });
  return { found, waiting, closed, late };
}

async function juneOf(client: Client): Promise<Continued['waiting']> {
  const run = await client.json('magazine', 'GET', '/v1/billing-runs/2026-06');
  const { status, holds, waitingFor } = run as Readonly<Record<string, unknown>>;
  return { status, reasons: waitingFor ?? holds };
}

/** Lets in what waited for so long that it is not counted without a person's say. */
async function retried(client: Client): Promise<void> {
  const list = await client.json('archive', 'GET', '/v1/quarantine?status=open');
  for (const { id } of (list as { entries: { id: string }[] }).entries) {
    await client.json('archive', 'POST', `/v1/quarantine/${id}/retry`, { body: {} });
  }
}
