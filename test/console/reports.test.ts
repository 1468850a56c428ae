import { describe, expect, it } from '@jest/globals';
import {
  columnTitle,
  reportAsked,
  reportCsv,
  reportForms,
} from '../../console/src/pages/reports/report-question.ts';
import { reportDays } from '../../core/contract/reports/report-names.ts';

describe('a report that is asked for on the page', () => {
  const written = { from: '2026-10', to: '2026-11', asOf: '2026-11-30', customer: 'press' };

  it('is each that there is, by the days that it takes', () => {
    const days = Object.entries(reportForms).map(([name, { by }]) => [name, by]);

    expect(Object.fromEntries(days)).toEqual(reportDays);
  });

  it('is asked by its own days alone', () => {
    expect(reportAsked({ ...written, report: 'deferred' })).toEqual({
      ...{ name: 'deferred', query: { asOf: '2026-11-30' } },
    });
    expect(reportAsked({ ...written, report: 'cash', to: '' })).toEqual({
      ...{ name: 'cash', query: { from: '2026-10' } },
    });
  });

  it('is nothing before it is said whose statement it is, or which report', () => {
    const ofNobody = { ...written, customer: '', report: 'customer-statement' };

    expect(reportAsked(ofNobody)).toBeUndefined();
    expect(reportAsked({ ...written, report: 'profit' })).toBeUndefined();
    expect(reportAsked({ ...ofNobody, customer: 'press' })?.query).toEqual({
      ...{ from: '2026-10', to: '2026-11', customer: 'press' },
    });
  });

  it('is saved whole, however many pages it comes in', async () => {
    const file = async (
      path: string,
      { cursor = 'first', format, separator }: Record<string, string>,
    ) =>
      Promise.resolve({
        ...{ name: undefined, blob: new Blob([`${path} ${format} ${separator} ${cursor}\n`]) },
        ...(cursor === 'first' ? { nextCursor: 'second' } : {}),
      });

    const asked = { name: 'cash', query: { from: '2026-10' } } as const;
    const csv = await reportCsv({ file }, asked, 'semicolon');

    expect(await csv.text()).toBe(
      '/v1/reports/cash csv semicolon first\n/v1/reports/cash csv semicolon second\n',
    );
  });
});

describe('a column of a report', () => {
  it('has words for people where its name is for programs', () => {
    const names = ['customer', 'notDue', 'days1To30', 'over90', 'receivable'];

    expect(names.map(columnTitle)).toEqual([
      ...['customer', 'not due yet', '1 to 30 days late', 'over 90', 'receivable'],
    ]);
  });
});
