/** What finance asks of the books, and by which days: those up to one, or those from one to another. */
export const reportDays = {
  'aged-receivables': 'asOf',
  revenue: 'fromTo',
  'vat-summary': 'fromTo',
  'invoice-register': 'fromTo',
  'customer-statement': 'fromTo',
  deferred: 'asOf',
  cash: 'fromTo',
  'withheld-tax': 'fromTo',
} as const;

export type ReportName = keyof typeof reportDays;

export const reportNames = Object.keys(reportDays) as readonly ReportName[];
