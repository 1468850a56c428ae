import { describe, expect, it } from '@jest/globals';
import {
  itemsFrom,
  itemsText,
  payeePayoutFrom,
  payeePayoutText,
  runFrom,
  runText,
  settingsFrom,
  settingsText,
} from '../../../core/payouts/stored-run.ts';
import { railsMessageFrom } from '../../../core/rails/message.ts';

/** As the first program that paid payees kept them. They stay readable for ever: none is ever made anew. */
const sepa = '{"method":"sepa","iban":"DE02120300000000202051","holder":"Ada"}';
const since = `{"payout":${sepa},"from":1769947200000,"version":1,"changedAt":1769947200000}`;
const waiting = `{"payout":{"method":"manual"},"from":1770552000000,"version":2,"changedAt":1769947200000}`;
const change = `{"payee":"ada","before":${sepa},"after":{"method":"manual"},"from":1770552000000,"changedAt":1769947200000,"version":2}`;
const golden = {
  run: '{"version":1,"tenant":"acme","id":"FR-4N81Q3M3WY46S8CMV1G","rail":"sepa","status":"submitted","request":"0a","items":"0b","count":2,"leftOut":{"no-method":1},"from":{"name":"Magazine GmbH","iban":"DE75512108001245126199"},"askedOn":"2026-02-05","madeBy":"key-1","madeAt":1769947200000,"approvedBy":"key-2","approvedAt":1769947200001,"submittedAt":1769947200002,"payOn":"2026-02-05","without":[{"place":1,"why":"method-changed"}],"next":"zoe","changedAt":1769947200002,"revision":4,"sums":[{"currency":"EUR","count":2,"amount":"19.34","fees":"0.2"}]}',
  items:
    '[{"amount":"12.34","currency":"EUR","fee":"0.1","method":{"holder":"Ada","iban":"DE02120300000000202051","method":"sepa"},"payee":"ada","payout":"pout_0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f","version":1}]',
  method: `{"version":1,"tenant":"acme","payee":"ada","current":${since},"waiting":${waiting},"untold":[${change}],"revision":2,"puts":3,"thresholds":{"EUR":"25"}}`,
  settings:
    '{"version":1,"revision":1,"body":{"from":{"name":"Magazine GmbH","iban":"DE75512108001245126199"},"thresholds":{"EUR":"10.00"},"reserveDays":14,"schedule":{"day":5,"rail":"sepa"}}}',
};
const sorted = (text: string): unknown => JSON.parse(text);

describe('what is kept of payouts', () => {
  it('is read as it was written first, and kept anew it says the same', () => {
    expect(sorted(runText(runFrom(golden.run)))).toEqual(sorted(golden.run));
    expect(itemsText(itemsFrom(golden.items))).toBe(golden.items);
    expect(sorted(payeePayoutText(payeePayoutFrom(golden.method)))).toEqual(sorted(golden.method));
    expect(sorted(settingsText(settingsFrom(golden.settings)))).toEqual(sorted(golden.settings));
  });

  it('says what came back, and what was told, where that is so', () => {
    const back = { payout: 'pout_1', version: 1, on: '2026-02-07', reason: 'AC04' };
    const held = { ...payeePayoutFrom(golden.method), cameBack: back };
    const again = { ...held, cameBack: { ...back, isTriedAgain: true as const } };
    const told = { ...runFrom(golden.run), isTold: true as const };

    expect(payeePayoutFrom(payeePayoutText(held))).toEqual(held);
    expect(payeePayoutFrom(payeePayoutText(again))).toEqual(again);
    expect(runFrom(runText(told))).toEqual(told);
  });

  it('is of amounts, times and methods as they were', () => {
    expect(runFrom(golden.run)).toMatchObject({
      ...{ status: 'submitted', count: 2, approvedBy: 'key-2', next: 'zoe' },
      ...{ sums: [{ amount: 19_340_000_000n, fees: 200_000_000n }] },
    });
    expect(payeePayoutFrom(golden.method)).toMatchObject({
      current: { payout: { iban: 'DE02120300000000202051' } },
      waiting: { payout: { method: 'manual' }, from: 1_770_552_000_000 },
      untold: [{ payee: 'ada', version: 2 }],
    });
  });
});

describe('a message about payouts', () => {
  it('is of a tenant, or of one of its payees', () => {
    const message = { kind: 'payouts', tenant: 'acme' };

    expect(railsMessageFrom(JSON.stringify({ version: 1, ...message }))).toEqual({
      ...{ ...message, payee: undefined },
    });
    expect(railsMessageFrom(JSON.stringify({ version: 1, ...message, payee: 'ada' }))).toEqual({
      ...{ ...message, payee: 'ada' },
    });
  });
});
