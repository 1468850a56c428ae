import { describe, expect, it, jest } from '@jest/globals';
import { makeDue } from '../../../core/earnings/change-month.ts';
import { findWorths } from '../../../core/earnings/find-worths.ts';
import { foldBooks } from '../../../core/earnings/fold-books.ts';
import { earningsMessageFrom } from '../../../core/earnings/message.ts';
import { partOf } from '../../../core/earnings/parts.ts';
import type { PayerMark, ShareMonths } from '../../../core/earnings/ports.ts';
import { type EarningsPorts, workOff } from '../../../core/earnings/work-off.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { loadShares } from '../../../core/shares/load-shares.ts';
import { aShare } from '../../fixtures/shares.ts';
import {
  aPaidPress,
  january,
  ofReads,
  postedIn,
  readsOf,
  tenant,
} from '../../support/a-paid-press.ts';
import { pressLife, type Sabotage } from '../../support/a-press-life.ts';

jest.setTimeout(240_000);

const SEEDS = 20;

const markOf = async (months: ShareMonths, tenant: string, { month, payer }: PayerMark) => {
  const marks = await months.marks(tenant, { month, part: partOf(payer), limit: 1_000 });
  return marks.find((one) => one.payer === payer);
};

const bugs: Readonly<Record<string, Sabotage>> = {
  'who has nothing any more is forgotten': (months) => ({
    ...months,
    putWorth: (worth) => months.putWorth({ ...worth, gone: [] }),
  }),
  'a month that is due is not put again with another mark': (months) => ({
    ...months,
    putMonth: async (month) => {
      const before = await months.month(month.tenant, month.month);
      return before?.isDue === true && month.isDue ? 'put' : months.putMonth(month);
    },
  }),
  'a month is added up though payers of it are marked': (months) => ({
    ...months,
    marks: async (tenant, page) => (page.limit === 1 ? [] : months.marks(tenant, page)),
  }),
  'what one part is worth is not read': (months) => ({
    ...months,
    worths: async function* (tenant, of) {
      if (of.part !== partOf('bob')) yield* months.worths(tenant, of);
    },
  }),
};

const authors = aShare(
  'authors',
  [
    { to: 'value', shares: 70 },
    { to: 'platform', shares: 30 },
  ],
  '2020-01-01',
  { of: ofReads },
);

const bugsOfRaces: Readonly<Record<string, Sabotage>> = {
  'a mark is taken away though another was put since': (months) => ({
    ...months,
    unmark: async (tenant, mark) => {
      const found = await markOf(months, tenant, mark);
      if (found !== undefined) await months.unmark(tenant, found);
    },
  }),
  'a payer that is marked is not marked again': (months) => ({
    ...months,
    mark: async (tenant, mark) => {
      if ((await markOf(months, tenant, mark)) === undefined) await months.mark(tenant, mark);
    },
  }),
  'what a month is worth is put over what somebody else has put': (months) => ({
    ...months,
    putWorth: async (worth) => {
      const revision = ((await months.worth(worth.tenant, worth))?.revision ?? 0) + 1;
      return months.putWorth({ ...worth, revision });
    },
  }),
};

describe('what payees earn, found out by functions that crash, race and are asked twice', () => {
  it('is in the end what it is when it is found out from nothing', async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      expect([seed, await pressLife(seed)]).toEqual([seed, []]);
    }
  });

  it.each(Object.keys(bugs))('is not, where %s', async (name) => {
    const found = [];
    for (let seed = 1; seed <= SEEDS && found.length === 0; seed += 1) {
      if ((await faultsWith(seed, name)).length > 0) found.push(seed);
    }

    expect(found).not.toEqual([]);
  });
});

async function faultsWith(seed: number, name: string): Promise<readonly string[]> {
  try {
    return await pressLife(seed, bugs[name]);
  } catch (error) {
    return [String(error)];
  }
}

/**
 * What Ann's January comes to for Ada: it is void before what it was worth is put, and `meanwhile` somebody else reads
 * the books, or finds all of it out.
 */
async function voidMeanwhile(
  meanwhile: 'is marked' | 'is found out',
  sabotage: Sabotage = (months) => months,
): Promise<Record<string, string>> {
  const press = await aPaidPress({ shares: [authors] });
  await press.use(readsOf('ann', 'ada', 3));
  const { id: invoice } = await press.close('ann');
  const { earnings } = press;
  const kept = sabotage(earnings.months);
  let isVoid = false;
  const happens = async (): Promise<void> => {
    if (isVoid) return;
    isVoid = true;
    await voidInvoice(press.books, tenant, { invoice, reason: 'wrong', afterwards: 'forgive' });
    if (meanwhile === 'is found out') return press.accrue();
    const shares = await loadShares(press.shares, tenant);
    await foldBooks({ ...earnings, months: kept }, tenant, [...shares.values()]);
  };
  const months: ShareMonths = {
    ...kept,
    putWorth: async (worth) => {
      await happens();
      return kept.putWorth(worth);
    },
  };
  await foldBooks(earnings, tenant, [...(await loadShares(press.shares, tenant)).values()]);
  await findWorths({ ...earnings, months }, tenant, { month: january, part: partOf('ann') });
  // What is kept is added up, whether anybody says that it is due or not.
  await drained({ ...earnings, months: kept });
  await makeDue(earnings, { tenant, month: january });
  await drained({ ...earnings, months: kept });
  return postedIn(press);
}

async function drained(ports: EarningsPorts): Promise<void> {
  const bodies = [JSON.stringify({ kind: 'look' })];
  const queue = {
    send: async (sent: readonly string[]) => {
      bodies.push(...sent);
      return 'sent' as const;
    },
  };
  for (const body of bodies) await workOff({ ...ports, queue }, earningsMessageFrom(body));
}

describe('what a payer’s month is worth, found out while it changes', () => {
  it.each(['is marked', 'is found out'] as const)('%s, and is not lost', async (meanwhile) => {
    expect(Object.values(await voidMeanwhile(meanwhile)).filter((sum) => sum !== '0')).toEqual([]);
  });

  it.each(Object.entries(bugsOfRaces))('would be lost, where %s', async (_name, sabotage) => {
    const posted = [
      await voidMeanwhile('is marked', sabotage),
      await voidMeanwhile('is found out', sabotage),
    ];

    expect(posted).toContainEqual({ ada: '21' });
  });
});
