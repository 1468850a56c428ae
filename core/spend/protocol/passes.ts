import { currencyFrom } from '../../kernel/currency.ts';
import { type LocalCalendar, laterDate } from '../../kernel/local-calendar.ts';
import { laterMonth } from '../../kernel/month.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import { buyPass, type PassBought } from '../buy-pass.ts';
import type { PassTerms } from '../entry.ts';
import type { PassRecord } from '../passes/ports.ts';
import { passAmounts } from '../passes/put-pass.ts';
import type { PayerTerms } from '../payer-terms.ts';
import { contains } from '../spend-month.ts';
import { askedOnce } from './budgets.ts';
import { byFacts } from './facts.ts';
import type { SpendGate } from './ports.ts';

/** Which pass a payer buys, and with which token it asks. */
export interface PassAsked {
  readonly payer: PayerKey;
  readonly pass: string;
  readonly key: string | undefined;
  readonly token: string | undefined;
}

/**
 * Buys a pass that is offered, with money of the payer's wallet.
 * @throws Rejection `pass.not-found`, `pass.unsuited`, and as `buyPass` and what reads terms do
 */
export async function passBought(
  gate: SpendGate,
  tenant: string,
  { payer, pass: key, ...asking }: PassAsked,
): Promise<PassBought> {
  const record = await gate.passes.get(tenant, key);
  if (record === undefined || record.body.archived === true) throw passNotFound(key);
  const asked = askedOnce(gate.random, asking, ['pass', payer, key]);
  return byFacts(gate, { tenant, payer }, (facts) => {
    const pass = (at: Timestamp): PassTerms => passTermsOf(record, facts.terms, at);
    return gate.spend.decide(tenant, payer, buyPass({ pass, asked, ...facts }));
  });
}

/** What a payer buys at an instant. @throws Rejection `pass.unsuited`, `wallet.currency-differs` */
function passTermsOf({ key, body }: PassRecord, terms: PayerTerms, at: Timestamp): PassTerms {
  const { name, meter, filter, price: sent, days } = body;
  const { units, isFlat, price } = passAmounts(body);
  const currency = currencyFrom(sent.currency);
  if (currency !== terms.currency) {
    const detail = `offer a pass in ${terms.currency}, the currency of the payer's plan: ${key} is in ${sent.currency}`;
    throw new Rejection('wallet.currency-differs', detail);
  }
  terms.meter(meter);
  const isCharged = terms.lines.some(
    (line) => line.meter.key === meter && line.isGateable && contains(line.period, at),
  );
  if (!isCharged) {
    const detail = `take a pass for what the plan charges for: nothing of ${meter} can be charged to this payer now`;
    throw new Rejection('pass.unsuited', detail);
  }
  return {
    ...{ key, name, meter, units, price, currency },
    endsAt: endOf(terms.calendar, at, isFlat ? undefined : days),
    ...(filter === undefined ? {} : { filter }),
    ...(isFlat ? { flat: true } : {}),
  };
}

/** By the payer's days: when the month is over, or so many days after the one it is. */
function endOf(calendar: LocalCalendar, at: Timestamp, days: number | undefined): Timestamp {
  const day = calendar.dayAt(at);
  return calendar.dayStart(
    days === undefined
      ? calendar.firstDay(laterMonth(calendar.monthOf(day)))
      : laterDate(day, days + 1),
  );
}

const passNotFound = (key: string): Rejection =>
  new Rejection('pass.not-found', `see GET /v1/passes: no pass ${JSON.stringify(key)} is offered`, {
    param: '/pass',
  });
