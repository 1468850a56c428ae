import { describe, expect, it } from '@jest/globals';
import {
  announceDocuments,
  documentsMessageFrom,
} from '../../../core/billing/run/documents-message.ts';
import {
  type BillingMessage,
  billingMessageFrom,
  sendAll,
} from '../../../core/billing/run/message.ts';
import { decimalOf } from '../../../core/kernel/decimal.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { inMemoryQueue } from '../../fakes/queue.ts';

const begunAt = timestampOf(1_770_076_800_000);
const overrides = [{ check: 'quarantine-open', reason: 'two test events' }];
const month = { tenant: 'acme', month: monthFrom('2026-01'), overrides };
const run = { kind: 'run', ...month, asked: true } as const;
const customers = ['press', 'subject:reader-7'];

/** What is of version 1 was written by the program of that time, character by character. */
const overridesText = '"overrides":[{"check":"quarantine-open","reason":"two test events"}]';
const runText = `{"kind":"run","tenant":"acme","period":"2026-01",${overridesText},"asked":true`;
const checkedText = '"checked":{"start":1767225600000,"end":1769904000000}';
const versionOne: readonly (readonly [string, BillingMessage])[] = [
  ['{"kind":"sweep","again":false}', { kind: 'sweep', again: false }],
  ['{"kind":"sweep","again":true,"tenant":"acme"}', { kind: 'sweep', again: true, tenant: 'acme' }],
  ['{"kind":"check-books"}', { kind: 'check-books' }],
  ['{"kind":"check-books","tenant":"acme"}', { kind: 'check-books', tenant: 'acme' }],
  [`${runText}}`, { ...run, phase: 'begin' }],
  // What these check was found out again by each step. So they begin again.
  [`${runText},"begunAt":1770076800000,"hour":491040,"tries":1}`, { ...run, phase: 'begin' }],
  [`${runText},"begunAt":1770076800000,"partition":8}`, { ...run, phase: 'begin' }],
  [
    `${runText},"begunAt":1770076800000,"hour":491040,"tries":0,"partition":16}`,
    { ...run, phase: 'begin' },
  ],
  [
    `{"kind":"close","tenant":"acme","period":"2026-01",${overridesText},"customers":["press","subject:reader-7"]}`,
    { kind: 'close', ...month, customers },
  ],
];

const nothing = decimalOf(0n);
const lookingFor = { kind: 'list-unbilled', tenant: 'acme', month: monthFrom('2026-01') } as const;
const looks: readonly BillingMessage[] = [
  { ...lookingFor, partition: 0 },
  { ...lookingFor, partition: 0, uncounted: { from: 490_900, to: 491_640, tries: 2 } },
  {
    ...lookingFor,
    partition: 8,
    sums: [
      { meter: 'view', used: decimalOf(5n), billed: nothing, toBill: nothing, listed: nothing },
    ],
    again: { tries: 1, found: ['view 0.000000000005'] },
  },
];

const comparing = { kind: 'reconcile', tenant: 'acme' } as const;
const finding = { code: 'totals-differ', detail: 'view of app-1', expected: '2', found: '1' };
const comparisons: readonly BillingMessage[] = [
  { kind: 'reconcile' },
  comparing,
  {
    ...comparing,
    step: {
      ...{ compares: 'totals', begunAt, hours: [{ from: 491_040, to: 491_088 }] },
      ...{
        doubtful: [{ hour: 491_041, stored: 'none', looks: 1 }],
        tries: 1,
        compared: 48,
        differing: 1,
        findings: [finding],
      },
    },
  },
  {
    ...comparing,
    step: {
      ...{ compares: 'invoices', begunAt, months: [monthFrom('2026-01')], partition: 8 },
      isRated: true,
      sums: [
        { meter: 'view', used: decimalOf(5n), billed: nothing, toBill: nothing, listed: nothing },
      ],
      again: { tries: 1, found: ['view 0.000000000005'] },
    },
  },
];

const ids = ['inv_9f86d081884c7d659a2feaa0c55ad015', 'crn_0f86d081884c7d659a2feaa0c55ad015'];

describe('a message of the billing queue', () => {
  it.each(versionOne)('of version 1 is read for ever: %s', (body, message) => {
    expect(billingMessageFrom(body)).toEqual(message);
  });

  it.each(versionOne)('is read as it was sent, whatever it was before: %s', async (_, message) => {
    const queue = inMemoryQueue();

    await sendAll(queue, [message]);

    expect(queue.bodies.map(billingMessageFrom)).toEqual([message]);
  });

  it.each(looks)('that looks for what is not billed is read as it was sent', async (message) => {
    const queue = inMemoryQueue();

    await sendAll(queue, [message]);

    expect(queue.bodies.map(billingMessageFrom)).toEqual([message]);
  });

  it.each(comparisons)('that compares is read as it was sent', async (message) => {
    const queue = inMemoryQueue();

    await sendAll(queue, [message]);

    expect(queue.bodies.map(billingMessageFrom)).toEqual([message]);
  });

  it('says what a run checks, from its first step on', async () => {
    const queue = inMemoryQueue();
    const checked = { start: timestampOf(1_767_225_600_000), end: timestampOf(1_769_904_000_000) };
    const messages: readonly BillingMessage[] = [
      { ...run, phase: 'recount', begunAt, checked, hour: 491_040, tries: 1 },
      { ...run, phase: 'search', begunAt, checked, partition: 8 },
    ];

    await sendAll(queue, messages);

    expect(queue.bodies.map(billingMessageFrom)).toEqual(messages);
  });

  it('says its version', async () => {
    const queue = inMemoryQueue();

    await sendAll(queue, [{ ...run, phase: 'begin' }]);

    expect(queue.bodies).toEqual([
      `{"version":2,"kind":"run","tenant":"acme","period":"2026-01",${overridesText},"asked":true,"phase":"begin"}`,
    ]);
  });

  it.each([
    ['"run"', 'a message of the billing queue is an object'],
    ['{"kind":"walk"}', 'kind of a message'],
    ['{"version":3,"kind":"sweep","again":true}', 'version 2 at most, got 3'],
    ['{"kind":"sweep"}', 'again of a message'],
    ['{"kind":"reconcile","tenant":"acme","step":{"begunAt":1,"compares":"all"}}', 'compares of'],
    [`${runText},${checkedText},"hour":491040}`, 'begunAt of a message'],
    [`${runText},${checkedText},"begunAt":1,"hour":1.5,"tries":0}`, 'hour of a message'],
    ['{"kind":"close","tenant":"acme","period":"2026-1","overrides":[]}', 'is a month'],
    ['{"kind":"close","tenant":"acme","period":"2026-01","overrides":{}}', 'overrides of'],
    [
      '{"kind":"close","tenant":"acme","period":"2026-01","overrides":[],"customers":[7]}',
      'customers of a message of the billing queue has only texts',
    ],
  ])('that no version of ours wrote is refused: %s', (body, why) => {
    expect(() => billingMessageFrom(body)).toThrow(why);
  });
});

describe('a message of the documents queue', () => {
  it('of version 1 is read for ever', () => {
    const body =
      '{"tenant":"acme","ids":["inv_9f86d081884c7d659a2feaa0c55ad015","crn_0f86d081884c7d659a2feaa0c55ad015"]}';

    expect(documentsMessageFrom(body)).toEqual({ tenant: 'acme', ids });
  });

  it('is read as it was sent, and says its version', async () => {
    const queue = inMemoryQueue();

    await announceDocuments(queue, 'acme', ids);

    expect(queue.bodies.map(documentsMessageFrom)).toEqual([{ tenant: 'acme', ids }]);
    expect(queue.bodies[0]).toMatch(/^\{"version":2,/);
  });

  it.each([
    ['[]', 'is an object'],
    ['{"tenant":"acme"}', 'ids of a message'],
    ['{"version":3,"tenant":"acme","ids":[]}', 'version 2 at most'],
  ])('that no version of ours wrote is refused: %s', (body, why) => {
    expect(() => documentsMessageFrom(body)).toThrow(why);
  });
});
