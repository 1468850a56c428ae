import { describe, expect, it } from '@jest/globals';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { voidInvoice } from '../../core/invoicing/void-invoice.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { State } from '../../verify/src/findings.ts';
import { sortedFiles } from '../../verify/src/sorted-files.ts';
import { type Report, verified } from '../../verify/src/verify.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../fixtures/usage-events.ts';
import { aBilledWallet } from '../support/a-billed-wallet.ts';
import { asking } from '../support/ask.ts';
import { billingInterface } from '../support/billing-interface.ts';
import { aTenancy, views } from '../support/rated-usage.ts';
import { someProofs } from '../support/some-proofs.ts';
import { closedJanuary } from './support/closed-january.ts';
import { pairsOf, provenBooks } from './support/proven.ts';

const says = (report: Report, state: State): readonly string[] =>
  report.documents.flatMap(({ findings }) =>
    findings.filter((one) => one.state === state).map((one) => one.says),
  );

const tiers = [
  { upTo: '2', unitPrice: '3' },
  { upTo: null, unitPrice: '1', flatFee: '0.5' },
];

/** A January that cannot be made again of quantities alone: a level with two prices, and events that are free. */
async function anOddMonth() {
  const tenancy = await aTenancy({
    meters: [
      views,
      aMeter({ key: 'seats', eventType: 'seats', aggregation: 'max', value: 'n' }),
      aMeter({ key: 'paid', eventType: 'pay', aggregation: 'sum', value: 'n' }),
    ],
    plans: {
      reader: aPlan(
        ...[
          ['2020-01-01', tiers],
          ['2026-01-11', tiers.map((tier) => ({ ...tier, unitPrice: '4' }))],
        ].map(([effectiveFrom, own]) =>
          aVersion({
            effectiveFrom: effectiveFrom as string,
            charges: [
              { meter: 'view', model: 'per_unit', unitPrice: '0.5' },
              { meter: 'seats', model: 'graduated', tiers: own as typeof tiers },
              {
                meter: 'paid',
                model: 'percentage',
                ratePercent: '10',
                freeEvents: 2,
                freeAmount: '7',
              },
            ],
          }),
        ),
      ),
    },
    customers: [aCustomer({ key: 'press', plan: [{ plan: 'reader', from: '2026-01-01' }] })],
  });
  await tenancy.use(
    [3, 9, 14, 20].flatMap((day, index) =>
      ['view', 'seats', 'pay'].map((type) =>
        aUsageEvent({
          ...{
            id: `${type} ${day}`,
            type,
            subject: 'app-1',
            data: JSON.stringify({ n: index + 3 }),
          },
          occurredAt: timestampOf(Date.UTC(2026, 0, day, 10)),
        }),
      ),
    ),
  );
  return closedJanuary(tenancy);
}

describe('What a bill does not say by itself', () => {
  it('is asked for, and then made again: parts of a level, and events that are looked at one by one', async () => {
    const { asked, lines, explained } = await anOddMonth();
    const alone = await verified(asked);
    const texts = await Promise.all(lines.map(({ id, meter }) => explained(id, meter === 'paid')));
    const whole = await verified({ ...asked, lines: texts });

    expect(says(alone, 'fails')).toEqual([]);
    expect(says(alone, 'unknown')).toEqual([
      expect.stringContaining('If its meter is of a level'),
      expect.stringContaining('with its events'),
      expect.stringContaining('If its meter is of a level'),
    ]);
    expect([whole.verdict, says(whole, 'fails'), says(whole, 'unknown')]).toEqual([
      'holds',
      [],
      [],
    ]);
    expect(says(whole, 'holds').filter((one) => /tallies|events of/.test(one))).toEqual([
      expect.stringContaining('add up to the quantity'),
      expect.stringContaining('are what was billed'),
    ]);
  });

  it('is refused where tallies or events were changed', async () => {
    const { asked, lines, explained } = await anOddMonth();
    const view = lines.find(({ meter }) => meter === 'view')?.id ?? '';
    const paid = lines.find(({ meter }) => meter === 'paid')?.id ?? '';
    const tallies = (await explained(view, false)).replace('"quantity":"1"}', '"quantity":"2"}');
    const events = (await explained(paid, true)).replace(/"value":"3"/, '"value":"4"');

    expect(says(await verified({ ...asked, lines: [tallies] }), 'fails')).toEqual([
      expect.stringContaining('do not add up'),
    ]);
    expect((await verified({ ...asked, lines: [events] })).verdict).not.toBe('holds');
  });

  it('is said aloud of what wallets were given and passes cover, and all else of such a bill holds', async () => {
    const { billing, wallet, charge, bill, post, ask } = await aBilledWallet();
    const pass = { name: 'Four', meter: 'view', units: '4', days: 90 };
    const body = { ...pass, price: { amount: '0.24', currency: 'EUR' } };
    const headers = { 'content-type': 'application/json' };
    await ask('PUT /v1/passes/{key}', { params: { key: 'four' }, body, headers });
    await wallet('grants', { kind: 'promotional', amount: '0.20', priority: 10 });
    await wallet('top-ups', { amount: '20.00', rail: 'bank', reference: 'T-1' });
    await post('/v1/payers/{payer}/passes', { pass: 'four' });
    for (let count = 0; count < 15; count += 1) await charge(1);
    const answer = JSON.stringify(await bill('2026-01'));
    const { proven, keys } = await provenBooks(billing.log);
    const plan = await billing.rating.plans.get('acme', 'reader');

    const report = await verified({
      pairs: pairsOf(proven).map((pair) => ({ ...pair, document: answer })),
      ...{ keys, plans: [JSON.stringify({ key: 'reader', ...plan?.body })] },
    });

    expect([report.verdict, says(report, 'fails')]).toEqual(['unknown', []]);
    expect(says(report, 'unknown')).toEqual([
      expect.stringContaining('a pass that was bought'),
      expect.stringContaining('a wallet that was given money'),
    ]);
    expect(says(report, 'note')).toEqual([
      expect.stringContaining('It is paid by now, as is said'),
      expect.stringContaining('documents, reasons, paymentState'),
    ]);
    expect(says(report, 'holds')).toContainEqual(expect.stringContaining('what a wallet paid'));
  });
});

describe('A bill and its proof, as they are answered', () => {
  const answered = async () => {
    const reader = aPlan(aVersion({ charges: [{ meter: 'view', model: 'volume', tiers }] }));
    const tenancy = await aTenancy({
      plans: { reader },
      customers: [aCustomer({ key: 'press', plan: [{ plan: 'reader', from: '2026-01-01' }] })],
    });
    const occurredAt = timestampOf(Date.UTC(2026, 0, 20));
    await tenancy.use([aUsageEvent({ type: 'view', subject: 'app-1', occurredAt })]);
    const request = await tenancy.request('press', '2026-01');
    const [outcome] = await closePeriods(tenancy, 'acme', [request]);
    if (outcome?.status !== 'closed') throw new Error('the month is closed');
    const proofs = someProofs(tenancy, 'billing.example', tenancy.rating.plans);
    await proofs.publish('acme');
    const params = { id: outcome.document.id };
    const ask = asking(proofs.handler);
    const { text: proof } = await ask('GET /v1/invoices/{id}/proof', { params });
    const log = { tenant: 'acme', year: '2026' };
    const key = await ask('GET /v1/logs/{tenant}/{year}/key', { params: log });
    const { body } = await billingInterface(tenancy)('GET /v1/invoices/{id}', { params });
    return { pair: { name: 'it', document: JSON.stringify(body), proof }, keys: [key.text] };
  };

  it('are enough: the prices go with the proof, and the log has their digest', async () => {
    const { pair, keys } = await answered();

    const report = await verified({ pairs: [pair], keys });

    expect([report.verdict, says(report, 'unknown')]).toEqual(['holds', []]);
  });

  it('are refused where the prices were changed that go with it, though nobody had reached them', async () => {
    const { pair, keys } = await answered();
    const line = /^extra (.+)$/m.exec(pair.proof)?.[1] ?? '';
    const opened = Buffer.from(line, 'base64').toString();
    const dearer = opened.replace('"flatFee":"0.5"', '"flatFee":"0.6"');
    const proof = pair.proof.replace(line, Buffer.from(dearer).toString('base64'));

    const report = await verified({ pairs: [{ ...pair, proof }], keys });

    expect(dearer).not.toBe(opened);
    expect(says(report, 'fails')).toEqual([
      expect.stringContaining('are not those that the month was closed under'),
    ]);
  });
});

describe('A bill that was made void', () => {
  it('is taken for undone once it is billed again, and until then what follows is not known', async () => {
    const advance = { key: 'base', amount: '5', description: 'Base', timing: 'advance' } as const;
    const reader = aPlan(aVersion({ fixedFees: [advance] }));
    const tenancy = await aTenancy({
      plans: { reader },
      customers: [aCustomer({ key: 'press', plan: [{ plan: 'reader', from: '2026-01-01' }] })],
    });
    const close = async (month: number) => {
      const now = timestampOf(Date.UTC(2026, month, 3));
      if (tenancy.time.now < now) tenancy.time.now = now;
      const request = await tenancy.request('press', `2026-0${month}`);
      const [outcome] = await closePeriods(tenancy, 'acme', [request]);
      if (outcome?.status !== 'closed') throw new Error(JSON.stringify(outcome));
      return outcome.document.id;
    };
    const first = await close(1);
    const undo = { invoice: first, reason: 'wrong', afterwards: 'rebill' } as const;
    await voidInvoice(tenancy.books, 'acme', undo);
    await close(2);
    await close(1);
    await close(3);
    const ask = billingInterface(tenancy);
    const { proven, keys } = await provenBooks(tenancy.log);
    const pairs = await Promise.all(
      pairsOf(proven).map(async ({ name: id, proof }) => {
        const { body } = await ask('GET /v1/invoices/{id}', { params: { id } });
        return { name: id, document: JSON.stringify(body), proof };
      }),
    );

    const report = await verified({
      ...{ pairs, keys, plans: [JSON.stringify({ key: 'reader', ...reader })] },
    });

    const states = report.documents.map(({ findings }) => [
      ...new Set(findings.map(({ state }) => state).filter((state) => state !== 'note')),
    ]);
    // February has the fee that the void of January has taken back, too: which is in no document that is shown.
    expect(states).toEqual([['holds'], ['holds', 'unknown'], ['holds'], ['holds']]);
    expect(says(report, 'unknown')).toEqual([
      expect.stringContaining('INV-2026-000001 was made void'),
    ]);
  });
});

describe('Files that somebody chose', () => {
  it('are told apart by what is in them, and proofs go with their documents', async () => {
    const { asked, explained } = await anOddMonth();
    const [pair] = asked.pairs;
    const explains = await explained('1', false);
    const texts = [
      ...[pair?.proof, explains, 'something else', asked.keys.join('\n'), ...asked.plans],
      ...[
        pair?.document,
        '{"from":1,"to":2,"hashes":[]}',
        pair?.proof.split('\n\n').slice(1).join('\n\n'),
        '{"proofs":[],"unproven":[]}',
      ],
    ];
    const files = texts.map((text = '', index) => ({ name: `${index}`, bytes: Buffer.from(text) }));

    const sorted = await sortedFiles(files);

    expect(sorted.left).toEqual(['2 is nothing that is known here.']);
    expect(sorted.asked).toEqual({
      pairs: [{ name: '5', document: pair?.document, proof: pair?.proof }],
      ...{ keys: asked.keys, plans: asked.plans, lines: [explains] },
      ...{ checkpoints: [texts[7]], consistency: [texts[6]], events: [texts[8]], directories: [] },
    });
    const lonely = await sortedFiles(files.filter(({ name }) => name === '5'));
    expect(lonely.left).toEqual(['5 is a document without its proof.']);
  });
});
