import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import type { PlanVersionBody } from '../../../core/contract/catalog/plan-shapes.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { aPlan, aVersion, someSettings } from '../../fixtures/plans.ts';
import { aMeter } from '../../fixtures/usage-events.ts';
import { aTenancy, views } from '../../support/rated-usage.ts';

jest.setTimeout(120_000);

const FILE = resolve(import.meta.dirname, '../../../../shared/data/apache_logs.log');
const isPresent = existsSync(FILE);
const whenPresent = isPresent ? it : it.skip;
const skippedAloud = isPresent ? '' : ' (skipped: ../shared/data/apache_logs.log is absent)';

const meters = [
  views,
  aMeter({ key: 'download', eventType: 'download' }),
  aMeter({
    key: 'download_bytes',
    eventType: 'download',
    aggregation: 'sum',
    value: 'bytes',
  }),
  aMeter({ key: 'api.call', eventType: 'api.call' }),
];
const charges: PlanVersionBody['charges'] = [
  { meter: 'view', model: 'per_unit', unitPrice: '0.001' },
  { meter: 'download', model: 'per_unit', unitPrice: '0.002' },
  { meter: 'download_bytes', model: 'per_unit', unitPrice: '0.00000001' },
  {
    meter: 'api.call',
    model: 'graduated',
    tiers: [
      { upTo: '1', unitPrice: '0.01' },
      { upTo: null, unitPrice: '0.003' },
    ],
  },
];

/** A request of the log as a program that knows nothing of ours would read it. */
interface Visit {
  readonly host: string;
  readonly kind: 'view' | 'download' | 'api.call';
  readonly at: number;
  readonly bytes: number;
}

const LINE = /^(\S+) \S+ \S+ \[(\d+)\/May\/2015:(\S+) \+0000\] "(\S+) (\S+)[^"]*" (\d+) (\S+)/;
const downloads = /[.](?:pdf|zip|gz|tgz|bz2|tar|rpm|deb|jar|exe|iso|mp3|ogg|mp4|csv)$/i;

function visitIn(line: string): Visit[] {
  const match = LINE.exec(line);
  if (match === null) return [];
  const [, host = '', day = '', clock = '', method = '', target = '', status = '', bytes = ''] =
    match;
  if (!/^(?:2..|304)$/.test(status)) return [];
  const path = target.split('?')[0] ?? '';
  const kind = downloads.test(path) ? 'download' : 'view';
  return [
    {
      host,
      kind: method === 'GET' ? kind : 'api.call',
      at: Date.parse(`2015-05-${day}T${clock}Z`),
      bytes: bytes === '-' ? 0 : Number(bytes),
    },
  ];
}

const eventOf = ({ host, kind, at, bytes }: Visit, line: number): UsageEvent => ({
  source: 'urn:log',
  id: String(line),
  type: kind,
  subject: host,
  occurredAt: timestampOf(at),
  data: JSON.stringify({ bytes }),
});

/** What each host owes, in nanos: counted apart from metering, rating and books. */
function owed(visits: readonly Visit[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  const calls = new Map<string, number>();
  for (const { host, kind, bytes } of visits) {
    const before = calls.get(host) ?? 0;
    if (kind === 'api.call') calls.set(host, before + 1);
    const prices = {
      view: 1_000_000n,
      download: 2_000_000n + 10n * BigInt(bytes),
      'api.call': before === 0 ? 10_000_000n : 3_000_000n,
    };
    sums.set(host, (sums.get(host) ?? 0n) + prices[kind]);
  }
  return sums;
}

const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((a, b) => a + b, 0n);

describe('a real access log, every host a customer by the default plan', () => {
  whenPresent(
    `comes to the nano to what counting the file by hand comes to, invoiced and carried${skippedAloud}`,
    async () => {
      const visits = readFileSync(FILE, 'latin1').split('\n').flatMap(visitIn);
      const { use, requests, books, clock } = await aTenancy(
        {
          meters,
          plans: {
            reader: aPlan(
              aVersion({ effectiveFrom: '2015-01-01', charges, minimumCharge: '0.05' }),
            ),
          },
          settings: someSettings({ defaultPlan: 'reader' }),
        },
        timestampOf(Date.UTC(2015, 5, 3)),
      );
      await use(visits.map(eventOf));
      const expected = owed(visits);
      const hosts = [...expected.keys()];

      const made = await requests(
        hosts.map((host) => `subject:${host}`),
        '2015-05',
      );
      const outcomes = await closePeriods({ books, clock }, 'acme', made);

      const page = await books.read('acme', {
        cells: made.map(({ terms }) => ({ kind: 'customer', customer: terms.customer }) as const),
      });
      const cells = made.map(({ terms }) =>
        page.at({ kind: 'customer', customer: terms.customer }),
      );
      const invoiced = sum(cells.flatMap((cell) => cell?.totals.map((one) => one.invoiced) ?? []));
      const carried = sum(cells.flatMap((cell) => cell?.carry.map(({ amount }) => amount) ?? []));
      const kinds = outcomes.map((outcome) => outcome.status === 'closed' && outcome.document.kind);
      expect(visits.length).toBeGreaterThan(8_000);
      expect(kinds).toContain('invoice');
      expect(kinds).toContain('statement');
      expect(cells.map((cell) => cell?.totals[0]?.recognised)).toEqual(
        hosts.map((host) => (expected.get(host) ?? 0n) * 10n ** 15n),
      );
      expect(invoiced + carried).toBe(sum(expected.values()));
    },
  );
});
