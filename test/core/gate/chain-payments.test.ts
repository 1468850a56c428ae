import { describe, expect, it } from '@jest/globals';
import { Rejection } from '../../../core/kernel/rejection.ts';
import type { ChainFault } from '../../fakes/chain.ts';
import { aSettler, aTransfer, reader } from './some-chain.ts';

const MINUTE = 60_000;
const NODE = 'https://node.example';

/** What goes wrong in the first calls of a kind, in their order. */
const first = (kind: string, ...faults: readonly (ChainFault | undefined)[]) => {
  const left = [...faults];
  return (call: string) => (call === kind ? left.shift() : undefined);
};

describe('a payment on a chain', () => {
  it('is verified, settled and booked, once, however often it is sent', async () => {
    const { chain, booked, pay, settlements } = aSettler();
    const transfer = aTransfer();

    const came = [await pay(transfer), await pay(transfer)];

    expect(came.map(({ kind }) => kind)).toEqual(['paid', 'paid']);
    expect([...booked.values()]).toEqual([20_000n]);
    expect(chain.calls).toEqual(['verify', 'settle']);
    expect(settlements.all().map(({ state }) => state)).toEqual(['booked']);
  });

  it('sent many times at once is done and booked once', async () => {
    const { chain, booked, pay } = aSettler();
    const transfer = aTransfer();

    const came = await Promise.all(Array.from({ length: 10 }, () => pay(transfer, {}, NODE)));

    expect(came.every(({ kind }) => kind === 'paid')).toBe(true);
    expect([chain.balances.get(reader), [...booked.values()]]).toEqual([980_000n, [20_000n]]);
  });

  it('that is refused before it is sent may be paid anew', async () => {
    const { chain, booked, pay } = aSettler();
    chain.balances.set(reader, 1n);

    const came = await pay(aTransfer());

    expect(came).toEqual({ kind: 'refused', reason: 'invalid_exact_evm_insufficient_balance' });
    expect(booked.size).toBe(0);
  });

  it('that could not be booked is refused before any money is taken', async () => {
    const { chain, pay } = aSettler();
    const refused = new Rejection('payment.too-many-unapplied', 'spend what was paid before');

    const came = pay(aTransfer(), {
      refuseUnbookable: async () => {
        throw refused;
      },
    });

    await expect(came).rejects.toBe(refused);
    expect(chain.calls).toEqual(['verify']);
  });

  it('under a nonce that another amount was signed with is refused', async () => {
    const { pay } = aSettler();
    const transfer = aTransfer();
    await pay(transfer);

    const came = await pay(aTransfer({ nonce: transfer.nonce, units: 1n }));

    expect(came).toEqual({ kind: 'refused', reason: 'nonce_of_another_payment' });
  });

  it('whose account of the facilitator trips is settled all the same', async () => {
    const { chain, booked, pay } = aSettler();
    chain.fault = first('settle', 'failed');

    const came = await pay(aTransfer());

    expect([came.kind, booked.size]).toEqual(['paid', 1]);
  });
});

describe('a payment whose settling was not answered', () => {
  it('is found on the chain, and not asked for again', async () => {
    const { chain, booked, pay } = aSettler();
    chain.fault = first('settle', 'lost-after');

    const came = await pay(aTransfer(), {}, NODE);

    expect([came.kind, booked.size, chain.balances.get(reader)]).toEqual(['paid', 1, 980_000n]);
  });

  it('is not known, without a node, until the same is asked for again, and is never refused', async () => {
    const { chain, booked, pay } = aSettler();
    chain.fault = (call) => (call === 'settle' ? 'lost-before' : undefined);
    const transfer = aTransfer();
    const before = await pay(transfer);
    chain.fault = () => undefined;

    const after = await pay(transfer);

    expect([before.kind, after.kind, booked.size]).toEqual(['unknown', 'paid', 1]);
  });

  it('is in the books in the end, though nobody comes back', async () => {
    const { chain, booked, pay, sweep, wait, settlements } = aSettler();
    chain.fault = (call) => (call === 'verify' ? undefined : 'lost-after');
    await pay(aTransfer(), {}, NODE);
    chain.fault = () => undefined;
    wait(2 * MINUTE);

    await sweep();
    await sweep();

    expect([booked.size, settlements.marks()]).toEqual([1, []]);
  });

  it('ends without money once no chain takes it any more', async () => {
    const { chain, booked, pay, sweep, wait, settlements } = aSettler();
    chain.fault = first('settle', 'lost-before', 'lost-before', 'lost-before');
    await pay(aTransfer(), {}, NODE);
    wait(10 * MINUTE);

    await sweep();

    expect(settlements.all().map(({ state, reason }) => [state, reason])).toEqual([
      ['refused', 'authorization_expired'],
    ]);
    expect(booked.size).toBe(0);
  });

  it('is no payment where who signed it has taken it back', async () => {
    const { chain, booked, pay } = aSettler();
    const transfer = aTransfer();
    chain.fault = first('settle', 'lost-before');
    chain.cancel(transfer);

    const facilitator = {
      verify: async () => ({ kind: 'valid' }) as const,
      settle: (one: typeof transfer) => chain.settle(one),
    };
    const came = await pay(transfer, { facilitator }, NODE);

    expect(came).toEqual({ kind: 'refused', reason: 'authorization_cancelled' });
    expect(booked.size).toBe(0);
  });

  it('is told to a person after an hour where no node says what became of it', async () => {
    const { chain, pay, sweep, wait, notices, settlements } = aSettler();
    chain.fault = (call) => (call === 'settle' ? 'lost-after' : undefined);
    await pay(aTransfer());
    wait(62 * MINUTE);

    await sweep();
    await sweep();

    expect(notices.map(({ event }) => event)).toEqual(['spend.settlement-unclear']);
    expect(settlements.all().map(({ state }) => state)).toEqual(['unclear']);
  });

  it('is told to a person in good time, however long what was signed is in force', async () => {
    const { chain, pay, sweep, wait, notices, settlements } = aSettler();
    chain.fault = (call) => (call === 'settle' ? 'lost-before' : undefined);
    await pay(aTransfer({ validBefore: 10n ** 70n }), {}, NODE);
    wait(70 * MINUTE);
    await sweep();
    const before = notices.length;
    wait(5 * MINUTE);

    await sweep();

    expect([before, notices.length]).toEqual([0, 1]);
    expect(settlements.all().map(({ state }) => state)).toEqual(['unclear']);
  });
});

describe('a settlement that the books refuse', () => {
  it('is told to a person at each look, and booked once they take it', async () => {
    const { booked, pay, sweep, wait, notices } = aSettler();
    const full = {
      book: async () => {
        throw new Rejection('books.full', 'name a rail that there is');
      },
    };
    await expect(pay(aTransfer(), full)).rejects.toMatchObject({ code: 'books.full' });
    wait(2 * MINUTE);

    await sweep(full);
    await sweep();

    expect([notices.length, booked.size]).toEqual([1, 1]);
  });
});
