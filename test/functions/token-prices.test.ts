import { describe, expect, it } from '@jest/globals';
import type { OtlpMapping } from '../../core/contract/otlp/shapes.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import customers from '../../examples/ai/customers.json' with { type: 'json' };
import meters from '../../examples/ai/meters.json' with { type: 'json' };
import mappings from '../../examples/ai/otlp.json' with { type: 'json' };
import plans from '../../examples/ai/plans.json' with { type: 'json' };
import { inMemoryQueue } from '../fakes/queue.ts';
import { someSettings } from '../fixtures/plans.ts';
import { anExport, aSpan, text, traces } from '../support/an-export.ts';
import { asking } from '../support/ask.ts';
import { withBody } from '../support/billed-month.ts';
import { billingInterface } from '../support/billing-interface.ts';
import { catalogHandler } from '../support/changing-handlers.ts';
import { setUp, someBilling, use, workOff } from '../support/some-billing.ts';

interface Call {
  readonly model: string;
  readonly tier?: 'batch';
  readonly input: number;
  readonly cached?: number;
  readonly output?: number;
}

const calls: readonly Call[] = [
  { model: 'm-large', input: 1_250, output: 310 },
  { model: 'm-large', input: 90_001, cached: 88_000, output: 1_777 },
  { model: 'm-large', tier: 'batch', input: 5_000_003, cached: 7, output: 640_001 },
  { model: 'm-small', input: 777_777 },
  { model: 'm-small', tier: 'batch', input: 1_000_000, cached: 999_992, output: 12 },
  { model: 'of-yesterday', input: 1_000_001, cached: 1, output: 1_000 },
];

/** What a million tokens cost, in ten-thousandths: in, cached, out. What is in no table costs as m-large does. */
const table: Readonly<Record<string, readonly [bigint, bigint, bigint]>> = {
  'm-large': [30_000n, 3_000n, 150_000n],
  'm-large batch': [15_000n, 1_500n, 75_000n],
  'm-small': [2_500n, 250n, 12_500n],
  'm-small batch': [1_250n, 125n, 6_250n],
};

function comesTo({ model, tier, input, cached = 0, output = 0 }: Call): bigint {
  const [into, hit, out] = table[[model, tier].filter(Boolean).join(' ')] ?? [
    30_000n,
    3_000n,
    150_000n,
  ];
  return BigInt(input - cached) * into + BigInt(cached) * hit + BigInt(output) * out;
}

const spanOf = ({ model, tier, input, cached, output }: Call, index: number) =>
  aSpan(
    { spanId: `00000000000000a${index}` },
    {
      'gen_ai.operation.name': text('chat'),
      'gen_ai.request.model': text(model),
      'enduser.id': text('acme-web'),
      'gen_ai.usage.input_tokens': { intValue: input },
      ...(tier === undefined ? {} : { 'app.tier': text(tier) }),
      ...(cached === undefined
        ? {}
        : { 'gen_ai.usage.cache_read.input_tokens': { intValue: cached } }),
      ...(output === undefined ? {} : { 'gen_ai.usage.output_tokens': { intValue: output } }),
    },
  );

describe('the price table of tokens in examples/ai', () => {
  it('bills the spans of a month to what its prices come to, each token once', async () => {
    const ingest = anExport(mappings.mappings as unknown as readonly OtlpMapping[]);
    await ingest.json('traces', traces(...calls.map(spanOf)));
    const billing = someBilling(timestampOf(Date.UTC(2026, 10, 1)));
    await setUp(billing, { settings: someSettings(), plans: {}, customers: [] });
    const catalog = asking(
      catalogHandler({ ...billing.rating, backfill: inMemoryQueue(), clock: billing.clock }),
    );
    const put = async (path: string, { key, ...body }: { readonly key: string }) => {
      const sent = { params: { key }, body, headers: withBody, query: {} };
      expect(await catalog(`PUT ${path}/{key}`, sent)).toMatchObject({ status: 201 });
    };
    for (const meter of meters) await put('/v1/meters', meter);
    for (const plan of plans) await put('/v1/plans', plan);
    for (const customer of customers) await put('/v1/customers', customer);
    await use(billing, ingest.events());
    billing.time.now = timestampOf(Date.UTC(2026, 11, 3));
    const ask = billingInterface(billing);
    await ask('POST /v1/billing-runs', { body: { period: '2026-11' }, headers: withBody });
    await workOff(billing);

    const listed = (await ask('GET /v1/invoices', { query: { period: '2026-11' } })).body;
    const [{ id } = { id: '' }] = listed['invoices'] as { readonly id: string }[];
    const { body } = await ask('GET /v1/invoices/{id}', { params: { id } });
    const lines = body['lines'] as { readonly kind: string; readonly exactAmount: string }[];
    const billed = lines
      .filter(({ kind }) => kind === 'usage')
      .map(({ exactAmount }) => exactAmount);
    const expected = calls.map(comesTo).reduce((sum, one) => sum + one);
    expect({ lines: billed.length, sum: sumOf(billed) }).toEqual({ lines: 13, sum: expected });
  });
});

/** In ten-thousandths of a millionth. */
const sumOf = (amounts: readonly string[]): bigint =>
  amounts.reduce((sum, amount) => {
    const [whole = '0', places = ''] = amount.split('.');
    return sum + BigInt(whole + places.padEnd(10, '0'));
  }, 0n);
