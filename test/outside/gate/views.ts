import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { billed, nanos } from '../../e2e/support/billing.ts';
import { LocalFarthing, ours } from '../../e2e/support/local-stack.ts';
import { synthesized } from '../../e2e/support/synthesized.ts';
import { Asking, atOnce } from '../month/asking.ts';
import { month, type Payer } from '../month/catalog.ts';
import { recountFaults } from '../month/recount.ts';
import { put } from './clients.ts';

/**
 * Ten thousand views that two hundred readers pay one by one, over HTTP: by an offer of x402, by consent, and by a
 * threshold; some of them asked twice, some not served and asked for again. Then the month is closed: for each reader
 * what captures were answered, what the list of charges, the receipts and the invoice say, is the same, to the nano.
 */

const READERS = 200;
const VIEWS_EACH = 50;
/** One view in so many is not served the first time, and one in so many is asked for twice. */
const [FAILING_EACH, REPEATED_EACH] = [25, 10];
const ORIGIN = 'https://news.example';
/** Some prices have parts of a cent that no other has. */
const tiers = [
  { upTo: '20', unitPrice: '0.003333333' },
  { upTo: null, unitPrice: '0.0017' },
];

interface Reader extends Payer {
  readonly token: string;
  readonly pays: 'x402' | 'consent' | 'threshold';
}

type Answer = Readonly<Record<string, unknown>>;

export async function viewsFaults(): Promise<readonly string[]> {
  const cloudAssembly = await synthesized({
    'farthing:front': 'web-function',
    'farthing:receiptsSigned': 'captured',
  });
  const farthing = await LocalFarthing.started({ ...ours, cloudAssembly });
  try {
    await farthing.setClock(`${month}-10T12:00:00Z`);
    await aMagazine(farthing);
    const readers = await atOnce([...Array.from({ length: READERS }).keys()], (index) =>
      aReader(farthing, index),
    );
    const { asking, receipts } = await played(farthing, readers);
    await farthing.untilSettled();
    const listed = await atOnce(readers, (reader) => chargesFaults(farthing, reader, asking));
    const signed = await receiptsFaults(farthing, readers, asking, receipts);
    await farthing.setClock('2026-04-03T15:00:00Z');
    await farthing.untilSettled();
    const run = await billed(farthing, month);
    if (run.status !== 'done' || run.counts.parked > 0) {
      return [`${month} was not billed: ${JSON.stringify(run)}`];
    }
    const invoiced = await atOnce(readers, (reader) =>
      recountFaults(farthing, reader, { told: toldOf(asking, reader), sent: 0 }),
    );
    return [...listed.flat(), ...signed, ...invoiced.flat(), ...(await checkFaults(farthing))];
  } finally {
    await farthing.stop();
    await farthing.remove();
  }
}

async function aMagazine(farthing: LocalFarthing): Promise<void> {
  const seller = {
    ...{ name: 'Magazine GmbH', taxNumber: 'DE123456788' },
    address: { lines: ['Hauptstr. 1'], postalCode: '10115', city: 'Berlin', country: 'DE' },
  };
  const charges = [{ meter: 'reads', model: 'graduated', tiers }];
  const common = { seller, approval: false, bounds: null, timezone: 'Europe/Berlin' };
  const taxes = { standard: { category: 'S', rate: '19' } };
  const version = { effectiveFrom: '2025-01-01', currency: 'EUR', minimumCharge: '0.005', charges };
  await put(farthing, '/v1/meters/reads', { eventType: 'read', aggregation: 'count' });
  await put(farthing, '/v1/billing-settings', { ...common, taxes });
  await put(farthing, '/v1/plans/reader', { versions: [version] });
  await put(farthing, '/v1/billing-settings', {
    ...{ ...common, taxes, defaultPlan: 'reader', defaultPlanFrom: `${month}-01` },
  });
}

/** A reader with no profile: every other one has a wallet. */
async function aReader(farthing: LocalFarthing, index: number): Promise<Reader> {
  const key = `subject:reader-${index}`;
  const path = `/v1/payers/${key}`;
  if (index % 2 === 0) {
    const money = { amount: '1.00', currency: 'EUR', rail: 'bank', reference: `T-${index}` };
    await put(farthing, `${path}/wallet/top-ups`, money, 'POST');
  }
  const pays = (['x402', 'consent', 'threshold'] as const)[index % 3] ?? 'x402';
  if (pays === 'threshold') {
    await put(farthing, `${path}/threshold`, { amount: '0.05', currency: 'EUR' });
  }
  const lasts = { actions: ['charge', 'read'], expiresIn: 604_800 };
  const { token } = await put(farthing, `${path}/tokens`, lasts, 'POST');
  return { key, plan: 'unit', besides: 'nothing', isCapped: false, token: String(token), pays };
}

async function played(farthing: LocalFarthing, readers: readonly Reader[]) {
  const asking = new Asking(farthing);
  const receipts: { readonly payer: string; readonly jws: string }[] = [];
  const began = performance.now();
  let views = 0;
  await atOnce(readers, async (reader) => {
    for (let view = 0; view < VIEWS_EACH; view += 1) {
      const captured = await viewed(asking, reader, view);
      asking.add(reader.key, captured);
      views += 1;
      const { receipt } = captured;
      if (typeof receipt === 'string') receipts.push({ payer: reader.key, jws: receipt });
    }
  });
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `${views} views of ${readers.length} readers in ${seconds.toFixed(0)} s, ${asking.requests} requests, ${receipts.length} receipts`,
  );
  return { asking, receipts };
}

/** Pays one view, and resolves to what its capture was answered. */
async function viewed(asking: Asking, reader: Reader, view: number): Promise<Answer> {
  const url = `${ORIGIN}/a/${view}`;
  const ask = (payment: object, idempotency?: string) =>
    asking.post('/v1/gate', {
      ...{ resource: { url }, meter: 'reads', payment },
      ...(idempotency === undefined ? {} : { idempotency }),
    });
  const payment =
    reader.pays === 'threshold'
      ? { token: reader.token }
      : paymentFor(await ask({ token: reader.token }), reader);
  const key = reader.pays === 'threshold' ? `view-${view}` : undefined;
  const held = await ask(payment, key);
  if (held['outcome'] !== 'held') throw new Error(`${reader.key}: ${JSON.stringify(held)}`);
  if (view % FAILING_EACH === 1) {
    await asking.post(`/v1/gate/${held['id']}/release`, {});
    const again = await ask(payment, key);
    return asking.post(`/v1/gate/${again['id']}/capture`, {});
  }
  if (view % REPEATED_EACH === 2) {
    const again = await ask(payment, key);
    if (again['id'] !== held['id']) throw new Error(`${reader.key} was asked for ${url} twice`);
    await asking.post(`/v1/gate/${held['id']}/capture`, {});
  }
  return asking.post(`/v1/gate/${held['id']}/capture`, {});
}

/** What pays the offers of a refusal. */
function paymentFor(refused: Answer, { pays, token }: Reader): object {
  const { headers, problem } = refused as {
    readonly headers: Readonly<Record<string, string>>;
    readonly problem: { readonly offer: { readonly consent: string } };
  };
  if (pays === 'consent') return { token, consent: problem.offer.consent };
  const text = Buffer.from(headers['payment-required'] ?? '', 'base64').toString();
  const { accepts } = JSON.parse(text) as { readonly accepts: readonly object[] };
  const sent = { x402Version: 2, accepted: accepts[0], payload: { token } };
  return { paymentSignature: Buffer.from(JSON.stringify(sent)).toString('base64') };
}

const toldOf = (asking: Asking, { key }: Reader) => asking.told.get(key) ?? { net: 0n, tax: 0n };

/** The list of charges, page by page, and what captures were answered. */
async function chargesFaults(
  farthing: LocalFarthing,
  reader: Reader,
  asking: Asking,
): Promise<readonly string[]> {
  const { net, tax } = toldOf(asking, reader);
  let [listed, count] = [0n, 0];
  for (let cursor: string | undefined; ; ) {
    const after = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const path = `/v1/payers/${reader.key}/charges?month=${month}&limit=100${after}`;
    const { body } = await farthing.request('GET', path);
    const page = body as {
      readonly charges: readonly { readonly status: string; readonly amount: string }[];
      readonly nextCursor?: string | null;
    };
    const captured = page.charges.filter(({ status }) => status === 'captured');
    count += captured.length;
    listed += captured.reduce((sum, { amount }) => sum + nanos(amount), 0n);
    cursor = page.nextCursor ?? undefined;
    if (cursor === undefined) break;
  }
  return listed === net + tax && count === VIEWS_EACH
    ? []
    : [`${reader.key}: ${count} charges of ${listed} nanos are listed, captured ${net + tax}`];
}

/** Receipts, by the keys that are published, and what captures were answered. */
async function receiptsFaults(
  farthing: LocalFarthing,
  readers: readonly Reader[],
  asking: Asking,
  receipts: readonly { readonly payer: string; readonly jws: string }[],
): Promise<readonly string[]> {
  if (receipts.length === 0) return ['no capture was answered with a receipt'];
  const published = await fetch(`${farthing.stack.url}/.well-known/jwks.json`);
  const { keys } = (await published.json()) as { readonly keys: readonly JsonWebKey[] };
  const sums = new Map<string, bigint>();
  const faults: string[] = [];
  for (const { payer, jws } of receipts) {
    const [head = '', claims = '', signature = ''] = jws.split('.');
    const said = (text: string) =>
      JSON.parse(Buffer.from(text, 'base64url').toString()) as Readonly<Record<string, string>>;
    const key = keys.find((one) => one['kid'] === said(head)['kid']);
    const isSigned =
      key !== undefined &&
      verify(
        null,
        Buffer.from(`${head}.${claims}`),
        createPublicKey({ key, format: 'jwk' }),
        Buffer.from(signature, 'base64url'),
      );
    if (!isSigned) faults.push(`${payer}: a receipt is not signed by a key that is published`);
    sums.set(payer, (sums.get(payer) ?? 0n) + BigInt(said(claims)['amount'] ?? ''));
  }
  for (const reader of readers) {
    const { net, tax } = toldOf(asking, reader);
    const sum = sums.get(reader.key) ?? 0n;
    if (sum !== net + tax) faults.push(`${reader.key}: receipts of ${sum}, captured ${net + tax}`);
  }
  return faults;
}

async function checkFaults(farthing: LocalFarthing): Promise<readonly string[]> {
  const printed = await farthing.farthing('books', 'check', '--json');
  const { faults } = JSON.parse(printed) as { readonly faults: readonly object[] };
  return faults.map((fault) => `the check of the books: ${JSON.stringify(fault)}`);
}
