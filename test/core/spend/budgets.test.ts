import { expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { askedUnder } from '../../../core/spend/ask.ts';
import { putBudget } from '../../../core/spend/budgets.ts';
import { putToken, tokenHash } from '../../../core/spend/tokens.ts';
import { aBudget, now, someGates } from './some-spending.ts';

const MINUTE = 60_000;

it('a payer’s own budgets leave room for those of the tenant', async () => {
  const [gate] = someGates(1).gates;
  if (gate === undefined) throw new Error('there is a gate');
  const { id } = await gate.decide(
    'acme',
    'ada',
    putToken({
      token: { hash: tokenHash('s'), actions: ['budget'], endsAt: timestampOf(now + MINUTE) },
      asked: askedUnder('token', null),
    }),
  );
  const put = (key: string, token?: string) =>
    gate.decide(
      'acme',
      'ada',
      putBudget({
        budget: aBudget('1.00', { key }),
        asked: askedUnder(`${token} ${key}`, null, token),
      }),
    );

  for (let count = 1; count <= 10; count += 1) await put(`own-${count}`, id);

  await expect(put('own-11', id)).rejects.toMatchObject({ code: 'budget.too-many' });
  await expect(put('tenant-1')).resolves.toMatchObject({ key: 'tenant-1' });
  await expect(put('tenant-1', id)).rejects.toMatchObject({ code: 'token.not-allowed' });
});
