import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalFarthing, ours } from '../../e2e/support/local-stack.ts';
import { synthesized } from '../../e2e/support/synthesized.ts';
import { ran } from '../analytics/duck.ts';
import { losingProxy } from '../others/losing-proxy.ts';
import { collectorFaults } from './collector.ts';
import { type Did, recounted } from './recount.ts';
import { talliesFaults } from './tallies.ts';

const here = import.meta.dirname;
const root = join(here, '../../..');
const fronts = ['http-api', 'web-function'] as const;

/**
 * What OpenTelemetry's own SDK sends, as Protocol Buffers and as JSON, of spans, log records and metrics, while answers
 * are lost: its month is billed by the price table of examples/ai, and the invoice is what a recount comes to.
 */
export async function otlpFaults(): Promise<readonly string[]> {
  const own = ['--no-audit', '--no-fund', '--prefix', here];
  await ran('npm', ['ci', ...own], { cwd: here });
  const faults: string[] = [...(await collectorFaults())];
  for (const front of fronts) {
    const cloudAssembly = await synthesized({ 'farthing:front': front });
    const farthing = await LocalFarthing.started({ ...ours, cloudAssembly });
    try {
      const found = [
        ...(await monthFaults(farthing)),
        ...(await refusalFaults(farthing)),
        ...(await talliesFaults(farthing)),
      ];
      faults.push(...found.map((fault) => `${front}: ${fault}`));
    } finally {
      await farthing.stop();
      await farthing.remove();
    }
  }
  return faults;
}

/** Besides what examples/ai has of spans. */
const mappings = [
  {
    ...{ key: 'downloads', signal: 'logs', match: { names: ['download'] } },
    ...{ type: 'download', subject: 'user.id', data: { path: { field: 'body' } } },
  },
  {
    ...{ key: 'bytes', signal: 'metrics', match: { names: ['bytes.sent'] } },
    ...{ type: 'sent', subject: 'user.id', data: { bytes: { field: 'value' } } },
  },
];
const meters = {
  downloads: { eventType: 'download', aggregation: 'count' },
  bytes: { eventType: 'sent', aggregation: 'sum', value: 'bytes' },
};
const charges = [
  { meter: 'downloads', model: 'per_unit', unitPrice: '0.25' },
  { meter: 'bytes', model: 'per_unit', unitPrice: '0.000000001' },
];

interface Keyed {
  readonly key: string;
}
const example = async <Content>(name: string): Promise<Content> =>
  JSON.parse(await readFile(join(root, 'examples/ai', `${name}.json`), 'utf8')) as Content;

type Put = (path: string, body: object) => Promise<void>;
const putOn =
  (farthing: LocalFarthing): Put =>
  async (path, body) => {
    const answer = await farthing.request('PUT', path, body);
    if (answer.status >= 300) throw new Error(`PUT ${path}: ${JSON.stringify(answer.body)}`);
  };

/** The first instant of the month of the machine's clock, by which metrics are measured. */
const monthStart = (): string => `${new Date().toISOString().slice(0, 7)}-01T00:00:00Z`;

async function setUp(farthing: LocalFarthing): Promise<void> {
  const put = putOn(farthing);
  const ai = await example<{ readonly mappings: readonly object[] }>('otlp');
  await put('/v1/otlp-mappings', { mappings: [...ai.mappings, ...mappings] });
  for (const { key, ...meter } of await example<readonly Keyed[]>('meters')) {
    await put(`/v1/meters/${key}`, meter);
  }
  for (const [key, meter] of Object.entries(meters)) await put(`/v1/meters/${key}`, meter);
  type Version = { readonly charges: readonly object[] };
  const [plan] =
    await example<readonly [Keyed & { readonly versions: readonly Version[] }]>('plans');
  const versions = plan.versions.map((one) => ({ ...one, charges: [...one.charges, ...charges] }));
  await put('/v1/plans/tokens', { versions });
  const [{ key: _, plan: __, ...customer }] =
    await example<readonly [Keyed & { plan: string }]>('customers');
  const from = monthStart().slice(0, 10);
  await put('/v1/customers/acme', { ...customer, plan: [{ plan: 'tokens', from }] });
  const settings = JSON.parse(
    await readFile(join(root, 'examples/settings.json'), 'utf8'),
  ) as object;
  await put('/v1/billing-settings', { ...settings, approval: false });
}

async function monthFaults(farthing: LocalFarthing): Promise<readonly string[]> {
  await setUp(farthing);
  const key = await farthing.keyFor('demo', 'events:write');
  const proxy = await losingProxy(farthing.stack.url);
  const month = monthStart().slice(0, 7);
  const program = join(here, 'programs/trace.mjs');
  const from = new Date(
    Math.max(Date.parse(monthStart()), Date.now() - 30 * 86_400_000),
  ).toISOString();
  const did = JSON.parse(
    await ran(process.execPath, [program, proxy.url, key, from], {
      cwd: here,
      env: { ...process.env, ...(await variablesOf(proxy.url, key)) },
    }),
  ) as Did;
  proxy.close();
  await farthing.untilSettled();
  await farthing.farthing('bill', '--period', month, '--set-clock');
  const billed = await linesOf(farthing, month);
  const expected = recounted(did);
  console.log(
    `${did.calls.length} calls, ${proxy.lost()} answers lost; billed ${billed.subtotal}, recounted ${expected.subtotal}`,
  );
  return [
    ...(proxy.lost() > 0 ? [] : ['no answer was lost']),
    ...(JSON.stringify(billed) === JSON.stringify(expected)
      ? []
      : [`billed ${JSON.stringify(billed)}, and not ${JSON.stringify(expected)}`]),
  ];
}

/** What docs/otlp.md has an exporter told by, all but the protocol, which each exporter has. */
async function variablesOf(url: string, key: string): Promise<Record<string, string>> {
  const [, block = ''] =
    /```sh\n(export OTEL[\s\S]*?)```/.exec(await readFile(join(root, 'docs/otlp.md'), 'utf8')) ??
    [];
  const script = `${block}\nenv -0`;
  const env = { ...process.env, FARTHING_URL: url, FARTHING_API_KEY: key };
  const printed = await ran('bash', ['-e', '-c', script], { cwd: here, env });
  const pairs = printed
    .split('\0')
    .filter((pair) => pair.startsWith('OTEL_') && !pair.includes('PROTOCOL'));
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

interface InvoiceBody {
  readonly subtotal: string;
  readonly lines: readonly {
    readonly kind: string;
    readonly meter?: string;
    readonly quantity: string;
  }[];
}

/** What the invoice says: by meter all that was used, and what it comes to without tax. */
async function linesOf(farthing: LocalFarthing, month: string) {
  const listed = (await farthing.request('GET', `/v1/invoices?period=${month}`)).body as {
    readonly invoices: readonly { readonly id: string }[];
  };
  const { body } = await farthing.request('GET', `/v1/invoices/${listed.invoices[0]?.id}`);
  const { subtotal, lines } = body as InvoiceBody;
  const usage = Map.groupBy(
    lines.filter(({ kind }) => kind === 'usage'),
    ({ meter }) => meter ?? '',
  );
  const quantities = [...usage]
    .map(([meter, of]) => [
      meter,
      String(of.reduce((sum, { quantity }) => sum + BigInt(quantity), 0n)),
    ])
    .sort();
  return { subtotal, quantities: Object.fromEntries(quantities) as Record<string, string> };
}

/** What the SDK says of what is refused: our words, in its log. */
async function refusalFaults(farthing: LocalFarthing): Promise<readonly string[]> {
  const writer = await farthing.keyFor('demo', 'events:write');
  const reader = await farthing.keyFor('demo', 'usage:read');
  const program = join(here, 'programs/refused.mjs');
  const said = await ran(process.execPath, [program, farthing.stack.url, writer, reader], {
    cwd: here,
  });
  return ['otlp.metric-unsuited', 'TEMPORALITY_PREFERENCE=delta', '403']
    .filter((words) => !said.includes(words))
    .map((words) => `the SDK did not say ${words}: ${said.slice(0, 2_000)}`);
}
