import type { UsageAnswer, UsageRowAnswer } from '../../core/contract/usage/shapes.ts';
import { type Cell, csvText } from '../../core/kernel/csv.ts';
import { decimalText } from '../../core/kernel/decimal.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import { isInformationalKey, meterOfKey } from '../../core/metering/informational.ts';
import type { UsagePage } from '../../core/metering/query/usage-query.ts';
import type { UsageRequest } from '../../core/metering/query/usage-query-parameters.ts';
import type { UsageQuestion } from '../../core/metering/query/usage-query-question.ts';
import type { UsageRow } from '../../core/metering/query/usage-query-rows.ts';
import type { HttpAnswer } from '../middleware/http.ts';

/** What was asked, and a page of what came of it. */
export interface AnsweredUsage {
  readonly question: UsageQuestion;
  readonly asked: UsageRequest;
  readonly page: UsagePage;
  readonly nextCursor: string | undefined;
}

/** Whether an `Accept` header would rather have CSV than JSON; without one, or for neither, it is JSON. */
export function prefersCsv(accept = ''): boolean {
  const weights = new Map(accept.toLowerCase().split(',').map(weighted));
  const csv = weights.get('text/csv') ?? weights.get('text/*') ?? 0;
  return csv > (weights.get('application/json') ?? weights.get('*/*') ?? 0);
}

function weighted(range: string): [string, number] {
  const [name = '', ...parameters] = range.split(';').map((part) => part.trim());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return [name, weight === undefined ? 1 : Number(weight)];
}

export function usageBody({ question, asked, page, nextCursor }: AnsweredUsage): UsageAnswer {
  const { meter, period, unit, timeZone } = question;
  const { customer } = asked.parameters;
  const [subject] = asked.subjects ?? [];
  return {
    meter: meterOfKey(meter.key),
    aggregation: meter.aggregation,
    ...(customer === undefined ? {} : { customer }),
    ...(subject === undefined ? {} : { subject }),
    ...(isInformationalKey(meter.key) ? { informational: true as const } : {}),
    from: rfc3339(period.start),
    to: rfc3339(period.end),
    window: unit ?? null,
    timezone: timeZone,
    rows: page.rows.map(rowAnswer),
    ...(page.isPartial ? { partial: true } : {}),
    ...(page.unreadable > 0 ? { unreadable: page.unreadable } : {}),
    ...(nextCursor === undefined ? {} : { nextCursor }),
  };
}

const rowAnswer = ({ window, customer, subject, dimensions, value }: UsageRow): UsageRowAnswer => ({
  start: rfc3339(window.start),
  end: rfc3339(window.end),
  ...(customer === undefined ? {} : { customer }),
  ...(subject === undefined ? {} : { subject }),
  dimensions,
  value: decimalText(value),
});

/** A line for each row, under one of titles; what else JSON says is in headers. */
export function usageCsvAnswer(
  { question, page, nextCursor }: AnsweredUsage,
  query: ReadonlyMap<string, string>,
): HttpAnswer {
  const { grouping, meter } = question;
  const names = grouping.dimensions.map((place) => meter.dimensions[place] ?? '');
  const titles = [
    'start',
    'end',
    ...(grouping.customer ? ['customer'] : []),
    ...(grouping.subject ? ['subject'] : []),
    ...names,
    'value',
  ];
  const lines = page.rows.map((row): Cell[] => [
    { number: rfc3339(row.window.start) },
    { number: rfc3339(row.window.end) },
    ...(grouping.customer ? [textCell(row.customer)] : []),
    ...(grouping.subject ? [textCell(row.subject)] : []),
    ...names.map((name) => textCell(row.dimensions[name])),
    { number: decimalText(row.value) },
  ]);
  return {
    statusCode: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      ...(page.isPartial ? { 'farthing-partial': 'true' } : {}),
      ...(page.unreadable > 0 ? { 'farthing-unreadable': String(page.unreadable) } : {}),
      ...(nextCursor === undefined ? {} : { link: nextPageLink(query, nextCursor) }),
    },
    body: csvText([titles.map((text) => ({ text })), ...lines]),
  };
}

const textCell = (text: string | null | undefined): Cell =>
  text === null || text === undefined ? undefined : { text };

/** RFC 8288. */
function nextPageLink(query: ReadonlyMap<string, string>, cursor: string): string {
  const parameters = new URLSearchParams([...new Map([...query, ['cursor', cursor]])]);
  return `</v1/usage?${parameters.toString()}>; rel="next"`;
}
