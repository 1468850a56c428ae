import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { answeredItem, refused } from './support/canned.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from './support/http-server.ts';

const november = {
  start: '2026-11-01T00:00:00Z',
  end: '2026-12-01T00:00:00Z',
  timezone: 'UTC',
  plans: [
    {
      plan: 'pro',
      effectiveFrom: '2020-01-01',
      start: '2026-11-01T00:00:00Z',
      end: '2026-12-01T00:00:00Z',
    },
  ],
  currency: 'EUR',
  ratedAmount: '99',
  total: '99.00',
};
const foreseen = {
  dryRun: true,
  outcome: 'replaced',
  customer: answeredItem('/v1/customers/signup', { name: 'Signup', subjects: ['s-1'] }),
  comes: [{ subject: 's-1' }],
  goes: [{ subject: 's-0', from: '2026-11-10T00:00:00Z' }],
  months: [
    {
      period: '2026-09',
      closedBy: { id: 'inv_1', number: 'INV-1' },
      changes: false,
      before: november,
      after: november,
    },
    { period: '2026-10', changes: true, after: { ...november, total: '7.50' } },
    {
      period: '2026-11',
      changes: true,
      before: { ...november, plans: [], unpriced: 'give the customer a plan' },
      after: november,
    },
  ],
};

async function run(
  answer: FakeAnswer | ((request: SeenRequest) => FakeAnswer),
  args: readonly string[],
  stdin: string,
) {
  await using server = await httpServer((request) =>
    typeof answer === 'function' ? answer(request) : answer,
  );
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment, stdin });
  const code = await runFarthing(['customers', 'apply', '-', ...args], shell);
  return { code, printed: printed(), warned: warned(), seen: server.seen };
}

const signup = '{"key":"signup","name":"Signup","plan":"pro"}';

describe('farthing customers apply --dry-run', () => {
  it.each([
    ['s-0', 0, 'taker: takes what signup gives up above'],
    ['s-9', 1, ''],
  ])('knows who of the file gives up what another takes: %s', async (subject, expected, said) => {
    const members = { subject, customer: 'signup' };
    const taken = refused('subject.already-assigned', 'take it off signup first', members);
    const { code, printed } = await run(
      ({ path }) => (path.endsWith('signup') ? { status: 200, json: foreseen } : taken),
      ['--dry-run'],
      `${signup}\n{"key":"taker","name":"Taker","subjects":["${subject}"]}`,
    );

    expect(code).toBe(expected);
    expect(printed).toContain(said);
  });

  it('says why a month before the first plan is there', async () => {
    const before = { ...november, plans: [], total: '0.00' };
    const months = [{ period: '2026-10', changes: true, after: before }];

    const { printed } = await run(
      { status: 200, json: { ...foreseen, months } },
      ['--dry-run'],
      signup,
    );

    expect(printed).toContain(
      '2026-10 is before its first plan: it is closed with what is charged in advance',
    );
    expect(printed).toMatch(/2026-10 +comes to +not billed +0\.00 EUR/);
  });

  it('warns of days that have begun and are priced anew', async () => {
    const months = [
      { period: '2026-11', changes: true, repricesFrom: '2026-11-05T00:00:00Z', after: november },
    ];

    const answer = { status: 200, json: { ...foreseen, months } };
    const { printed } = await run(answer, ['--dry-run'], signup);

    expect(printed).toContain(
      'what was charged before its use since 2026-11-05T00:00:00Z keeps its price',
    );
  });

  it('asks what each customer would do, and shows what is different', async () => {
    const { code, seen, printed } = await run(
      { status: 200, json: foreseen },
      ['--dry-run', '--from', '2026-10-01'],
      signup,
    );

    expect(code).toBe(0);
    expect(seen).toMatchObject([
      {
        method: 'PUT',
        path: '/v1/customers/signup',
        query: { from: '2026-10-01', dryRun: 'true' },
      },
    ]);
    expect(printed).toBe(
      [
        'signup: would be replaced',
        'comes: s-1',
        'goes: s-0 from 2026-11-10T00:00:00Z',
        'month    what       before            after',
        '───────  ─────────  ────────────────  ───────────────────────────────────────────',
        '2026-10  comes to   not billed        7.50 EUR',
        '2026-10  bounds                       2026-11-01T00:00:00Z – 2026-12-01T00:00:00Z',
        '2026-10  time zone                    UTC',
        '2026-10  plans                        pro of 2020-01-01',
        '2026-11  comes to   cannot be priced  99.00 EUR',
        '2026-11  plans      none              pro of 2020-01-01',
        '',
      ].join('\n'),
    );
  });

  it('shows what charges come to where only that changes, as in an interval that is not invoiced yet', async () => {
    const within = { ...november, total: '0.00' };
    const months = [
      {
        period: '2027-02',
        changes: true,
        before: { ...within, ratedAmount: '1020.12' },
        after: { ...within, ratedAmount: '6.54' },
      },
    ];

    const answer = { status: 200, json: { ...foreseen, months } };
    const { printed } = await run(answer, ['--dry-run'], signup);

    expect(printed).toMatch(/2027-02 +charges +1,020\.12 EUR +6\.54 EUR/);
    expect(printed).not.toContain('no change');
  });

  it('does not say that nothing changes where it has no words for the change', async () => {
    const [plan] = november.plans;
    const after = { ...november, plans: [{ ...plan, end: '2026-11-20T00:00:00Z' }] };
    const months = [{ period: '2026-11', changes: true, before: november, after }];

    const answer = { status: 200, json: { ...foreseen, months } };
    const { printed } = await run(answer, ['--dry-run'], signup);

    expect(printed).toMatch(/2026-11 +terms +as now +others, which --json shows/);
    expect(printed).not.toContain('no change');
  });

  it('says that no month changes', async () => {
    const same = { ...foreseen, outcome: 'kept', comes: [], goes: [], months: [] };

    const { printed } = await run({ status: 200, json: same }, ['--dry-run'], signup);

    expect(printed).toBe('signup: would be kept\nno change to any of 0 months\n');
  });

  it('goes on after one that would be refused, and answers programs whole', async () => {
    const answerTo = ({ path }: SeenRequest): FakeAnswer =>
      path.includes('/other')
        ? refused('plan.not-found', 'put the plan first')
        : { status: 200, json: foreseen };
    const problem = 'put the plan first (plan.not-found, request r-1)';

    const { code, printed } = await run(
      answerTo,
      ['--dry-run', '--json'],
      `{"key":"other"}\n${signup}`,
    );
    const people = await run(answerTo, ['--dry-run'], `{"key":"other"}\n${signup}`);

    expect(code).toBe(1);
    expect(JSON.parse(printed)).toEqual({ customers: [{ key: 'other', problem }, foreseen] });
    expect(people.warned).toBe(`other: ${problem}\n`);
  });

  it('dates a change that it makes', async () => {
    const { seen } = await run(
      { status: 201, json: foreseen.customer },
      ['--from', '2026-10-01'],
      signup,
    );

    expect(seen[0]?.query).toEqual({ from: '2026-10-01' });
  });
});
