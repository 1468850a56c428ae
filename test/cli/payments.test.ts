import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { answeredInvoice, answeredPayment, listedInvoice, refused } from './support/canned.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from './support/http-server.ts';

const recorded = (isNew = true): FakeAnswer => ({
  status: 201,
  json: { id: 'app_1', isNew, payment: answeredPayment },
});

async function run(args: readonly string[], answerTo: (request: SeenRequest) => FakeAnswer) {
  await using server = await httpServer(answerTo);
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment });
  const code = await runFarthing(['payments', ...args], shell);
  const posted = server.seen.filter(({ method }) => method === 'POST');
  return {
    ...{ code, printed: printed(), warned: warned() },
    asked: server.seen.map(({ path, query }) => [path, query]),
    posted: posted.map(({ path, body }) => [path, JSON.parse(body) as unknown]),
    keys: posted.map(({ headers }) => headers['idempotency-key']),
  };
}

describe('farthing payments', () => {
  it('lists those of a payer with unapplied money, as a table', async () => {
    const args = ['list', '--customer', 'press', '--unapplied'];
    const { printed, asked } = await run(args, () => ({
      status: 200,
      json: { payments: [answeredPayment] },
    }));

    expect(asked).toEqual([
      ['/v1/payments', expect.objectContaining({ customer: 'press', unapplied: 'true' })],
    ]);
    expect(printed).toContain('pay_1');
    expect(printed).toContain('1,200.00 EUR');
  });

  it.each([
    [[], 'no payments, and no invoices either, of pres: name the payer as its invoices have it\n'],
    [[listedInvoice()], 'no such payments of pres\n'],
  ])('says of a payer without payments whether it has invoices: %#', async (invoices, said) => {
    const { code, printed } = await run(['list', '--customer', 'pres'], ({ path }) => ({
      status: 200,
      json: path === '/v1/payments' ? { payments: [] } : { invoices },
    }));

    expect([code, printed]).toEqual([0, said]);
  });

  it('lists those that have paid an invoice, each with how much', async () => {
    const { id, rail, reference, receivedAt } = answeredPayment;
    const paid = { id, rail, reference, receivedAt, receivedOn: '2026-11-03', amount: '2.00' };
    const paymentState = {
      ...{ status: 'issued', overdue: false, amountPaid: '2.00', amountCredited: '0.00' },
      ...{ amountDue: '0.38', payments: [paid], creditNotes: [] },
    };
    const of = (state: object) => () => ({
      status: 200,
      json: { ...answeredInvoice('INV-1'), paymentState: state },
    });

    const { printed, asked } = await run(['list', '--invoice', 'INV-1'], of(paymentState));
    const none = await run(['--invoice', 'INV-1'], of({ ...paymentState, payments: [] }));
    const both = await run(['--invoice', 'INV-1', '--customer', 'press'], of(paymentState));

    expect(asked).toEqual([['/v1/invoices/INV-1', {}]]);
    expect(printed).toMatch(/payment +received +rail +reference +applied\n/);
    expect(printed).toMatch(/pay_1 +2026-11-03 +bank +DE-1 +2\.00 EUR\n/);
    expect(none.printed).toBe('no payments of INV-1\n');
    expect([both.code, both.asked]).toEqual([2, []]);
  });

  it('shows each refund and reversal of one', async () => {
    const refund = {
      id: 'ref_1',
      amount: '5.00',
      rail: 'bank',
      reference: 'R-1',
      on: '2026-11-03',
    };
    const reversals = [{ ...refund, id: 'rev_1', reason: 'chargeback' }];
    const { printed } = await run(['show', 'pay_1'], () => ({
      status: 200,
      json: { ...answeredPayment, refunds: [refund], reversals },
    }));

    expect(printed).toMatch(/refunds:\n[\s\S]*reference: R-1\n +on: 2026-11-03/);
    expect(printed).toMatch(/reversals:\n[\s\S]*reason: chargeback/);
  });

  const money = ['--amount', '12.50', '--currency', 'EUR', '--reference', 'DE-1'];
  it.each([
    [[], 'oldest'],
    [['--none'], 'none'],
    [
      ['--to', 'INV-1', 'INV-2=2.50'],
      [{ invoice: 'INV-1' }, { invoice: 'INV-2', amount: '2.50' }],
    ],
  ])('records money of a payer, and says what it is for: %j', async (more, apply) => {
    const { code, posted, printed } = await run(['record', 'press', ...money, ...more], () =>
      recorded(),
    );

    expect(code).toBe(0);
    expect(posted).toEqual([
      [
        '/v1/payments',
        {
          ...{ customer: 'press', amount: '12.50', currency: 'EUR', reference: 'DE-1' },
          ...{ rail: 'bank', apply },
        },
      ],
    ]);
    expect(printed).toContain('recorded; 1000.00 of 1200.00 EUR applied, 200.00 unapplied');
  });

  it('says when it was recorded before', async () => {
    const { printed } = await run(['record', 'press', ...money], () => recorded(false));

    expect(printed).toContain('was recorded before');
  });

  it('says what it is for, where it was recorded before', async () => {
    const applications = [
      { invoice: 'inv_1', number: 'INV-1', amount: '2.00' },
      { invoice: 'inv_2', amount: '998.00' },
    ];
    const { printed } = await run(['record', 'press', ...money], () => ({
      status: 200,
      json: { id: 'pay_1', isNew: false, payment: { ...answeredPayment, applications } },
    }));

    expect(printed).toContain('200.00 unapplied; for INV-1 2.00, inv_2 998.00');
  });

  it('is told one use of the money alone, and each with an amount where there is one', async () => {
    const both = ['record', 'press', ...money, '--none', '--to', 'INV-1'];
    const half = ['record', 'press', ...money, '--to', 'INV-1='];

    expect((await run(both, () => recorded())).code).toBe(2);
    expect((await run(half, () => recorded())).code).toBe(2);
  });

  it('says with which key to repeat an application of which nobody knows whether it was made', async () => {
    const args = ['apply', 'pay_1', 'INV-1', '--amount', '1', '--key', 'k-1'];
    const { code, warned, keys } = await run(args, () => ({
      ...{ status: 503, isStranger: true },
    }));

    expect(code).not.toBe(0);
    expect(new Set(keys)).toEqual(new Set(['k-1']));
    expect(warned).toContain('repeat it with --key k-1');
  }, 60_000);

  it('leaves a refused application as it is', async () => {
    const refusal = refused('payment.amount-exceeded', 'apply what is unapplied');
    const { code, warned } = await run(['apply', 'pay_1', 'INV-1'], () => refusal);

    expect(code).toBe(1);
    expect(warned).not.toContain('--key');
  });

  it.each([
    [['apply', 'pay_1', 'INV-1'], 'payment.amount-exceeded', '/amount', '--amount'],
    [['record', 'press', ...money], 'payment.date-invalid', '/receivedAt', '--received'],
    [['apply', 'pay_1', 'INV-1'], 'request.idempotency-key-reused', 'idempotency-key', '--key'],
  ] as const)('names the option that a refusal is about: %j', async (args, code, param, option) => {
    const refusal = refused(code, 'it is too much', { param });
    const { warned } = await run(args, () => refusal);

    expect(warned).toContain(`(${code}, option ${option}, request r-1)`);
  });

  it('names no option where a refusal is about the key of something else', async () => {
    const refusal = refused('payment.not-found', 'name a payment', { param: 'key' });
    const { warned } = await run(['apply', 'pay_1', 'INV-1'], () => refusal);

    expect(warned).toContain('at key');
    expect(warned).not.toContain('option');
  });

  it('reverses with a reason that there is', async () => {
    const args = ['reverse', 'pay_1', '--reference', 'CB-1', '--reason'];
    const { posted } = await run([...args, 'chargeback'], () => recorded());

    expect(posted).toEqual([
      ['/v1/payments/pay_1/reversals', { reason: 'chargeback', reference: 'CB-1' }],
    ]);
    expect((await run([...args, 'mood'], () => recorded())).code).toBe(2);
  });
});

describe('farthing write-off', () => {
  it.each([
    [true, 'written off'],
    [false, 'was written off before'],
  ])('writes off an invoice by its number, and says how it stands: %j', async (isNew, how) => {
    const invoice = {
      ...answeredInvoice('INV-1'),
      paymentState: {
        ...{ status: 'uncollectible', amountWrittenOff: '6.00', overdue: false },
        ...{ amountPaid: '0.00', amountCredited: '0.00', amountDue: '0.00' },
        ...{ payments: [], creditNotes: [] },
      },
    };
    await using server = await httpServer(({ method }) =>
      method === 'GET'
        ? { status: 200, json: invoice }
        : { status: 201, json: { id: 'wo_1', isNew, invoice } },
    );
    const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
    const { shell, printed } = fakeShell({ environment });

    const code = await runFarthing(['write-off', 'INV-1', '--reason', 'insolvent'], shell);

    expect([code, printed()]).toEqual([0, `INV-1: uncollectible; 6.00 EUR ${how}\n`]);
  });
});
