import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { nanosOf, nanosText } from '../../../core/kernel/money.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { inMemoryShares } from '../../fakes/shares.ts';
import { aPlan, aVersion, someSettings } from '../../fixtures/plans.ts';
import { aShare } from '../../fixtures/shares.ts';
import { aMeter } from '../../fixtures/usage-events.ts';
import { ofReads, postedIn, tenant } from '../../support/a-paid-press.ts';
import { aTenancy } from '../../support/rated-usage.ts';
import { someEarnings } from '../../support/some-earnings.ts';

jest.setTimeout(120_000);

const FILE = resolve(import.meta.dirname, '../../../../shared/data/apache_logs.log');
const isPresent = existsSync(FILE);
const whenPresent = isPresent ? it : it.skip;
const skippedAloud = isPresent ? '' : ' (skipped: ../shared/data/apache_logs.log is absent)';

const LINE = /^(\S+) \S+ \S+ \[(\d+)\/May\/2015:(\S+) \+0000\] "(?:GET|POST|HEAD) (\S+)/;
const may = '2015-05';
/** In 1e-24: a thousandth of a cent, and something below a nano. */
const PRICE = 1_000_003n * 10n ** 12n;
const NANO = 10n ** 15n;

/** Who wrote what was read: the first directory of its path. */
interface Read {
  readonly host: string;
  readonly at: number;
  readonly author: string;
}

function readIn(line: string): Read[] {
  const match = LINE.exec(line);
  if (match === null) return [];
  const [, host = '', day = '', clock = '', target = ''] = match;
  const author = /^\/([\w.-]+)\//.exec(target)?.[1] ?? 'front';
  return [{ host, author, at: Date.parse(`2015-05-${day}T${clock}Z`) }];
}

/** Everybody's May, closed: readers are customers by the default plan, and authors have 70 of 100. */
async function closedMay(reads: readonly Read[]) {
  const tenancy = await aTenancy(
    {
      meters: [aMeter({ key: 'reads', eventType: 'read', dimensions: ['author'] })],
      plans: {
        reader: aPlan(
          aVersion({
            effectiveFrom: '2015-01-01',
            charges: [{ meter: 'reads', model: 'per_unit', unitPrice: '0.000001000003' }],
          }),
        ),
      },
      settings: someSettings({ defaultPlan: 'reader' }),
    },
    timestampOf(Date.UTC(2015, 5, 3)),
  );
  await tenancy.use(
    reads.map(({ host, at, author }, line) => ({
      ...{ source: 'urn:log', id: String(line), type: 'read', subject: host },
      ...{ occurredAt: timestampOf(at), data: JSON.stringify({ author }) },
    })),
  );
  const payers = [...new Set(reads.map(({ host }) => `subject:${host}`))];
  for (let start = 0; start < payers.length; start += 100) {
    const some = payers.slice(start, start + 100);
    await closePeriods(tenancy, tenant, await tenancy.requests(some, may));
  }
  const shares = inMemoryShares();
  const from = '2015-01-01';
  const house = [
    { to: 'payee', payee: 'editor', shares: 1 },
    { to: 'platform', shares: 2 },
  ] as const;
  await shares.put(tenant, aShare('house', house, from));
  const split = [
    { to: 'value', shares: 70 },
    { to: 'share', share: 'house', shares: 30 },
  ] as const;
  await shares.put(tenant, aShare('authors', split, from, { of: ofReads }));
  return { ...tenancy, payers, earnings: someEarnings(tenancy, shares, { payeesAtOnce: 7 }) };
}

describe('the authors of a real access log of 10,000 lines', () => {
  whenPresent(
    `have in documents every nano of its May that is not the platform’s, as counting the file by hand has it${skippedAloud}`,
    async () => {
      const reads = readFileSync(FILE, 'latin1').split('\n').flatMap(readIn);
      const press = await closedMay(reads);

      await press.earnings.run({ kind: 'look' });

      const counts = new Map<string, bigint>();
      for (const { author } of reads) counts.set(author, (counts.get(author) ?? 0n) + 1n);
      const all = PRICE * BigInt(reads.length);
      const exact = new Map(
        [...counts].map(([author, count]) => [author, (count * PRICE * 7n) / 10n]),
      );
      exact.set('editor', all / 10n);
      const posted = [...exact].map(([payee, amount]) => [
        payee,
        nanosText(nanosOf(amount / NANO)),
      ]);
      expect(await postedIn(press, may)).toEqual(
        Object.fromEntries(posted.filter(([, amount]) => amount !== '0')),
      );
      const month = await press.earnings.months.month(tenant, monthFrom(may));
      const [sums] = month?.round?.sums ?? [];
      const payees = [...exact.values()].reduce((sum, one) => sum + one, 0n);
      expect(sums).toEqual({
        ...{ currency: 'EUR', amount: all, payees, platform: (all * 2n) / 10n, unshared: 0n },
      });
      expect(payees + (all * 2n) / 10n).toBe(all);
      expect([reads.length, press.payers.length, counts.size]).toEqual([9_999, 1_753, 24]);
    },
  );
});
