import type { DocumentContent, InvoiceLine } from '../contract/invoices/invoice.ts';

type Billed = Pick<DocumentContent, 'period' | 'lines'>;

/** From the first to the last local day, both inclusive, `YYYY-MM-DD`. */
export interface PeriodDays {
  readonly firstDay: string;
  readonly lastDay: string;
}

/**
 * The days that the lines of a document are for: those of its month, of fees in advance and adjustments other ones.
 * A line that says no days is of the document's month, and so is a document without lines.
 */
export function coveredDays({ period, lines }: Billed): PeriodDays {
  const [first = period, ...others] = lines.map((line) => line.period ?? period);
  let { firstDay, lastDay } = first;
  for (const other of others) {
    if (other.firstDay < firstDay) firstDay = other.firstDay;
    if (other.lastDay > lastDay) lastDay = other.lastDay;
  }
  return { firstDay, lastDay };
}

/** The lines of a document, with the days of those that its head leaves open: where it covers more than its month. */
export function linesWithDays(document: Billed): readonly InvoiceLine[] {
  const { period, lines } = document;
  const { firstDay, lastDay } = coveredDays(document);
  if (firstDay === period.firstDay && lastDay === period.lastDay) return lines;
  return lines.map((line) => (isOfNoDays(line) ? line : { period, ...line }));
}

/** What only moves cents from one document to the next is for no days. */
const isOfNoDays = ({ kind }: InvoiceLine): boolean => kind === 'rounding' || kind === 'carried-in';
