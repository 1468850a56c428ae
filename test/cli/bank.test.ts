import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { answeredPayment, refused } from './support/canned.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from './support/http-server.ts';

const payment = (customer?: string) => ({
  ...{ currency: 'EUR', amount: '2.00', rail: 'bank', reference: 'A-1', bankEntry: 'ab12' },
  ...{ receivedAt: '2026-02-10', apply: [{ invoice: 'inv_1', amount: '2.00' }] },
  ...(customer === undefined ? {} : { customer }),
});
const proposed = (place: number, proposal: object, more: object = {}) => ({
  ...{ place, line: place, account: 'A', state: 'booked', amount: '2.00', currency: 'EUR' },
  ...{ bookedOn: '2026-02-10', name: 'Press Review', text: 'INV-2026-000001', references: [] },
  ...{ isReversal: false, proposal: { matched: [], invoices: [], candidates: [], ...proposal } },
  ...more,
});
const invoices = [{ id: 'inv_1', number: 'INV-2026-000001', amount: '2.00' }];
const exact = proposed(
  1,
  { sureness: 'exact', why: 'all that is due', customer: 'press', invoices, unapplied: '0.00' },
  { payment: payment('press') },
);
const likely = proposed(
  2,
  { sureness: 'likely', why: 'more came', customer: 'press', invoices, unapplied: '0.50' },
  { payment: payment('press') },
);
const unknown = proposed(
  3,
  { sureness: 'none', why: 'the name alone says so', candidates: ['radio'] },
  { payment: { ...payment(), apply: 'oldest' } },
);
const returned = proposed(
  4,
  { sureness: 'exact', why: 'the bank took it back: MD06', reverses: 'pay_1' },
  {
    reversal: {
      payment: 'pay_1',
      amount: '2.00',
      reason: 'returned',
      reference: 'R',
      bankEntry: 'cd',
    },
  },
);
const { proposal: _, ...before } = proposed(
  5,
  {},
  { recorded: { id: 'pay_5', customer: 'radio' } },
);
const moneyOut = proposed(6, { sureness: 'none', why: 'money out' });
const doubtful = proposed(
  7,
  {
    ...{ sureness: 'none', mayBe: 'pay_1', candidates: ['press'] },
    why: 'nothing is due of it any more; pay_1 is booked in this amount, and may be this very money',
  },
  { payment: { ...payment(), apply: 'oldest' } },
);
const entries = [exact, likely, unknown, returned, before, moneyOut];

let workingDirectory: string;
beforeAll(async () => {
  workingDirectory = await mkdtemp(join(tmpdir(), 'farthing-bank-'));
  await writeFile(join(workingDirectory, 'statement.xml'), '<Document/>');
});
afterAll(async () => rm(workingDirectory, { recursive: true }));

async function run(
  args: readonly string[],
  booked: (request: SeenRequest) => FakeAnswer = () => ({
    status: 201,
    json: { id: 'pay_9', isNew: true, payment: answeredPayment },
  }),
  found: readonly object[] = entries,
) {
  await using server = await httpServer((request) =>
    request.path === '/v1/bank-statements'
      ? { status: 200, json: { statements: [], entries: found } }
      : booked(request),
  );
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment, workingDirectory });
  const code = await runFarthing(['bank', 'import', 'statement.xml', ...args], shell);
  const [asked, ...posted] = server.seen.map(({ path, body }) => [path, JSON.parse(body)] as const);
  return { code, printed: printed(), warned: warned(), asked, posted };
}

describe('farthing bank import', () => {
  it('shows what entries would be booked as, and books nothing', async () => {
    const { code, printed, asked, posted } = await run([]);

    expect([code, posted]).toEqual([0, []]);
    expect(asked).toEqual(['/v1/bank-statements', { file: 'PERvY3VtZW50Lz4=' }]);
    const rows = printed.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' | ').trim());
    expect(rows.slice(2, 9)).toEqual([
      '| 1 | 2026-02-10 | 2.00 EUR | Press Review | INV-2026-000001 | exact | press: INV-2026-000001 2.00',
      '| 2 | 2026-02-10 | 2.00 EUR | Press Review | INV-2026-000001 | likely | press: INV-2026-000001 2.00, 0.50 unapplied (more came)',
      '| 3 | 2026-02-10 | 2.00 EUR | Press Review | INV-2026-000001 | none | the name alone says so (radio?)',
      '| 4 | 2026-02-10 | 2.00 EUR | Press Review | INV-2026-000001 | exact | pay_1: the bank took it back: MD06',
      '| 5 | 2026-02-10 | 2.00 EUR | Press Review | INV-2026-000001 | booked before | radio',
      '| 6 | 2026-02-10 | 2.00 EUR | Press Review | INV-2026-000001 | none | money out',
      '6 entries, 0 booked, 1 booked before, 2 exact, 1 likely, 2 not matched',
    ]);
    expect(printed).toContain('bank import statement.xml --confirm exact');
    expect(printed).toContain('--entry 3=<customer>');
  });

  it.each([
    [
      ['--confirm', 'exact'],
      ['/v1/payments', '/v1/payments/pay_1/reversals'],
    ],
    [
      ['--confirm', 'likely'],
      ['/v1/payments', '/v1/payments', '/v1/payments/pay_1/reversals'],
    ],
    [['--entry', '2'], ['/v1/payments']],
    [['--entry', '5'], []],
  ])('books what is confirmed by %j, in the order of the file', async (args, paths) => {
    const { code, posted } = await run(args);

    expect([code, posted.map(([path]) => path)]).toEqual([0, paths]);
  });

  it('sends a payment as it was proposed', async () => {
    const { posted, printed } = await run(['--confirm', 'exact']);

    expect(posted).toEqual([
      ['/v1/payments', payment('press')],
      [
        '/v1/payments/pay_1/reversals',
        { amount: '2.00', reason: 'returned', reference: 'R', bankEntry: 'cd' },
      ],
    ]);
    expect(printed).toContain('6 entries, 2 booked, 1 booked before, 0 exact, 1 likely');
  });

  it('books an entry as that of the customer who is named, for its oldest invoices', async () => {
    const { asked, posted, printed } = await run(['--entry', '3=radio', '--entry', '1=other']);

    const payers = [
      { entry: 3, customer: 'radio' },
      { entry: 1, customer: 'other' },
    ];
    expect(asked).toEqual(['/v1/bank-statements', { file: 'PERvY3VtZW50Lz4=', payers }]);
    expect(printed).toMatch(/\n +3 .* booked +press\n/);
    expect(posted).toEqual([
      ['/v1/payments', { ...payment('other'), apply: 'oldest' }],
      ['/v1/payments', { ...payment('radio'), apply: 'oldest' }],
    ]);
  });

  it.each([
    [['--entry', '3'], 'say whose entry 3 is, as --entry 3=customer: the name alone says so'],
    [['--entry', '6'], 'entry 6 cannot be booked: money out'],
    [['--entry', '4=press'], 'entry 4 is no money of a customer'],
    [['--entry', '7'], 'the file has no entry 7: it has 6'],
    [['--entry', 'x'], 'name an entry by its place'],
    [['--column', 'date'], 'name a column as what=title'],
  ])('books nothing at all where it is called with %j', async (args, why) => {
    const { code, warned, posted } = await run(args);

    expect([code, posted]).toEqual([2, []]);
    expect(warned).toContain(why);
  });

  it('leaves an entry as it is booked, and says so, where another customer is named', async () => {
    const { code, warned, posted } = await run(['--entry', '5=press', '--entry', '2']);

    expect([code, posted.length]).toEqual([1, 1]);
    expect(warned).toBe(
      "entry 5: it is booked as radio's, by pay_5, and stays so: unapply that and move it, if it is press's\n",
    );
    expect(await run(['--entry', '5=radio'])).toMatchObject({ code: 0, warned: '', posted: [] });
  });

  it('says that an entry may be booked twice, and books it where a person says whose it is', async () => {
    const { code, warned, posted } = await run(['--entry', '7=press'], undefined, [
      ...entries,
      doubtful,
    ]);

    expect([code, posted.length]).toEqual([0, 1]);
    expect(warned).toContain(
      'entry 7 may be booked twice now: nothing is due of it any more; pay_1 is booked',
    );
  });

  it('goes on after one that is refused, and says which', async () => {
    const { code, warned, posted } = await run(['--confirm', 'exact'], ({ path }) =>
      path === '/v1/payments'
        ? refused('payment.differs', 'it is recorded with another amount')
        : { status: 200, json: { id: 'rev_1', isNew: true, payment: answeredPayment } },
    );

    expect([code, posted.length]).toEqual([1, 2]);
    expect(warned).toContain('entry 1: it is recorded with another amount');
  });

  it('tells the interface what a table does not say', async () => {
    const { asked } = await run([
      ...['--account', 'DE1', '--currency', 'eur', '--days', 'dmy'],
      ...['--column', 'date=Day', 'text=Line 1', 'text=Line 2'],
    ]);

    expect(asked?.[1]).toMatchObject({
      ...{ account: 'DE1', currency: 'EUR', days: 'dmy' },
      columns: { date: ['Day'], text: ['Line 1', 'Line 2'] },
    });
  });

  it('answers programs what was booked, and what was refused', async () => {
    const { printed } = await run(['--confirm', 'exact', '--json']);

    expect(JSON.parse(printed)).toMatchObject({
      entries: [{ place: 1 }, {}, {}, {}, {}, {}],
      booked: [{ place: 1, id: 'pay_9' }, { place: 4 }],
      problems: [],
    });
  });
});
