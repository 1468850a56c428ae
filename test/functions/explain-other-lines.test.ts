import { describe, expect, it } from '@jest/globals';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import {
  bill,
  documentOf,
  explained,
  interfaceOf,
  many,
  NANO,
  press,
  quarter,
  sumOf,
  units,
  used,
} from '../support/explained-lines.ts';
import { aTenancy } from '../support/rated-usage.ts';

describe('every other line', () => {
  const plan = aPlan(
    aVersion({
      minimumCharge: '3',
      charges: [{ meter: 'view', model: 'per_unit', unitPrice: '0.001', minimum: '0.5' }],
      fixedFees: [{ key: 'base', amount: '1.0005', description: 'Base fee' }],
      minimumCommitment: '0.8',
    }),
  );
  const half = aCustomer({
    key: 'press',
    subjects: ['app-1'],
    plan: [{ plan: 'reader', from: '2026-01-17' }],
  });

  async function aYear() {
    const billing = await aTenancy({
      plans: { reader: plan },
      customers: [half],
      settings: someSettings({ bounds: null }),
    });
    await billing.use([used('2026-01-20T00:00:00Z'), used('2026-02-20T00:00:00Z')]);
    await bill(billing, '2026-01', '2026-02-03T00:00:00Z');
    await bill(billing, '2026-02', '2026-03-03T00:00:00Z');
    await bill(billing, '2026-03', '2026-04-03T00:00:00Z');
    return billing;
  }

  it('says its rule, and has steps that add up to it', async () => {
    const billing = await aYear();
    const reasons: [string, string][] = [];

    for (const month of ['2026-01', '2026-02', '2026-03']) {
      const document = await documentOf(billing, month);
      expect(document.reasons).toHaveLength(document.lines.length);
      for (const [index, { id, kind, exactAmount }] of document.lines.entries()) {
        const { reason, steps } = await explained(billing, document.id, id);
        expect(document.reasons[index]).toBe(reason);
        const rest = units(sumOf(steps.map(({ amount }) => amount))) - units(exactAmount);
        // A line is cut to the nano; its steps are not.
        expect([kind, rest > -NANO && rest < NANO]).toEqual([kind, true]);
        reasons.push([kind, reason]);
      }
    }

    expect(new Set(reasons.map(([kind]) => kind))).toEqual(
      new Set(['usage', 'minimum', 'fee', 'carried-in', 'rounding']),
    );
    expect(reasons).toContainEqual([
      'fee',
      'a fixed fee for 15 of the 31 days of 2026-01, from 2026-01-17',
    ]);
    expect(reasons).toContainEqual([
      'minimum',
      expect.stringMatching(/^raises what view came to, 0.001, to the minimum of 0.24193548/),
    ]);
    expect(reasons).toContainEqual([
      'minimum',
      expect.stringMatching(/^raises what all charges came to, 0.5, to the commitment of 0.8/),
    ]);
    expect(reasons).toContainEqual([
      'rounding',
      expect.stringMatching(
        /^lines of tax code standard come to [0-9.]+ and are invoiced as [0-9.]+;/,
      ),
    ]);
  });

  it('that was carried in names the documents that left it', async () => {
    const billing = await aYear();
    const [first, second, third] = [
      await documentOf(billing, '2026-01'),
      await documentOf(billing, '2026-02'),
      await documentOf(billing, '2026-03'),
    ];
    const line = third.lines.find(({ kind }) => kind === 'carried-in');

    const answer = await explained(billing, third.id, line?.id ?? '');

    expect(answer.carried?.map(({ id, type, period }) => [id, type, period])).toEqual([
      [second.id, 'statement', '2026-02'],
      [first.id, 'statement', '2026-01'],
    ]);
    expect(sumOf(answer.carried?.map(({ exactAmount }) => exactAmount) ?? [])).toBe(
      line?.exactAmount,
    );
  });

  it('of a credit note leads to the line it takes off', async () => {
    const billing = await aYear();
    const invoice = await documentOf(billing, '2026-03');
    const credited = await interfaceOf(billing)('POST /v1/invoices/{id}/credit-notes', {
      params: { id: invoice.id },
      body: { reason: 'an outage', lines: [{ line: '1', amount: '0.10' }] },
      headers: { 'content-type': 'application/json', 'idempotency-key': 'outage' },
    });

    const answer = await explained(billing, String(credited.body['id']), '1');

    expect(answer).toMatchObject({
      invoice: { type: 'credit-note' },
      reason: expect.stringMatching(/^takes off line 1 of INV-2026-000001: an outage$/),
      steps: [{ of: 'credited', amount: '0.1' }],
    });
  });
});

describe('a draft', () => {
  it('is explained like an invoice', async () => {
    const billing = await aTenancy({
      plans: { reader: quarter },
      customers: [press],
      settings: someSettings({ approval: true }),
    });
    await billing.use(many(4, '2026-01-05T10:00:00Z'));
    await bill(billing, '2026-01', '2026-02-03T00:00:00Z');
    const draft = await documentOf(billing, '2026-01');

    const answer = await explained(billing, draft.id, '1');

    expect(answer).toMatchObject({
      invoice: { status: 'draft', number: null },
      usage: { quantity: '4', billed: [] },
      tallies: [{ quantity: '4' }],
    });
    expect(answer.usage).not.toHaveProperty('difference');
  });
});
