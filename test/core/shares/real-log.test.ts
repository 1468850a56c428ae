import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { exactFromNanos, nanosOf } from '../../../core/kernel/money.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { sharedMonth } from '../../../core/shares/shared-month.ts';
import { inMemoryShares } from '../../fakes/shares.ts';
import { aPlan, aVersion, someSettings } from '../../fixtures/plans.ts';
import { aShare } from '../../fixtures/shares.ts';
import { aMeter } from '../../fixtures/usage-events.ts';
import { aTenancy } from '../../support/rated-usage.ts';

jest.setTimeout(60_000);

const FILE = resolve(import.meta.dirname, '../../../../shared/data/apache_logs.log');
const isPresent = existsSync(FILE);
const whenPresent = isPresent ? it : it.skip;
const skippedAloud = isPresent ? '' : ' (skipped: ../shared/data/apache_logs.log is absent)';

const LINE = /^(\S+) \S+ \S+ \[(\d+)\/May\/2015:(\S+) \+0000\] "GET (\S+)[^"]*" 200 /;

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

const NANOS_A_READ = 1_000_003n;
const ALL = 100n;

describe('the authors of a real access log, its readers customers by the default plan', () => {
  whenPresent(
    `have every nano of the May of sixty readers with the platform, as counting the file by hand has it${skippedAloud}`,
    async () => {
      const reads = readFileSync(FILE, 'latin1').split('\n').flatMap(readIn);
      const hosts = [...new Set(reads.map(({ host }) => host))].slice(0, 60);
      const wanted = reads.filter(({ host }) => hosts.includes(host));
      const { use, rating } = await aTenancy(
        {
          meters: [aMeter({ key: 'read', eventType: 'read', dimensions: ['author'] })],
          plans: {
            reader: aPlan(
              aVersion({
                effectiveFrom: '2015-01-01',
                charges: [{ meter: 'read', model: 'per_unit', unitPrice: '0.001000003' }],
              }),
            ),
          },
          settings: someSettings({ defaultPlan: 'reader' }),
        },
        timestampOf(Date.UTC(2015, 5, 3)),
      );
      await use(
        wanted.map(({ host, at, author }, line) => ({
          ...{ source: 'urn:log', id: String(line), type: 'read', subject: host },
          ...{ occurredAt: timestampOf(at), data: JSON.stringify({ author }) },
        })),
      );
      const shares = inMemoryShares();
      const of = { meter: 'read', dimension: 'author' };
      const split = [
        { to: 'value', shares: 70 },
        { to: 'share', share: 'house', shares: 30 },
      ] as const;
      await shares.put('acme', aShare('authors', split, '2015-01-01', { of }));
      await shares.put(
        'acme',
        aShare(
          'house',
          [
            { to: 'payee', payee: 'editor', shares: 1 },
            { to: 'platform', shares: 2 },
          ],
          '2015-01-01',
        ),
      );

      const sums = new Map<string, bigint>();
      const add = (who: string, amount: bigint) => sums.set(who, (sums.get(who) ?? 0n) + amount);
      for (const host of hosts) {
        const shared = await sharedMonth({ rating, shares }, 'acme', {
          customer: `subject:${host}`,
          month: monthFrom('2015-05'),
        });
        for (const { payee, amount } of shared.payees) add(payee, amount);
        add('platform', shared.platform);
        expect(shared.unshared).toBe(0n);
      }

      const expected = new Map<string, bigint>();
      const exact = exactFromNanos(nanosOf(NANOS_A_READ));
      const tally = (who: string, part: bigint) =>
        expected.set(who, (expected.get(who) ?? 0n) + (exact * part) / (3n * ALL));
      for (const { author } of wanted) {
        tally(author, 210n);
        tally('editor', 30n);
        tally('platform', 60n);
      }
      expect(sums).toEqual(expected);
      expect([...sums.values()].reduce((sum, one) => sum + one, 0n)).toBe(
        exact * BigInt(wanted.length),
      );
    },
  );
});
