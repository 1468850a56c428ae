import { localCalendar } from '../../../core/kernel/local-calendar.ts';
import { monthOfDate } from '../../../core/kernel/month.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import { type Timestamp, timestampOf } from '../../../core/kernel/timestamp.ts';
import { wholeMonth } from '../../../core/pricing/share.ts';
import { askedUnder, endKey } from '../../../core/spend/ask.ts';
import type { UseAsked, UseRequest } from '../../../core/spend/charge.ts';
import { type DomainTerms, domainKey, type SpendTerms } from '../../../core/spend/domain.ts';
import type { Budget } from '../../../core/spend/entry.ts';
import type { SpendFacts } from '../../../core/spend/fit.ts';
import type { SpendLog } from '../../../core/spend/ports.ts';
import { Spend } from '../../../core/spend/spend.ts';
import { noUngatedUsage } from '../../../core/spend/ungated-usage.ts';
import {
  InMemoryActivePayers,
  InMemoryGivingTenants,
  InMemorySpendLog,
} from '../../fakes/spend-log.ts';
import { decimal, nanos } from '../../fixtures/invoicing.ts';
import { chargeFrom } from '../../property/pricing-charges.ts';

export const now = timestampOf(Date.UTC(2026, 10, 29, 12));

/** Terms of a payer whose every meter has the same price, in months of UTC. */
export function someSpendTerms(wire: object, taxRate = '0'): SpendTerms {
  const calendar = localCalendar(utc);
  const domains = new Map<string, DomainTerms>();
  const termsOf = (key: string): DomainTerms => {
    const own = domains.get(key) ?? {
      ...{ key, charge: chargeFrom(wire), share: wholeMonth, taxRate: decimal(taxRate) },
    };
    domains.set(key, own);
    return own;
  };
  return {
    payer: 'ada',
    currency: 'EUR',
    calendar,
    domain: termsOf,
    chargeFor: (at, meter) => {
      const month = monthOfDate(calendar.dayAt(at));
      const start = calendar.dayStart(`${month}-01`);
      return termsOf(domainKey({ month, plan: 'plan', charge: meter, start }));
    },
  };
}

/** Processes of one stack, each with what it remembers. */
export function someGates(count: number, log: SpendLog = new InMemorySpendLog()) {
  let time: Timestamp = now;
  const active = new InMemoryActivePayers();
  const giving = new InMemoryGivingTenants();
  const ports = {
    ...{ log, active, giving, clock: { now: () => time } },
    pause: () => new Promise<void>((resolve) => setImmediate(resolve)),
  };
  return {
    ...{ log, active, giving },
    gates: Array.from({ length: count }, () => new Spend(ports, { openLogsMax: 100 })),
    wait: (milliseconds: number) => {
      time = timestampOf(time + milliseconds);
    },
  };
}

const facts = (terms: SpendTerms): SpendFacts => ({ terms, ungated: noUngatedUsage });

/** So many units of a meter that are used under a key. */
export const use = (
  terms: SpendTerms,
  key: string,
  { quantity = '1', meter = 'reads' }: { quantity?: string; meter?: string } = {},
): UseRequest & { readonly use: UseAsked } => ({
  ...facts(terms),
  use: {
    ...{ subject: 'ada', meter, type: 'read', dimensions: {} },
    quantity: decimal(quantity),
  },
  asked: askedUnder(key, [meter, quantity]),
});

export const toCapture = (terms: SpendTerms, hold: string, quantity = '1') => ({
  ...facts(terms),
  ...{ hold, quantity: decimal(quantity), isKept: false },
  asked: askedUnder(endKey(hold), ['capture', quantity]),
});

export const aBudget = (amount: string, fields: Partial<Budget> = {}): Budget => ({
  key: 'cap',
  limit: { of: 'money', amount: nanos(amount), currency: 'EUR' },
  every: 'month',
  hard: true,
  ...fields,
});
