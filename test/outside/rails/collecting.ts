import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalFarthing } from '../../e2e/support/local-stack.ts';
import { FakeStripe } from '../../fakes/stripe/fake-stripe.ts';
import { startStripe } from '../../fakes/stripe/stripe-server.ts';
import { billSomething } from '../bill-something.ts';
import { printedBy } from '../tool.ts';

const secretKey = 'sk_test_of_the_part_rails';
const webhookSecret = 'whsec_of_the_part_rails';
const program = 'client/on-stripe-checkout.ts';

interface Json {
  readonly [name: string]: unknown;
}

/**
 * What went wrong with collecting: a whole stack, its functions and its secrets as they are deployed, over HTTP to a
 * stand-in for Stripe; Stripe's own library, as it was published, asks the same stand-in and signs what it tells of.
 */
export async function collectingFaults(): Promise<readonly string[]> {
  const farthing = await LocalFarthing.started();
  const stripe = new FakeStripe(() => Date.now(), secretKey);
  const server = await startStripe(stripe);
  try {
    await billSomething(farthing);
    // The library signs by the clock of this machine, and by the same it is looked at.
    await farthing.setClock(null);
    return await faultsOf(farthing, stripe, server.url);
  } finally {
    server.close();
    await farthing.stop();
    await farthing.remove();
  }
}

async function faultsOf(
  farthing: LocalFarthing,
  stripe: FakeStripe,
  url: string,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const demand = (what: string, holds: boolean, got: unknown): void => {
    if (!holds) faults.push(`collecting: expected ${what}, got ${JSON.stringify(got)}`);
  };
  const asked = async (method: 'GET' | 'PUT' | 'POST', path: string, body?: object) =>
    (await farthing.request(method, path, body)) as { status: number; body: Json };
  const secrets = { secretKey: stripe.secretKey, webhookSecret, url };
  const connected = await asked('PUT', '/v1/rails/stripe', secrets);
  demand('to be connected', connected.status === 200, connected);
  const { invoices } = (await asked('GET', '/v1/invoices?customer=press')).body as {
    readonly invoices: readonly { readonly id: string }[];
  };
  const id = invoices[0]?.id ?? '';
  const addresses = { successUrl: 'https://shop.example/a', cancelUrl: 'https://shop.example/b' };
  const collect = () =>
    asked('POST', `/v1/invoices/${id}/collections`, { rail: 'stripe', ...addresses });
  const [first, again] = [await collect(), await collect()];
  demand('an address', first.status === 200 && first.body['url'] !== undefined, first);
  demand('the same one again', again.body['id'] === first.body['id'], again);
  demand('one session', stripe.sessions.size === 1, stripe.calls);
  demand('the payer to pay', stripe.pay(String(first.body['reference'])), first);

  const endpoint = `${farthing.stack.url}${String(connected.body['eventsPath'])}`;
  const told = JSON.parse(
    await printedBy(program, url, stripe.secretKey, webhookSecret, endpoint),
  ) as { readonly payment: string; readonly told: readonly number[]; readonly forged: number };
  demand(
    'events to be taken, and one forged not',
    `${told.told.join()},${told.forged}` === '200,200,400',
    told,
  );
  await farthing.untilSettled();
  const { paymentState } = (await asked('GET', `/v1/invoices/${id}`)).body as {
    readonly paymentState: { readonly status: string; readonly payments: readonly Json[] };
  };
  const { status, payments } = paymentState;
  demand('a paid invoice', status === 'paid', paymentState);
  demand(
    'one payment, of Stripe’s',
    payments.length === 1 && payments[0]?.['reference'] === told.payment,
    payments,
  );
  const listed = await asked('GET', `/v1/invoices/${id}/collections`);
  demand('a settled collection', JSON.stringify(listed.body).includes('"settled"'), listed.body);
  faults.push(...(await secretFaults(farthing)));
  console.log(`collected ${String(first.body['amount'])} by ${stripe.calls.length} calls`);
  return faults;
}

/** That secrets are in one file alone of all that the stack keeps: no table, no queue and no log has them. */
async function secretFaults({ directory }: LocalFarthing): Promise<readonly string[]> {
  const files = await readdir(directory, { recursive: true, withFileTypes: true });
  const kept: string[] = [];
  for (const file of files) {
    if (!file.isFile()) continue;
    const text = (await readFile(join(file.parentPath, file.name))).toString('latin1');
    if (text.includes(secretKey) || text.includes(webhookSecret)) kept.push(file.name);
  }
  const where = kept.join();
  return where === 'parameters.json' ? [] : [`collecting: secrets are kept in ${where}`];
}
