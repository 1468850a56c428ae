import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from './support/http-server.ts';

const reminder = {
  ...{ id: 'rem_1', invoice: { id: 'inv_1', number: 'INV-2026-000001' }, customer: 'press' },
  ...{ currency: 'EUR', amountDue: '1200.00', level: 2, afterDays: 21, daysOverdue: 21 },
  skipped: [],
};
const paused = {
  ...{ invoice: { id: 'inv_2', number: 'INV-2026-000002' }, customer: 'zine' },
  ...{ currency: 'EUR', amountDue: '5.00', because: 'paused' },
};

const settled = { paid: 0, credited: 0, uncollectible: 0, void: 0 };
const ran = { day: '2026-11-25', dryRun: false, settled };

async function run(args: readonly string[], answerTo: (request: SeenRequest) => FakeAnswer) {
  await using server = await httpServer(answerTo);
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment });
  const code = await runFarthing(['reminders', ...args], shell);
  const posted = server.seen.filter(({ method }) => method === 'POST');
  return {
    ...{ code, printed: printed(), warned: warned() },
    asked: server.seen.map(({ path, query }) => [path, query]),
    posted: posted.map(({ path, body }) => [path, JSON.parse(body) as unknown]),
  };
}

describe('farthing reminders', () => {
  it('previews who would be reminded, and why others are not', async () => {
    const { code, printed, posted } = await run(['preview', '--as-of', '2026-12-15'], () => ({
      status: 200,
      json: { ...ran, dryRun: true, reminders: [reminder], others: [paused] },
    }));

    expect(code).toBe(0);
    expect(posted).toEqual([['/v1/reminders', { dryRun: true, asOf: '2026-12-15' }]]);
    expect(printed).toMatch(/INV-2026-000001 +press +1,200\.00 EUR +2 +21/);
    expect(printed).toMatch(/not reminded:\n.*\n.*\n *INV-2026-000002 +zine +5\.00 EUR +paused/);
    expect(printed).toContain('1 reminder would be made\n');
  });

  it('makes those that are due, stretch by stretch, until there is no more', async () => {
    let asked = 0;
    const { printed, warned, posted } = await run(['send'], () => {
      asked += 1;
      const more = asked < 3 ? { nextCursor: `c${asked}` } : {};
      return { status: 200, json: { ...ran, reminders: [reminder], others: [], ...more } };
    });

    expect(posted.map(([, body]) => body)).toEqual([{}, { cursor: 'c1' }, { cursor: 'c2' }]);
    expect(warned).toBe('1 so far\n2 so far\n');
    expect(printed).toContain('3 reminders made\n');
  });

  it('lists those of a payer', async () => {
    const { asked, printed } = await run(['list', '--customer', 'press'], () => ({
      status: 200,
      json: { reminders: [{ ...reminder, day: '2026-11-25', at: '2026-11-25T09:09:00Z' }] },
    }));

    expect(asked).toEqual([['/v1/reminders', expect.objectContaining({ customer: 'press' })]]);
    expect(printed).toContain('rem_1');
  });

  it.each([
    [['--until', '2026-12-15'], { until: '2026-12-15' }, 'paused until 2026-12-15'],
    [[], {}, 'not paused'],
  ])('pauses those of an invoice: %j', async (options, body, said) => {
    const args = ['pause', 'INV-2026-000001', '--reason', 'disputed', ...options];
    const { posted, printed } = await run(args, () => ({
      status: 201,
      json: { id: 'pause_1', isNew: true, reason: 'disputed' },
    }));

    expect(posted).toEqual([
      ['/v1/invoices/INV-2026-000001/pauses', { reason: 'disputed', ...body }],
    ]);
    expect(printed).toBe(`reminders of INV-2026-000001 are ${said}\n`);
  });
});
