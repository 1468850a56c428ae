import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';
import { httpServer } from './support/http-server.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-rate-'));
  await writeFile(join(directory, 'charge.json'), JSON.stringify(charge));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

const tiers = [
  { upTo: '1000', unitPrice: '0' },
  { upTo: null, unitPrice: '0.0005' },
];
const charge = { meter: 'calls', model: 'graduated', tiers };
const amounts = { ratedAmount: '0.11725', exactAmount: '0.11725', amount: '0.12' };
const answer = {
  ...{ charge, currency: 'EUR', quantity: '1234.5', chargedQuantity: '1234.5', ...amounts },
  lines: [
    {
      ...{ kind: 'usage', description: 'API calls', quantity: '1234.5', ...amounts },
      steps: [
        { of: 'units', tier: 1, quantity: '1000', price: '0', amount: '0' },
        { of: 'units', tier: 2, quantity: '234.5', price: '0.0005', amount: '0.11725' },
      ],
    },
  ],
};

async function run(...args: readonly string[]) {
  await using server = await httpServer(() => ({ status: 200, json: answer }));
  const { shell, printed, warned } = fakeShell({
    environment: { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' },
    workingDirectory: directory,
  });
  const code = await runFarthing(['plans', 'rate', ...args], shell);
  const sent = server.seen.map(({ body }) => JSON.parse(String(body)) as unknown);
  return { code, printed: printed(), warned: warned(), sent };
}

describe('farthing plans rate', () => {
  it('shows how the amount of a charge of a plan comes about', async () => {
    const { code, printed, warned, sent } = await run(
      ...['reader', 'calls', '--quantity', '1234.5', '--from', '2026-01-01'],
    );

    expect([code, warned]).toEqual([0, '']);
    expect(sent).toEqual([
      {
        plan: { key: 'reader', charge: 'calls', effectiveFrom: '2026-01-01' },
        quantity: '1234.5',
      },
    ]);
    expect(printed).toBe(
      [
        'API calls: 1,234.5',
        '',
        'calculation    quantity   price   amount',
        '─────────────  ────────  ──────  ───────',
        'units, tier 1     1,000       0        0',
        'units, tier 2     234.5  0.0005  0.11725',
        'exactly 0.11725 EUR, on an invoice 0.12',
        '',
      ].join('\n'),
    );
  });

  it('tries a charge of a file, with what each event says', async () => {
    const { printed, sent } = await run(
      ...['--file', 'charge.json', '--currency', 'EUR', '--values', '1', '2.5', '--json'],
    );

    expect(sent).toEqual([{ charge, currency: 'EUR', values: ['1', '2.5'] }]);
    expect(JSON.parse(printed)).toEqual(answer);
  });

  it.each([
    ['nothing', []],
    ['a plan alone', ['reader']],
    ['a plan and a file', ['reader', 'calls', '--file', 'charge.json']],
    ['events that are no number', ['reader', 'calls', '--events', 'many']],
  ])('refuses %s', async (_, args) => {
    const { code, sent } = await run(...args);

    expect([code, sent]).toEqual([2, []]);
  });
});
