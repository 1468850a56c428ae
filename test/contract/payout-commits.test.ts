import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import {
  LEAVES_PER_PAGE,
  type PayoutCommit,
  type PayoutCommits,
} from '../../core/payouts/chain/commit.ts';
import { placeOf } from '../../core/payouts/chain/payout-contract.ts';
import { dynamoDbPayoutCommits } from '../../functions/adapters/dynamo-db-payout-commits.ts';
import { inMemoryPayoutCommits } from '../fakes/payout-commits.ts';
import { aContract } from '../fakes/payout-contract.ts';
import { anAccount } from '../support/payouts-on-a-chain.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';
import { railsTable } from './rails-table.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const of = { tenant: 'acme', contract: placeOf(aContract) };
const aCommit = (fields: Partial<PayoutCommit> = {}): PayoutCommit => ({
  ...of,
  ...{ epoch: 1, token: aContract.token, decimals: 6, currency: 'EUR', status: 'prepared' },
  ...{ root: `0x${'5d'.repeat(32)}`, total: 2n ** 127n, totalBefore: 0n, accounts: 2 },
  ...{ runs: ['FR-1', 'FR-2'], payouts: 3, madeBy: 'key1', revision: 1 },
  madeAt: timestampOf(Date.UTC(2026, 1, 1)),
  ...fields,
});

const commitsIn: readonly [string, () => Promise<PayoutCommits>][] = [
  ['in memory', async () => inMemoryPayoutCommits()],
  [
    'DynamoDB',
    async () => dynamoDbPayoutCommits(dynamo.client, await dynamo.createTable(railsTable)),
  ],
];

describe.each(commitsIn)('commits of payouts %s', (_name, make) => {
  it('are one for an epoch of a contract, put only over the revision before', async () => {
    const commits = await make();
    const committed = aCommit({
      ...{ status: 'committed', revision: 2 },
      committedAt: timestampOf(Date.UTC(2026, 1, 2)),
    });

    expect(await commits.put(committed)).toBe('taken');
    expect(await commits.put(aCommit())).toBe('put');
    expect(await commits.put(aCommit({ root: `0x${'77'.repeat(32)}` }))).toBe('taken');
    expect(await commits.put(committed)).toBe('put');

    expect(await commits.get(of, 1)).toEqual(committed);
    expect(await commits.get(of, 2)).toBeUndefined();
    expect(await commits.get({ ...of, tenant: 'acm' }, 1)).toBeUndefined();
    const other = { ...of.contract, address: anAccount(9) };
    expect(await commits.get({ ...of, contract: other }, 1)).toBeUndefined();
  });

  it('are open until they are settled, of all tenants', async () => {
    const commits = await make();
    const other = { ...aCommit(), tenant: 'other' };
    await commits.put(aCommit());
    await commits.put(other);
    await commits.put(aCommit({ status: 'settled', revision: 2 }));

    expect(await commits.open()).toEqual([other]);
  });

  it('are listed from the latest on, also past ten', async () => {
    const commits = await make();
    for (let epoch = 1; epoch <= 11; epoch += 1) await commits.put(aCommit({ epoch }));

    const first = await commits.list(of, { before: undefined, limit: 2 });
    const second = await commits.list(of, { before: 10, limit: 2 });

    expect(first.map(({ epoch }) => epoch)).toEqual([11, 10]);
    expect(second.map(({ epoch }) => epoch)).toEqual([9, 8]);
  });

  it('have their leaves by pages, each as large as they come, and the same again', async () => {
    const commits = await make();
    const root = `0x${'5d'.repeat(32)}`;
    const leaves = Array.from({ length: LEAVES_PER_PAGE }, (_, n) => ({
      account: `0x${(BigInt(n + 1) * 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835n).toString(16).padStart(40, '0').slice(-40)}`,
      units: 2n ** 127n + BigInt(n),
    }));

    await commits.putLeaves({ ...of, root, page: 0 }, leaves);
    await commits.putLeaves({ ...of, root, page: 0 }, leaves);

    expect(await commits.leaves({ ...of, root, page: 0 })).toEqual(leaves);
    await expect(commits.leaves({ ...of, root, page: 1 })).rejects.toThrow('page 1');
  });
});
