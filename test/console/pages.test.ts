import { describe, expect, it } from '@jest/globals';
import type { Api } from '../../console/src/api.ts';
import { linesUpTo } from '../../console/src/charts/scale.ts';
import { type Bar, heightsOf, seriesOf } from '../../console/src/charts/series.ts';
import { planNow } from '../../console/src/pages/customers/plan-now.ts';
import { creditedLines } from '../../console/src/pages/invoices/credited-lines.ts';
import {
  overdueFindings,
  quarantineFindings,
  reconciliationFindings,
  runFindings,
  unbilledFindings,
} from '../../console/src/pages/overview/findings.ts';
import { untilFound } from '../../console/src/pages/overview/until-found.ts';
import { changeOf } from '../../console/src/pages/runs/compared-drafts.ts';
import { isRunning } from '../../console/src/pages/runs/run-words.ts';
import { barsOf, questionOf, windowText } from '../../console/src/pages/usage/usage-question.ts';

const nothing = { closed: 3, parked: 0, open: 0, 'not-ended': 0 };
const run = {
  ...{ period: '2026-10', waitingFor: [], customers: [], unassigned: [] },
  status: 'done' as const,
};

describe('what needs attention', () => {
  it('is nothing where nothing waits', () => {
    expect([
      ...quarantineFindings({ entries: [] }),
      ...runFindings({ ...run, counts: nothing }),
      ...unbilledFindings('2026-10', { rows: [] }),
      ...overdueFindings({ invoices: [] }),
      ...reconciliationFindings({ status: 'agrees', comparisons: [] }),
    ]).toEqual([]);
  });

  it('is a run that a check holds, and drafts that wait for a person', () => {
    const waitingFor = [{ code: 'quarantine-open', detail: 'two events are open' }] as const;
    const found = runFindings({ ...run, waitingFor, counts: { ...nothing, parked: 2 } });

    expect(found.map(({ text, tone }) => [text, tone])).toEqual([
      ['The billing of 2026-10 waits: two events are open.', 'bad'],
      ['2 drafts of 2026-10 to look at and issue.', 'waiting'],
    ]);
    expect(found[0]?.link).toBe('#/runs/2026-10');
  });

  it('is usage that nobody is billed for, but for what was accepted', () => {
    const row = { meter: 'views', reason: 'no-payer', quantity: '1', period: '2026-10' } as const;
    const accepted = { reason: 'a trial', by: 'k1', at: '2026-11-01T00:00:00Z' };

    expect(unbilledFindings('2026-10', { rows: [{ ...row, accepted }] })).toEqual([]);
    const trial = { ...row, subject: 'trial-1' };
    expect(unbilledFindings('2026-10', { rows: [trial], nextCursor: 'x' })[0]?.text).toBe(
      'Not all usage of 2026-10 is billed, such as views of trial-1.',
    );
  });

  it('is what nobody has looked at, where nothing was found so far and there is more', () => {
    const nextCursor = 'x';
    const found = [
      ...quarantineFindings({ entries: [], nextCursor }),
      ...unbilledFindings('2026-10', { rows: [], nextCursor }),
      ...overdueFindings({ invoices: [], nextCursor }),
    ];

    expect(found.map(({ text }) => text)).toEqual([
      'Not all events in quarantine were looked at.',
      'Not all usage of 2026-10 was looked at.',
      'Not all invoices were looked at, whether they are overdue.',
    ]);
  });

  it('is looked for past pages that have none of it, as far as a person waits', async () => {
    const asked: unknown[] = [];
    const answering = (pages: readonly (readonly string[])[]) =>
      untilFound(
        {
          ask: (_: string, { query }: { readonly query: object }) => {
            asked.push(query);
            const entries = pages[asked.length - 1] ?? [];
            const rest = asked.length < pages.length ? { nextCursor: `c-${asked.length}` } : {};
            return Promise.resolve({ entries, ...rest });
          },
        } as unknown as Api,
        { route: 'GET /v1/quarantine', query: { status: 'open' } },
        ({ entries }) => entries.length > 0,
      );

    expect(await answering([[], [], ['q-1'], []])).toEqual({ entries: ['q-1'], nextCursor: 'c-3' });
    expect(asked).toEqual([
      ...[
        { status: 'open', cursor: undefined },
        { status: 'open', cursor: 'c-1' },
      ],
      { status: 'open', cursor: 'c-2' },
    ]);
    asked.length = 0;
    expect(await answering(Array.from({ length: 20 }, () => []))).toEqual({
      ...{ entries: [], nextCursor: 'c-16' },
    });
  });

  it('is every comparison that found a difference', () => {
    const passed = { begunAt: '2026-11-01T00:00:00Z', endedAt: '2026-11-01T00:01:00Z' };
    const books = { kind: 'books', ...passed, compared: 5, differing: 0, findings: [] } as const;

    expect(
      reconciliationFindings({
        status: 'differs',
        comparisons: [books, { ...books, kind: 'totals', differing: 2 }],
      }).map(({ text }) => text),
    ).toEqual(['totals: 2 differences found.']);
  });
});

describe('books and totals that were not compared', () => {
  it('need attention where they were once, not on a stack that is new', () => {
    const endedAt = '2026-11-01T00:01:00Z';

    expect(reconciliationFindings({ status: 'overdue', comparisons: [] })).toEqual([]);
    expect(reconciliationFindings({ status: 'overdue', endedAt, comparisons: [] })).toHaveLength(1);
  });
});

describe('a month', () => {
  it('runs where nobody’s has ended: there is nothing to bill, and nothing done', () => {
    expect(isRunning({ ...nothing, closed: 0, 'not-ended': 3 })).toBe(true);
    expect(isRunning({ ...nothing, 'not-ended': 3 })).toBe(false);
    expect(isRunning({ ...nothing, closed: 0 })).toBe(false);
  });
});

describe('the plan of a customer', () => {
  const plan = [
    { plan: 'small', from: '2026-01-01' },
    { plan: null, from: '2026-06-01' },
    { plan: 'large', from: '2026-12-01' },
  ];

  it('is the last that has begun', () => {
    expect(planNow(plan, '2026-05-31')).toBe('small');
    expect(planNow(plan, '2026-12-01')).toBe('large');
  });

  it('is none before the first, and where it was ended', () => {
    expect(planNow(plan, '2025-12-31')).toBeUndefined();
    expect(planNow(plan, '2026-06-01')).toBeUndefined();
    expect(planNow(undefined, '2026-06-01')).toBeUndefined();
  });
});

describe('a draft beside the month before', () => {
  const draft = { type: 'invoice', customer: 'c', currency: 'EUR', parked: undefined } as const;

  it('says by how much it is more or less, exactly', () => {
    expect(changeOf({ ...draft, total: '10.10', before: '9.90' })).toBe('+0.20');
    expect(changeOf({ ...draft, total: '9.90', before: '10.10' })).toBe('-0.20');
    expect(changeOf({ ...draft, total: '9.90', before: '9.90' })).toBe('0.00');
    expect(changeOf({ ...draft, total: '1.00', before: '-1.00' })).toBe('+2.00');
  });

  it('says nothing where there was none', () => {
    expect(changeOf({ ...draft, total: '9.90', before: undefined })).toBeUndefined();
  });
});

describe('lines to be credited', () => {
  it('are those with an amount', () => {
    expect(creditedLines({ '1': ' 2.50 ', '2': '', '3': '  ' })).toEqual([
      { line: '1', amount: '2.50' },
    ]);
  });
});

describe('a question for usage', () => {
  const defaults = { meter: 'views', from: '2026-11', to: '2026-12' };

  it('is by day where the address does not say', () => {
    expect(questionOf({}, defaults)).toMatchObject({ ...defaults, window: 'day' });
  });

  it('is of a whole stretch where it says so, and grouped', () => {
    const asked = questionOf({ window: 'none', groupBy: 'subject', customer: '' }, defaults);

    expect(asked).not.toHaveProperty('window');
    expect(asked).not.toHaveProperty('customer');
    expect(asked).toMatchObject({ groupBy: 'subject' });
  });
});

describe('a window', () => {
  const row = { start: '2026-03-28T23:00:00Z', end: '2026-03-29T22:00:00Z' };

  it('is named by its beginning in the zone that was asked for', () => {
    const question = { meter: 'm', from: '', to: '', window: 'day' } as const;

    expect(windowText(row, { ...question, timezone: 'Europe/Berlin' })).toBe('2026-03-29');
    expect(windowText(row, question)).toBe('2026-03-28');
    expect(windowText(row, { ...question, window: 'hour' })).toBe('2026-03-28 23:00');
  });

  it('is a bar with the value as it was answered, apart by what it is grouped by', () => {
    const question = { meter: 'm', from: '', to: '', window: 'day', groupBy: 'subject' } as const;
    const value = '12345678901234567890.5';
    const rows = ['a', 'b'].map((subject) => ({ ...row, subject, dimensions: {}, value }));

    expect(barsOf(rows, question)).toEqual([
      {
        label: '03-28',
        parts: [
          { name: 'a', value },
          { name: 'b', value },
        ],
      },
    ]);
  });

  it('that is a whole stretch is a bar a group', () => {
    const question = { meter: 'm', from: '', to: '', groupBy: 'section' } as const;
    const rows = ['news', null].map((section) => ({ ...row, dimensions: { section }, value: '1' }));

    expect(barsOf(rows, question).map(({ label }) => label)).toEqual(['news', 'none']);
  });

  it('is a bar of its own, though clocks were put back and another hour is called the same', () => {
    const hours = ['2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z'].map((start) => ({
      ...row,
      ...{ start, dimensions: {}, value: '2' },
    }));
    const timezone = 'Europe/Berlin';
    const asked = { meter: 'm', from: '', to: '', window: 'hour', timezone } as const;

    expect(barsOf(hours, asked)).toEqual([
      { label: '10-25 02:00', parts: [{ name: '', value: '2' }] },
      { label: '10-25 02:00', parts: [{ name: '', value: '2' }] },
    ]);
  });
});

describe('the parts of bars', () => {
  const bar = (values: Readonly<Record<string, string>>): Bar => ({
    label: '',
    parts: Object.entries(values).map(([name, value]) => ({ name, value })),
  });

  it('stand on one another, those first that come to most', () => {
    const bars = [bar({ a: '1', b: '3' }), bar({ a: '1' })];
    const series = seriesOf(bars);

    expect(series).toEqual(['b', 'a']);
    expect(heightsOf(bars[0] ?? bar({}), series)).toEqual([
      { name: 'b', from: 0, to: 3 },
      { name: 'a', from: 3, to: 4 },
    ]);
  });

  it('that are too many for colours stand together, and come to as much', () => {
    const many = bar(
      Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`s${n}`, `${n + 1}`])),
    );
    const series = seriesOf([many]);

    expect(series).toEqual(['s8', 's7', 's6', 's5', 's4', 'others']);
    expect(heightsOf(many, series).at(-1)?.to).toBe(45);
  });

  it('do not stand below zero', () => {
    expect(heightsOf(bar({ a: '-5' }), ['a'])).toEqual([{ name: 'a', from: 0, to: 0 }]);
  });
});

describe('the lines of a chart', () => {
  it('stand at round numbers, up to the greatest', () => {
    expect(linesUpTo(547)).toEqual([0, 200, 400, 600]);
    expect(linesUpTo(0.3)).toEqual([0, 0.1, 0.2, 0.3]);
  });

  it('are there where nothing was used', () => {
    expect(linesUpTo(0)).toEqual([0, 1]);
  });
});
