import { describe, expect, it } from '@jest/globals';
import type { MonetizedRecord } from '../../core/gate/monetized/record.ts';
import { nanosText } from '../../core/kernel/money.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import {
  monetizedFrontsFrom,
  readMonetizedFronts,
} from '../../functions/read-monetized/read-monetized.ts';
import { inMemoryMonetized, inMemoryRecords } from '../fakes/monetized.ts';
import { aGate } from '../support/some-gate.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const agent = `0x${'a1'.repeat(20)}`;
/** The gate's tests are on that day, at noon. */
const yesterday = Date.UTC(2026, 10, 28);
let transactions = 0;

/** A payment of a thousandth that AWS WAF has settled. */
function aRecord(fields: Partial<MonetizedRecord> = {}): MonetizedRecord {
  transactions += 1;
  return {
    at: timestampOf(yesterday + 9 * HOUR),
    ...{ status: 'SETTLED', amount: '0.004', currency: 'USDC', network: 'eip155:8453' },
    transaction: `0x${String(transactions).padStart(64, '0')}`,
    request: `request-${transactions}`,
    address: agent,
    path: '/a/1',
    ...fields,
  };
}

/** A firewall whose money is `acme`'s, and what reads it. */
async function aFirewall(settings: object = {}, subjects: readonly string[] = ['reader-7']) {
  const press = await aGate({ subjects, settings: { defaultPlan: 'reader', ...settings } });
  const source = inMemoryRecords(2);
  const store = inMemoryMonetized();
  const { protocol: gate, notices, later } = press;
  const fronts = monetizedFrontsFrom(
    '[{"tenant":"acme","from":"2026-11-20T00:00:00Z","currency":"USD"}]',
  );
  const { clock } = gate;
  let refused: Rejection | undefined;
  const { books } = gate;
  const record = books.record.bind(books);
  Object.assign(books, {
    record: async (...given: Parameters<typeof record>) => {
      if (refused !== undefined) throw refused;
      return record(...given);
    },
  });
  const ports = { clock, gate, source, store, onNotice: gate.onNotice };
  const refuseBooking = (by: Rejection | undefined): void => {
    refused = by;
  };
  const read = (remaining = () => 900_000) =>
    readMonetizedFronts(ports, fronts)({}, { getRemainingTimeInMillis: remaining });
  const told = (...records: readonly MonetizedRecord[]): void => {
    source.all.push(...records.map((record) => ({ record, webAcl: 'arn' })));
  };
  /** What of a payer's money no invoice has used. */
  const unapplied = async (customer: string) => {
    const cell = { kind: 'customer', customer } as const;
    const page = await books.read('acme', { cells: [cell], originals: [] });
    return page.at(cell)?.unapplied?.map(({ amount }) => nanosText(amount));
  };
  const balances = async () => {
    const page = await gate.books.read('acme', { cells: [], originals: [] });
    return Object.fromEntries(
      page
        .head()
        .balances.filter(({ currency }) => currency === 'USD')
        .map(({ account, amount }) => [account, nanosText(amount)]),
    );
  };
  return {
    ...{ ...press, source, store, notices, read, told, balances, unapplied, refuseBooking },
    nextDay: () => later(86_400),
  };
}

describe('what AWS WAF has settled', () => {
  it('is booked as one payment of who paid, of whole cents, once, and the rest with what comes next', async () => {
    const { read, told, balances, unapplied, nextDay } = await aFirewall();
    told(aRecord(), aRecord(), aRecord(), aRecord());

    await read();
    await read();
    const first = await balances();
    told(aRecord({ at: timestampOf(yesterday + DAY + HOUR) }));
    nextDay();
    await read();

    expect(first).toMatchObject({ 'cash:x402': '0.01' });
    expect(await balances()).toMatchObject({ 'cash:x402': '0.02' });
    expect(await unapplied(`subject:${agent}`)).toEqual(['0.01', '0.01']);
  });

  it('is of the customer that pays for the address', async () => {
    const { read, told, unapplied } = await aFirewall({}, [agent]);
    told(aRecord({ amount: '1.00', address: agent.toUpperCase().replace('0X', '0x') }));

    await read();

    expect(await unapplied('press')).toEqual(['1']);
  });

  it('is money of nobody where the address is no payer, or is not said', async () => {
    const { read, told, unapplied } = await aFirewall({ defaultPlan: undefined });
    told(aRecord({ amount: '1.00' }), aRecord({ amount: '0.50', address: undefined }));

    await read();

    expect(await unapplied('suspense:x402')).toEqual(['0.5', '1']);
  });

  it.each(['FAILED', 'SERVICE_ERROR', 'SKIPPED_ORIGIN_ERROR'])(
    'is nothing where it says %s',
    async (status) => {
      const { read, told, balances, notices } = await aFirewall();
      told(aRecord({ amount: '1.00', status, transaction: undefined }));

      await read();

      expect([await balances(), notices]).toEqual([{}, []]);
    },
  );

  it('is looked at again while it is pending, and booked once it has come', async () => {
    const { source, read, told, balances, nextDay } = await aFirewall();
    const pending = aRecord({ amount: '1.00', status: 'PENDING', transaction: undefined });
    told(pending);

    await read();
    const before = await balances();
    source.all.length = 0;
    told({ ...pending, status: 'SETTLED', transaction: '0x0a' });
    nextDay();
    await read();

    expect([before, (await balances())['cash:x402']]).toEqual([{}, '1']);
  });

  it('is told to a person when it is pending for three days', async () => {
    const { store, read, told, notices, nextDay } = await aFirewall();
    told(aRecord({ status: 'PENDING', transaction: undefined, request: 'slow' }));
    await read();
    const before = notices.length;

    nextDay();
    nextDay();
    nextDay();
    await read();

    expect([before, notices]).toEqual([
      0,
      [
        expect.objectContaining({
          event: 'spend.settlement-unclear',
          detail: expect.stringContaining('request slow'),
        }),
      ],
    ]);
    expect([...store.parked.values()]).toMatchObject([{ request: 'slow' }]);
  });

  it.each([
    ['a status that is not known', { status: 'HELD' }],
    ['no transaction', { transaction: undefined }],
    ['an amount that cannot be read', { amount: '1e3' }],
    ['another token', { currency: 'EURC' }],
  ])(
    'is kept for a person who is told, and booked nowhere, where it says %s',
    async (_, fields) => {
      const { store, read, told, balances, notices } = await aFirewall();
      told(aRecord({ amount: '1.00', ...fields }));

      await read();

      expect(await balances()).toEqual({});
      expect(notices).toMatchObject([{ event: 'spend.settlement-unclear', tenant: 'acme' }]);
      expect([...store.parked.values()]).toMatchObject([fields]);
    },
  );

  it('is one payment where it was settled before as well, and is left to a person where two requests say they paid by it', async () => {
    const { store, read, told, balances, notices, nextDay } = await aFirewall();
    const paid = aRecord({ amount: '1.00' });
    told(paid, { ...paid, status: 'DUPLICATE', request: 'again' });
    await read();
    const before = notices.length;
    told({ ...paid, request: 'another', at: timestampOf(yesterday + DAY - 1) });

    nextDay();
    await read();

    expect([before, notices, (await balances())['cash:x402']]).toEqual([
      0,
      [expect.objectContaining({ detail: expect.stringContaining('request another') })],
      '1',
    ]);
    expect([...store.parked.values()]).toMatchObject([{ request: 'another' }]);
  });

  it('that the books refuse waits, is told to a person, and is booked with what comes next', async () => {
    const refused = new Rejection('payment.too-many-unapplied', 'apply what was paid before');
    const { read, told, balances, notices, nextDay, refuseBooking } = await aFirewall();
    told(aRecord({ amount: '1.00' }));
    refuseBooking(refused);

    await read();
    const before = await balances();
    refuseBooking(undefined);
    told(aRecord({ amount: '0.50', at: timestampOf(yesterday + DAY + HOUR) }));
    nextDay();
    await read();

    expect([before, (await balances())['cash:x402']]).toEqual([{}, '1.5']);
    expect(notices).toMatchObject([
      {
        payer: `subject:${agent}`,
        detail: expect.stringMatching(/^1\.00 of 0xa1.* wait, .*: apply what was paid before$/),
      },
    ]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])(
    'is booked once when the process dies at its put %s',
    async (deadly) => {
      const { store, read, told, balances } = await aFirewall();
      told(aRecord({ amount: '0.40' }), aRecord({ amount: '0.60' }), aRecord({ amount: '0.25' }));
      let puts = 0;
      store.fails.put = () => {
        puts += 1;
        return puts === deadly ? 'lost' : undefined;
      };

      await read().catch(() => undefined);
      await read();

      expect((await balances())['cash:x402']).toBe('1.25');
    },
  );

  it('is gone on with where time was short', async () => {
    const { source, read, told, balances } = await aFirewall();
    told(
      ...Array.from({ length: 7 }, (_, n) =>
        aRecord({ amount: '0.10', at: timestampOf(yesterday + n * HOUR) }),
      ),
    );

    await read(() => 0);
    const first = source.asked.length;
    for (let call = 0; call < 20; call += 1) await read(() => 0);
    await read();

    expect([first, (await balances())['cash:x402']]).toEqual([1, '0.7']);
  });
});
