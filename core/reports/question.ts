import { type ReportName, reportDays, reportNames } from '../contract/reports/report-names.ts';
import { laterDate } from '../kernel/local-calendar.ts';
import { isMonth, laterMonth } from '../kernel/month.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localStart, utc } from '../kernel/time-zone.ts';

/** The days that a report is about, `YYYY-MM-DD`, both counted; from the first of all where `from` is left out. */
export interface ReportDays {
  readonly from?: string;
  readonly to: string;
}

/** What is asked of the books. */
export interface ReportQuestion {
  readonly report: ReportName;
  readonly days: ReportDays;
  /** Whose statement it is; of other reports undefined. */
  readonly customer: string | undefined;
}

interface Sent {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly asOf?: string | undefined;
  readonly customer?: string | undefined;
}

/**
 * What was sent, as a question.
 * @throws Rejection `request.bad-key`, `report.days-invalid`, `report.customer-invalid`
 */
export function reportQuestion(report: string, sent: Sent): ReportQuestion {
  if (!isReport(report)) {
    throw new Rejection(
      'request.bad-key',
      `name one of ${reportNames.join(', ')}, got ${JSON.stringify(report.slice(0, 40))}`,
      { param: 'name' },
    );
  }
  const days = reportDays[report] === 'asOf' ? asOfIn(report, sent) : fromToIn(report, sent);
  const isStatement = report === 'customer-statement';
  if (isStatement === (sent.customer === undefined)) {
    throw new Rejection(
      'report.customer-invalid',
      isStatement
        ? 'name the customer whose statement it is, got none'
        : `leave customer out: ${report} is of all, got ${sent.customer}`,
      { param: 'customer' },
    );
  }
  return { report, days, customer: sent.customer };
}

/**
 * Of a report that was made: a name that is mistyped is not to look like a payer who owes nothing.
 * @throws Rejection `payment.payer-unknown`
 */
export function refuseUnknownPayer(
  { customer }: ReportQuestion,
  { documents }: { readonly documents: number },
): void {
  if (customer === undefined || documents > 0) return;
  throw new Rejection(
    'payment.payer-unknown',
    `name a payer with a document in the books, by the key that its invoices have as customer, got ${JSON.stringify(customer.slice(0, 80))}`,
    { param: 'customer' },
  );
}

const isReport = (name: string): name is ReportName => Object.hasOwn(reportDays, name);

function asOfIn(report: ReportName, { from, to, asOf }: Sent): ReportDays {
  if (from !== undefined || to !== undefined) {
    throw daysInvalid(`ask for ${report} by its one day (asOf), got from or to`, 'from');
  }
  if (asOf === undefined) throw daysInvalid(`say as of which day ${report} is asked`, 'asOf');
  return { to: lastDay(asOf, 'asOf') };
}

function fromToIn(report: ReportName, { from, to, asOf }: Sent): ReportDays {
  if (asOf !== undefined) throw daysInvalid(`ask for ${report} by from and to, got asOf`, 'asOf');
  if (from === undefined) throw daysInvalid(`say from which day ${report} is asked`, 'from');
  if (to === undefined) throw daysInvalid(`say up to which day ${report} is asked`, 'to');
  const days = { from: firstDay(from, 'from'), to: lastDay(to, 'to') };
  if (days.from > days.to) {
    throw daysInvalid(
      `\`to\` must be \`from\` or a later day: got ${days.from} and ${days.to}`,
      'to',
    );
  }
  return days;
}

const firstDay = (text: string, param: string): string =>
  isMonth(text) ? `${text}-01` : dayFrom(text, param);

const lastDay = (text: string, param: string): string =>
  isMonth(text) ? laterDate(`${laterMonth(text)}-01`, -1) : dayFrom(text, param);

function dayFrom(text: string, param: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && localStart(text, utc) !== undefined) return text;
  throw daysInvalid(
    `name a day as YYYY-MM-DD or a month as YYYY-MM, got ${JSON.stringify(text.slice(0, 40))}`,
    param,
  );
}

const daysInvalid = (detail: string, param: string): Rejection =>
  new Rejection('report.days-invalid', detail, { param });
