import type { Api } from '../../api.ts';
import { isBeforeSettings } from '../../faults.ts';

/** What finance asks of the books, and by which days. */
export const reportForms = {
  'aged-receivables': { title: 'Receivables by age', by: 'asOf' },
  revenue: { title: 'Revenue by month and meter', by: 'fromTo' },
  'vat-summary': { title: 'VAT summary', by: 'fromTo' },
  'invoice-register': { title: 'Register of invoices', by: 'fromTo' },
  'customer-statement': { title: 'Statement of a customer', by: 'fromTo' },
  deferred: { title: 'Deferred and carried', by: 'asOf' },
  cash: { title: 'Cash by rail', by: 'fromTo' },
  'withheld-tax': { title: 'Tax withheld from payees', by: 'fromTo' },
} as const;

export type ReportForm = keyof typeof reportForms;

/** What is asked for; it stands in the address, so that a page can be sent to somebody. */
export interface ReportAsked {
  readonly name: ReportForm;
  readonly query: {
    readonly from?: string;
    readonly to?: string;
    readonly asOf?: string;
    readonly customer?: string;
  };
}

export const isReport = (name: string): name is ReportForm => Object.hasOwn(reportForms, name);

/** Undefined until a report is chosen, and of a statement until it is said whose. */
export function reportAsked(
  written: Readonly<Record<string, string | undefined>>,
): ReportAsked | undefined {
  const name = written['report'] ?? '';
  if (!isReport(name)) return undefined;
  const { from, to, asOf, customer = '' } = written;
  const days = reportForms[name].by === 'asOf' ? given({ asOf }) : given({ from, to });
  if (name !== 'customer-statement') return { name, query: days };
  return customer === '' ? undefined : { name, query: { ...days, customer } };
}

const given = (days: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(days).filter((pair): pair is [string, string] => (pair[1] ?? '') !== ''),
  );

/**
 * All rows of a report as CSV for spreadsheets, parted as the settings say, page after page. Nothing is handed out of
 * one that failed.
 */
export async function reportCsv(
  api: Pick<Api, 'file'>,
  { name, query }: ReportAsked,
  separator: 'comma' | 'semicolon',
): Promise<Blob> {
  const parts: Blob[] = [];
  for (let cursor: string | undefined; parts.length === 0 || cursor !== undefined; ) {
    const asked = {
      ...query,
      format: 'csv',
      separator,
      ...(cursor === undefined ? {} : { cursor }),
    };
    const page = await api.file(`/v1/reports/${name}`, asked);
    parts.push(page.blob);
    cursor = page.nextCursor;
  }
  return new Blob(parts);
}

/** How the seller's spreadsheets part cells; by commas, too, where nothing was set. */
export async function separatorOf(api: Pick<Api, 'ask'>): Promise<'comma' | 'semicolon'> {
  try {
    const { csvSeparator = 'comma' } = await api.ask('GET /v1/billing-settings', {});
    return csvSeparator;
  } catch (error) {
    if (isBeforeSettings(error)) return 'comma';
    throw error;
  }
}

/** What people read for columns whose names are for programs; all others are called as they are. */
const titles: Readonly<Record<string, string>> = {
  notDue: 'not due yet',
  days1To30: '1 to 30 days late',
  days31To60: '31 to 60',
  days61To90: '61 to 90',
  over90: 'over 90',
  service: 'month it was for',
  of: 'kind of revenue',
  nationalCurrency: 'declared in',
  nationalBase: 'base there',
  nationalTax: 'tax there',
  inputBase: 'base of input tax',
  inputTax: 'input tax',
  nationalInputBase: 'base of input tax there',
  nationalInputTax: 'input tax there',
};

export const columnTitle = (name: string): string => titles[name] ?? name;
