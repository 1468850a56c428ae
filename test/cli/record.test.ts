import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { answeredInvoice, answeredPayment, answeredRun, refused } from './support/canned.ts';
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

describe('farthing void', () => {
  it.each([
    [[], 'rebill', 'is billed again'],
    [['--forgive'], 'forgive', 'stays closed'],
  ])('makes an invoice void by its number %j', async (more, afterwards, said) => {
    const answerTo = ({ method }: SeenRequest): FakeAnswer =>
      method === 'GET' ? { status: 200, json: invoice } : recorded('void_1');

    const args = ['void', 'INV-2026-000001', '--reason', 'a wrong company', ...more];
    const { code, printed, posted } = await run(answerTo, args);

    expect(code).toBe(0);
    expect(posted).toEqual([
      [`/v1/invoices/${invoice.id}/void`, { reason: 'a wrong company', afterwards }],
    ]);
    expect(printed).toContain(said);
  });
});

describe('farthing credit', () => {
  const answerTo = ({ method }: SeenRequest): FakeAnswer =>
    method === 'GET' ? { status: 200, json: invoice } : recorded('cn_1');

  it('credits all of an invoice, or some lines, under a key of its own', async () => {
    const whole = await run(answerTo, ['credit', 'INV-2026-000001', '--reason', 'an outage']);
    const args = ['credit', 'INV-2026-000001', '--reason', 'an outage', '--line', '1=12.50', '2=3'];
    const part = await run(answerTo, args);

    const path = `/v1/invoices/${invoice.id}/credit-notes`;
    expect(whole.posted).toEqual([[path, { reason: 'an outage' }]]);
    const lines = [
      { line: '1', amount: '12.50' },
      { line: '2', amount: '3' },
    ];
    expect(part.posted).toEqual([[path, { reason: 'an outage', lines }]]);
    expect([...whole.keys, ...part.keys]).toEqual([
      expect.stringMatching(/^[0-9a-f-]{36}$/),
      expect.stringMatching(/^[0-9a-f-]{36}$/),
    ]);
  });

  it('is one credit note for each key that is given, and says which, where nobody knows what was done', async () => {
    const args = ['credit', 'INV-2026-000001', '--reason', 'x'];
    const lost = await run(
      ({ method }) =>
        method === 'GET' ? { status: 200, json: invoice } : { status: 503, isStranger: true },
      args,
    );
    const key = String(lost.keys[0]);
    const again = await run(answerTo, [...args, '--key', key]);
    const refusedOnce = await run(
      ({ method }) =>
        method === 'GET'
          ? { status: 200, json: invoice }
          : refused('invoice.already-void', 'it is void'),
      args,
    );

    expect([lost.code, again.code]).toEqual([1, 0]);
    expect(lost.warned).toContain(`repeat it with --key ${key}, lest it be credited twice`);
    expect(new Set([...lost.keys, ...again.keys])).toEqual(new Set([key]));
    expect(refusedOnce.warned).not.toContain('--key');
  });

  it.each([
    [true, '12.50 EUR credited by CN-1, with tax; 2.38 EUR that was paid is unapplied now'],
    [false, 'was credited by CN-1 before'],
  ])('says how much it is, and what is free by it; once alone: %j', async (isNew, said) => {
    const standing = (amountCredited: string, amountPaid: string) => ({
      ...invoice,
      paymentState: {
        ...{ status: 'credited', overdue: false, amountDue: '0.00', payments: [] },
        ...{ amountCredited, amountPaid, creditNotes: [{ id: 'cn_1', number: 'CN-1' }] },
      },
    });
    const { printed } = await run(
      ({ method }): FakeAnswer =>
        method === 'GET'
          ? { status: 200, json: standing('1.00', '12.38') }
          : { status: 201, json: { id: 'cn_1', isNew, invoice: standing('13.50', '10.00') } },
      ['credit', 'INV-2026-000001', '--reason', 'an outage'],
    );

    expect(printed).toBe(`INV-2026-000001: ${said}\n`);
  });

  it('is refused where a line has no amount', async () => {
    const args = ['credit', 'INV-2026-000001', '--reason', 'x', '--line', '1'];
    const { code, warned } = await run(answerTo, args);

    expect(code).toBe(2);
    expect(warned).toContain('such as --line 1=12.50; got 1');
  });
});

describe('farthing pay', () => {
  const stateOf = (fields: object) => ({
    ...invoice,
    paymentState: {
      ...{ status: 'issued', overdue: false, amountPaid: '0.00', amountCredited: '0.00' },
      ...{ amountDue: '2.38', payments: [], creditNotes: [], ...fields },
    },
  });
  const paying = (fields: object, args: readonly string[]) =>
    run(
      ({ method, path: asked }): FakeAnswer => {
        if (asked === '/v1/payments/pay_1') return { status: 200, json: answeredPayment };
        if (method === 'GET') return { status: 200, json: stateOf(fields) };
        const known = { id: 'pay_1', rail: 'bank', reference: 'statement-12', amount: '2.38' };
        const payments = [{ ...known, receivedAt: '2026-02-10T00:00:00Z' }];
        const paid = stateOf({ status: 'paid', amountDue: '0.00', payments });
        return { status: 201, json: { id: 'pay_1', isNew: true, invoice: paid } };
      },
      ['pay', 'INV-2026-000001', '--reference', 'statement-12', ...args],
    );
  const path = `/v1/invoices/${invoice.id}/payments`;

  it('records all that is due, by bank, and says what is due then', async () => {
    const { code, printed, posted } = await paying({}, []);

    expect(code).toBe(0);
    expect(posted).toEqual([[path, { rail: 'bank', reference: 'statement-12', amount: '2.38' }]]);
    expect(printed).toBe('INV-2026-000001: 2.38 EUR recorded; paid, 0.00 EUR due\n');
  });

  it('records what came, how and when', async () => {
    const receivedAt = '2026-02-10T00:00:00Z';
    const args = ['--rail', 'card', '--amount', '1.19', '--received', receivedAt];

    const { posted } = await paying({}, args);

    const body = { rail: 'card', reference: 'statement-12', amount: '1.19', receivedAt };
    expect(posted).toEqual([[path, body]]);
  });

  it('says what of it the invoice had no use for', async () => {
    const { printed } = await paying({}, ['--amount', '1200']);

    expect(printed).toBe(
      'INV-2026-000001: 1200 EUR recorded; paid, 0.00 EUR due; 200.00 EUR unapplied\n',
    );
  });

  it('is the same payment when it is said again, although nothing is due any more', async () => {
    const known = { id: 'pay_1', rail: 'bank', reference: 'statement-12', amount: '2.38' };
    const payments = [{ ...known, receivedAt: '2026-02-10T00:00:00Z' }];

    const { posted } = await paying({ amountDue: '0.00', payments }, []);

    expect(posted).toMatchObject([[path, { amount: answeredPayment.amount }]]);
  });

  it('asks how much where nothing is due', async () => {
    const { code, warned, posted } = await paying({ amountDue: '-1.00' }, []);

    expect([code, posted]).toEqual([2, []]);
    expect(warned).toContain('say how much came with --amount: of INV-2026-000001, -1.00 is due');
  });
});

describe('farthing bill --overrule', () => {
  it.each([
    [['--overrule', 'unreconciled']],
    [['--reason', 'known']],
    [['--overrule', 'weather', '--reason', 'known']],
  ])('is refused without a check that there is, or without a reason: %j', async (more) => {
    const { code, posted } = await run(
      () => ({ status: 200, json: answeredRun('2026-01') }),
      ['bill', '--period', '2026-01', ...more],
    );

    expect([code, posted]).toEqual([2, []]);
  });

  it('says which checks the month goes past, and why', async () => {
    let looks = 0;
    const { posted } = await run(
      ({ method, path }): FakeAnswer => {
        if (method === 'POST')
          return { status: 202, json: { period: '2026-01', status: 'started' } };
        if (path === '/v1/invoices') return { status: 200, json: { invoices: [] } };
        looks += 1;
        const checkedAt = looks > 1 ? { checkedAt: '2026-02-03T00:00:00Z' } : {};
        return { status: 200, json: answeredRun('2026-01', checkedAt) };
      },
      ['bill', '--period', '2026-01', '--overrule', 'unreconciled', '--reason', 'known'],
    );

    const overrides = [{ check: 'unreconciled', reason: 'known' }];
    expect(posted).toEqual([['/v1/billing-runs', { period: '2026-01', overrides }]]);
  });
});

describe('farthing bill of a month of which all is parked', () => {
  it('fails, and says how drafts are issued', async () => {
    let looks = 0;
    const answerTo = ({ method, path }: SeenRequest): FakeAnswer => {
      if (method === 'POST') return { status: 202, json: { period: '2026-01', status: 'started' } };
      if (path === '/v1/invoices') return { status: 200, json: { invoices: [] } };
      looks += 1;
      const standing = answeredRun('2026-01', {
        status: 'done',
        ...(looks > 1 ? { checkedAt: '2026-02-03T00:00:00Z' } : {}),
        counts: { closed: 0, parked: 1, open: 0 },
        customers: [
          { customer: 'radio', status: 'parked', code: 'missing-on-invoice', detail: 'give it' },
        ],
      });
      return { status: 200, json: standing };
    };

    const { code, printed } = await run(answerTo, ['bill', '--period', '2026-01']);

    expect(code).toBe(1);
    expect(printed).toContain('2026-01: no invoice is issued yet');
    expect(printed).toContain('farthing invoices --status draft --period 2026-01');
    expect(printed).toContain('farthing issue --period 2026-01 --reason <text>');
    expect(printed).toContain('farthing settings apply <file>');
    expect(printed).toContain('then bill again: farthing bill --period 2026-01');
  });
});
