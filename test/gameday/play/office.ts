import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { numberAt, textAt } from '../../../cli/http/json.ts';
import { type Interface, wholeList } from './interface.ts';
import type { Ledger } from './ledger.ts';
import { meters, plan, profileOf, settingsOf, type Tenant } from './tenants.ts';

/** A tenant's people: they set it up, look after quarantine, close months, read documents, and book payments. */
export interface Office {
  readonly tenant: Tenant;
  readonly api: Interface;
  /** Another way in, for some of the clients; the same where there is none. */
  readonly webFunction: Interface;
  readonly apiKey: string;
  /** SHA-256 of each PDF that was served, by the document's id. */
  readonly pdfs: Map<string, string>;
  /** What each invoice was paid, by its id. */
  readonly paid: Map<string, string>;
}

export const officeOf = (
  tenant: Tenant,
  ways: Pick<Office, 'api' | 'webFunction' | 'apiKey'>,
): Office => ({
  tenant,
  ...ways,
  pdfs: new Map(),
  paid: new Map(),
});

export async function setUp({ tenant, api }: Office): Promise<void> {
  for (const [key, meter] of Object.entries(meters)) {
    await api.askFor({ method: 'PUT', path: `/v1/meters/${key}`, body: meter });
  }
  await api.askFor({ method: 'PUT', path: '/v1/plans/reader', body: plan });
  const body = settingsOf(tenant);
  await api.askFor({ method: 'PUT', path: '/v1/billing-settings', body });
  for (const customer of tenant.customers) {
    const path = `/v1/customers/${customer.key}`;
    await api.askFor({ method: 'PUT', path, body: profileOf(customer) });
  }
}

/** A conflict is dismissed, and what waited too long is let in. Safe to repeat, as everything that people do. */
export async function review({ api }: Office): Promise<void> {
  const entries = await wholeList(api, '/v1/quarantine?status=open', 'entries');
  for (const entry of entries) {
    const path = `/v1/quarantine/${encodeURIComponent(textAt(entry, 'id') ?? '')}`;
    const isConflict = textAt(entry, 'reason') === 'conflict';
    // The answer of an earlier try may have been lost.
    await (isConflict
      ? api.ask({ method: 'POST', path: `${path}/dismiss`, body: { reason: 'sent in error' } })
      : api.ask({ method: 'POST', path: `${path}/retry` }));
  }
}

const lookAgainMs = 1_500;
/** A run goes on by itself; one that may have died is asked for again. */
const looksUntilAskedAgain = 16;

/** Has a month closed; false when that takes longer than `withinMs`: a later run closes it. */
export async function closeMonth(
  office: Office,
  period: string,
  withinMs: number,
): Promise<boolean> {
  const { api } = office;
  const until = performance.now() + withinMs;
  let hasEnded = true;
  for (let look = 0; performance.now() < until; look += 1) {
    if (hasEnded || look % looksUntilAskedAgain === 0) {
      await api.askFor({ method: 'POST', path: '/v1/billing-runs', body: { period } });
    }
    await review(office);
    await sleep(lookAgainMs);
    const standing = await standingOf(office, period);
    if (standing === 'closed') return true;
    // It has left something to people, who have looked after it since.
    hasEnded = standing === 'ended';
  }
  return false;
}

async function standingOf(
  { api, tenant }: Office,
  period: string,
): Promise<'closed' | 'ended' | 'open'> {
  const { body } = await api.askFor({ method: 'GET', path: `/v1/billing-runs/${period}?limit=1` });
  const counts = (body as { counts?: unknown }).counts;
  if (numberAt(counts, 'closed') === tenant.customers.length) return 'closed';
  return textAt(body, 'status') === 'open' ? 'open' : 'ended';
}

interface Invoice {
  readonly id: string;
  readonly number: string;
  readonly total: string;
}

export async function invoicesOf({ api }: Office, period: string): Promise<readonly Invoice[]> {
  const found = await wholeList(api, `/v1/invoices?period=${period}`, 'invoices');
  return found.map((one) => ({
    id: textAt(one, 'id') ?? '',
    number: textAt(one, 'number') ?? '',
    total: textAt(one, 'total') ?? '',
  }));
}

/** Reads a PDF; whoever reads it again has to get the same bytes. */
export async function readPdf(
  { api, pdfs, tenant }: Office,
  { id, number }: Pick<Invoice, 'id' | 'number'>,
  ledger: Ledger,
): Promise<void> {
  const path = `/v1/invoices/${encodeURIComponent(id)}`;
  const { bytes } = await api.askFor({ method: 'GET', path, accept: 'application/pdf' });
  const digest = createHash('sha256').update(bytes).digest('hex');
  const before = pdfs.get(id);
  pdfs.set(id, before ?? digest);
  const isPdf = bytes.toString('latin1', 0, 5) === '%PDF-';
  if (!isPdf) ledger.surprise(`${tenant.name}: ${number} is served as no PDF`);
  if (before !== undefined && before !== digest) {
    ledger.surprise(`${tenant.name}: ${number} was served as two different PDFs`);
  }
}

/** Books what came in for an invoice; said again, it is the same payment. */
async function pay({ api, paid }: Office, { id, number, total }: Invoice): Promise<void> {
  const path = `/v1/invoices/${encodeURIComponent(id)}/payments`;
  const body = { rail: 'bank', reference: `paid-${number}`, amount: total };
  await api.askFor({ method: 'POST', path, body });
  paid.set(id, total);
}

/** Reads and pays some of a month's invoices. */
export async function workOn(office: Office, period: string, ledger: Ledger): Promise<void> {
  for (const [index, invoice] of (await invoicesOf(office, period)).entries()) {
    if (index % 2 === 0) await readPdf(office, invoice, ledger);
    if (index % 3 === 0) await pay(office, invoice);
  }
}
