import { describe, expect, it } from '@jest/globals';
import { catchUpAndCheck } from '../../../core/books/check.ts';
import type { PayeeStatement } from '../../../core/contract/payee-statements/statement.ts';
import { beginStatements } from '../../../core/earnings/statements/state-month.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { inMemoryPayees } from '../../fakes/shares.ts';
import { ada } from '../../fixtures/payee-statements.ts';
import { someSettings } from '../../fixtures/plans.ts';
import { aShare } from '../../fixtures/shares.ts';
import {
  aPaidPress,
  documentsOf,
  january,
  ofReads,
  readsOf,
  tenant,
} from '../../support/a-paid-press.ts';

const authors = aShare(
  'authors',
  [
    { to: 'value', shares: 7 },
    { to: 'platform', shares: 3 },
  ],
  '2020-01-01',
  { of: ofReads },
);
const february = monthFrom('2026-02');
const DAY = 86_400_000;

/** A press whose authors are known, and have been read so often each, by Ann. */
async function aPress(
  given: { readonly authors: readonly string[]; readonly payeesPerStep?: number },
  settings: Parameters<typeof someSettings>[0] = {},
) {
  const payees = inMemoryPayees();
  for (const key of given.authors) await payees.put(tenant, { key, revision: 1, body: ada });
  const press = await aPaidPress({ shares: [authors], payees, ...given });
  await press.rating.settings.put({ tenant, revision: 2, body: someSettings(settings) });
  const tell = () => beginStatements(press.earnings, { tenant, month: january });
  const told = async (): Promise<readonly PayeeStatement[]> =>
    (await documentsOf(press)).flatMap((document) =>
      document.kind === 'payee-statement' ? [JSON.parse(document.content) as PayeeStatement] : [],
    );
  return { ...press, tell, told, payees };
}

describe('the statements of a month', () => {
  it('are made of all who earned, a page at a time, with what was read of each', async () => {
    const keys = Array.from({ length: 1_000 }, (_, index) => `author-${index}`);
    const press = await aPress({ authors: keys, payeesPerStep: 300 });
    await press.use(keys.flatMap((key, index) => readsOf('ann', key, 1 + (index % 2))));
    await press.close('ann');
    await press.accrue();

    await press.tell();
    await press.earnings.run();

    const told = await press.told();
    expect(new Set(told.map(({ payee }) => payee)).size).toBe(1_000);
    expect(told).toHaveLength(1_000);
    expect(told.find(({ payee }) => payee === 'author-1')?.lines).toMatchObject([
      { kind: 'content', share: 'authors', value: 'author-1', quantity: '2', amount: '14.00' },
    ]);
    const { statements } = (await press.earnings.months.month(tenant, january)) ?? {};
    expect(statements).toMatchObject({ n: 1, made: 1_000, waiting: 0 });
    expect((await catchUpAndCheck(press, tenant)).faults).toEqual([]);
  });

  it('are made once, however often they are asked for, and whatever message comes again', async () => {
    const press = await aPress({ authors: ['ada', 'ben', 'cleo'], payeesPerStep: 2 });
    await press.use(['ada', 'ben', 'cleo'].flatMap((key) => readsOf('ann', key, 1)));
    await press.close('ann');
    await press.accrue();

    await press.tell();
    await press.earnings.run();
    const messages = press.earnings.queue.bodies.map((body) => JSON.parse(body) as object);
    await press.tell();
    await press.earnings.run(
      ...messages.filter((one) => 'kind' in one && one.kind === 'statements'),
    );

    expect((await press.told()).map(({ payee }) => payee)).toEqual(['ada', 'ben', 'cleo']);
    const { statements } = (await press.earnings.months.month(tenant, january)) ?? {};
    expect(statements).toMatchObject({ n: 2, made: 3 });
    expect(statements?.doneAt).toBeDefined();
  });

  it('are not begun while anything of the month is still to be posted', async () => {
    const press = await aPress({ authors: ['ada'] });
    await press.use(readsOf('ann', 'ada', 1));

    expect(await press.tell()).toBeUndefined();
    await press.close('ann');
    await press.earnings.run({ kind: 'fold', tenant: 'nobody' });
    expect(await press.tell()).toBeUndefined();
    await press.accrue();
    expect(await press.tell()).toBeDefined();
  });

  it('leave who is no payee yet to the next time they are asked for', async () => {
    const press = await aPress({ authors: [] });
    await press.use(readsOf('ann', 'ada', 1));
    await press.close('ann');
    await press.accrue();
    await press.tell();
    await press.earnings.run();
    expect(await press.told()).toEqual([]);

    await press.payees.put(tenant, { key: 'ada', revision: 1, body: ada });
    await press.tell();
    await press.earnings.run();

    expect(await press.told()).toMatchObject([{ payee: 'ada', due: '7.00' }]);
  });
});

describe('where the tenant says after how many days', () => {
  const settings = { payeeStatements: { afterDays: 5 } };

  it('payees are told by themselves then, and not before', async () => {
    const press = await aPress({ authors: ['ada'] }, settings);
    await press.use(readsOf('ann', 'ada', 1));
    await press.close('ann');
    press.time.now = timestampOf(Date.UTC(2026, 1, 5, 12));
    await press.accrue();
    await press.accrue();
    expect(await press.told()).toEqual([]);

    press.time.now = timestampOf(press.time.now + DAY);
    await press.accrue();
    await press.accrue();

    expect(await press.told()).toMatchObject([{ payee: 'ada', period: { month: '2026-01' } }]);
  });

  it('payees are told of the last month that is due alone, with what was earned of those before', async () => {
    const press = await aPress({ authors: ['ada'] }, settings);
    await press.use([...readsOf('ann', 'ada', 1), ...readsOf('ann', 'ada', 2, '2026-02-14')]);
    await press.close('ann');
    press.time.now = timestampOf(Date.UTC(2026, 2, 10));
    await press.close('ann', february);
    await press.accrue();
    await press.accrue();

    const [statement, ...others] = await press.told();
    expect(others).toEqual([]);
    expect(statement?.period.month).toBe('2026-02');
    expect(statement?.lines).toMatchObject([
      { kind: 'meter', month: '2026-01', amount: '7.00' },
      { kind: 'content', month: '2026-02', amount: '14.00' },
    ]);
  });

  it('what carries statements on is sent again where nothing was heard of it for long', async () => {
    const press = await aPress({ authors: ['ada'] });
    await press.use(readsOf('ann', 'ada', 1));
    await press.close('ann');
    await press.accrue();
    const lost = { ...press.earnings, queue: { send: async () => 'sent' as const } };
    await beginStatements(lost, { tenant, month: january });
    await press.accrue();
    expect(await press.told()).toEqual([]);

    press.time.now = timestampOf(press.time.now + DAY);
    await press.accrue();

    expect(await press.told()).toHaveLength(1);
  });
});
