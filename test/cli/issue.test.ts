import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { answeredInvoice, answeredRun, listedInvoice, refused } from './support/canned.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from './support/http-server.ts';

async function run(answerTo: (request: SeenRequest) => FakeAnswer, args: readonly string[]) {
  await using server = await httpServer(answerTo);
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment });
  const code = await runFarthing(args, shell);
  const posted = server.seen.filter(({ method }) => method === 'POST');
  return {
    code,
    printed: printed(),
    warned: warned(),
    posted: posted.map(({ path, body }) => [path, JSON.parse(body) as unknown]),
    keys: posted.map(({ headers }) => headers['idempotency-key']),
  };
}

const invoice = answeredInvoice('INV-2026-000001');
const recorded = (id: string): FakeAnswer => ({ status: 201, json: { id, isNew: true, invoice } });

/** What a month answers to whoever looks for its drafts. */
const ofMonth = (
  path: string,
  { drafts = [], parked = [] }: { drafts?: readonly object[]; parked?: readonly object[] },
): FakeAnswer => ({
  status: 200,
  json:
    path === '/v1/invoices'
      ? { invoices: drafts }
      : answeredRun('2026-01', { customers: parked, counts: { parked: parked.length } }),
});

describe('farthing issue', () => {
  it('issues a draft by its id, and says what it became', async () => {
    const args = ['issue', 'inv_0001', '--reason', 'as agreed'];
    const { code, printed, posted } = await run(() => recorded('inv_0001'), args);

    expect(code).toBe(0);
    expect(posted).toEqual([['/v1/invoices/inv_0001/issue', { reason: 'as agreed' }]]);
    expect(printed).toMatch(/^INV-2026-000001: press, /);
  });

  it('issues all drafts of a month, and one that has changed stops no other', async () => {
    const drafts = ['inv_0001', 'inv_0002'].map((id) =>
      listedInvoice({ id, number: null, status: 'draft' }),
    );
    const answerTo = ({ method, path }: SeenRequest): FakeAnswer => {
      if (method === 'GET') return ofMonth(path, { drafts });
      return path.includes('0001')
        ? refused('invoice.draft-changed', 'look at the draft again, then issue it')
        : recorded('inv_0002');
    };

    const args = ['issue', '--period', '2026-01', '--reason', 'the first month'];
    const { code, printed, warned, posted } = await run(answerTo, args);

    expect(code).toBe(1);
    expect(posted.map(([path]) => path)).toEqual([
      '/v1/invoices/inv_0001/issue',
      '/v1/invoices/inv_0002/issue',
    ]);
    expect(printed).toContain('2026-01: 1 draft issued');
    expect(warned).toContain('inv_0001: look at the draft again');
  });

  it('issues the drafts of statements, which no list of invoices has', async () => {
    const waiting = { customer: 'press', status: 'parked', code: 'awaiting-approval' };
    const parked = { ...waiting, id: 'stm_0001', detail: 'look at the draft' };
    let isIssued = false;
    const answerTo = ({ method, path }: SeenRequest): FakeAnswer => {
      if (method === 'GET') return ofMonth(path, { parked: isIssued ? [] : [parked] });
      isIssued = true;
      return recorded('stm_0001');
    };

    const args = ['issue', '--period', '2026-01', '--reason', 'below the minimum'];
    const { code, posted } = await run(answerTo, args);

    expect([code, posted]).toEqual([
      0,
      [['/v1/invoices/stm_0001/issue', { reason: 'below the minimum' }]],
    ]);
  });

  it('issues a draft once that is in both lists, and names who stays parked', async () => {
    const drafts = [listedInvoice({ id: 'inv_0001', number: null, status: 'draft' })];
    const parked = [
      { customer: 'radio', status: 'parked', code: 'not-priced', detail: 'give it a plan' },
    ];
    const approval = { ...{ customer: 'press', status: 'parked' }, code: 'awaiting-approval' };
    let isIssued = false;
    const answerTo = ({ method, path }: SeenRequest): FakeAnswer => {
      if (method === 'GET') {
        const before = [{ ...approval, id: 'inv_0001' }, ...parked];
        return ofMonth(path, { drafts, parked: isIssued ? parked : before });
      }
      isIssued = true;
      return recorded('inv_0001');
    };

    const args = ['issue', '--period', '2026-01', '--reason', 'looked at it'];
    const { code, printed, warned, posted } = await run(answerTo, args);

    expect([code, posted.length]).toEqual([1, 1]);
    expect(printed).toContain('2026-01: 1 draft issued');
    expect(warned).toContain('radio stays parked: give it a plan');
  });

  it.each([
    [['issue', '--reason', 'x']],
    [['issue', 'inv_0001', '--period', '2026-01', '--reason', 'x']],
  ])('is refused unless it is told of one draft, or of a month: %j', async (args) => {
    const { code, warned } = await run(() => recorded('inv_0001'), args);

    expect(code).toBe(2);
    expect(warned).toContain('name one draft, or a month with --period, and not both');
  });
});
