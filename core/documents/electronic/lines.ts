import type { InvoiceLine, UblProfile } from '../../contract/invoices/invoice.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import { atMostTwoPlaces } from './amounts.ts';
import type { ElectronicLine, ElectronicTreatment } from './electronic-invoice.ts';
import { electronicPrice } from './price.ts';

/** A line of an invoice or a credit note in the terms of EN 16931. */
export function electronicLine(
  line: InvoiceLine,
  by: { readonly currency: string; readonly profile: UblProfile },
): ElectronicLine {
  const { id, amount, description, meter, period, dimensions = {} } = line;
  return {
    id,
    ...electronicPrice(line, by),
    amount: atMostTwoPlaces(amount),
    name: description,
    properties: Object.entries(dimensions).flatMap(([name, value]) => propertyOf(name, value)),
    ...definedOnly({
      note: noteOf(line),
      item: meter,
      period: period === undefined ? undefined : { from: period.firstDay, until: period.lastDay },
      treatment: treatmentOf(line),
    }),
  };
}

/** How a line is taxed; undefined where that is not said. */
export function treatmentOf({
  taxCategory,
  taxRate,
}: InvoiceLine): ElectronicTreatment | undefined {
  if (taxCategory === undefined) return undefined;
  return {
    category: taxCategory,
    ...(taxCategory === 'O' ? {} : { rate: taxRate ?? '0' }),
  };
}

/** Both parts have to be there. */
const propertyOf = (name: string, value: string | null): ElectronicLine['properties'] =>
  value === null || value.trim() === '' || name.trim() === '' ? [] : [{ name, value }];

function noteOf({ adjusts, correctsLine }: InvoiceLine): string | undefined {
  if (correctsLine !== undefined) return `Corrects line ${correctsLine}`;
  if (adjusts === undefined) return undefined;
  return adjusts.number === null
    ? `Adjusts the month ${adjusts.period}`
    : `Adjusts invoice ${adjusts.number} of ${adjusts.issueDate}`;
}
