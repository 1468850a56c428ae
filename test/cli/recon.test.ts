import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';
import { httpServer } from './support/http-server.ts';

async function recon(json: object, ...options: readonly string[]) {
  await using server = await httpServer(() => ({ status: 200, json }));
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed } = fakeShell({ environment });
  const code = await runFarthing([...options, 'recon'], shell);
  return { code, printed: printed(), seen: server.seen };
}

const times = { begunAt: '2026-02-04T03:50:00Z', endedAt: '2026-02-04T03:51:00Z' };
const agreeing = { ...times, differing: 0, findings: [] };
const comparisons = [
  { kind: 'books', compared: 12, ...agreeing },
  { kind: 'invoices', period: '2026-01', compared: 1, ...agreeing },
  { kind: 'totals', compared: 120, ...agreeing },
];
const finding = {
  code: 'totals-differ',
  detail: 'view of app\u001b[2J, quarter 1',
  expected: '2',
  found: '1',
  action: 'make the totals again',
};

describe('farthing recon', () => {
  it('shows what was compared, of how much, and ends well where all agrees', async () => {
    const { code, printed, seen } = await recon({ status: 'agrees', ...times, comparisons });

    expect(code).toBe(0);
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v1/reconciliation']);
    expect(printed.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' | '))).toEqual([
      expect.stringContaining('compared'),
      expect.stringMatching(/^─/),
      'books with projections | 2026-02-04T03:50:00Z | 12 documents | 0',
      'invoices with totals | 2026-01 | 2026-02-04T03:50:00Z | 1 meter | 0',
      'totals with logs | 2026-02-04T03:50:00Z | 120 hours | 0',
      'all that was compared agrees; the last one ended 2026-02-04T03:51:00Z',
      '',
    ]);
  });

  it('ends with 3 where something differs, with both values and what to do', async () => {
    const differing = { ...comparisons[2], differing: 51, findings: [finding] };
    const { code, printed } = await recon({
      ...{ status: 'differs', ...times },
      comparisons: [...comparisons.slice(0, 2), differing],
    });

    expect(code).toBe(3);
    expect(printed).toContain(
      [
        'totals-differ: view of app\\x1b[2J, quarter 1: expected 2, found 1',
        '  make the totals again',
        '… and 50 more',
        'something differs; the last one ended 2026-02-04T03:51:00Z',
        '',
      ].join('\n'),
    );
  });

  it.each([
    [{ status: 'overdue', comparisons: [] }, 'no pass has ended yet'],
    [
      { status: 'overdue', ...times, comparisons },
      'no pass has ended for more than a day: the last one ended 2026-02-04T03:51:00Z',
    ],
  ])('ends with 3 where no pass has ended lately', async (answer, last) => {
    const { code, printed } = await recon(answer);

    expect(code).toBe(3);
    expect(printed.split('\n').at(-2)).toBe(`${last}. One begins every day at 03:50 UTC`);
  });

  it('answers programs as the interface does', async () => {
    const answer = { status: 'differs', ...times, comparisons };

    const { code, printed } = await recon(answer, '--json');

    expect(code).toBe(3);
    expect(JSON.parse(printed)).toEqual(answer);
  });
});
