import * as z from 'zod';
import { lineUnit } from '../catalog/unit-shapes.ts';
import { instant, monthText } from '../shapes.ts';
import { lineKinds, taxCategories } from './invoice.ts';

export const amount = z
  .string()
  .meta({ description: 'In major units, with the currency’s minor digits.' });
export const exactAmount = z.string().meta({ description: 'In major units, to the nano.' });
export const day = z.string().meta({ description: 'A local date, `YYYY-MM-DD`.' });

const cycle = z
  .object({
    month: monthText.meta({ description: 'The calendar month in which it begins: its name.' }),
    firstDay: day,
    lastDay: day,
  })
  .meta({ id: 'BillingCycle' });

export const invoicePeriod = z
  .object({
    start: instant,
    end: instant.meta({ description: 'Exclusive.' }),
    timezone: z.string(),
    firstDay: day,
    lastDay: day,
    cycle: cycle.optional().meta({
      description:
        'The month that it is all of, or a part, by its days: only where the customer has a billing day.',
    }),
  })
  .meta({ id: 'InvoicePeriod' });

export const reference = z
  .object({
    id: z.string(),
    number: z
      .string()
      .nullable()
      .meta({ description: 'Null where a month was closed without an invoice.' }),
    issueDate: day,
    period: monthText,
  })
  .meta({ id: 'InvoiceReference', description: 'An earlier document.' });

const lineStep = z
  .object({
    of: z
      .string()
      .meta({ description: 'What `quantity` counts: `units`, `packages`, `percent`, …' }),
    tier: z.int().min(1).optional().meta({ description: 'From 1, in prices with tiers.' }),
    quantity: z.string(),
    price: z.string().optional(),
    amount: z
      .string()
      .meta({ description: 'In major units, as rating makes it: up to 24 places.' }),
  })
  .meta({ id: 'InvoiceLineStep' });

export const invoiceLine = z
  .object({
    id: z.string().meta({ description: '`1`, `2`, … in the order of the document.' }),
    kind: z.enum(lineKinds),
    meter: z.string().optional().meta({ description: 'Only of usage.' }),
    description: z.string(),
    quantity: z.string(),
    unitPrice: z
      .string()
      .optional()
      .meta({ description: 'Only where one price holds for the whole quantity.' }),
    unit: lineUnit,
    exactAmount,
    amount,
    taxCode: z.string().optional(),
    taxCategory: z.enum(taxCategories).optional(),
    taxRate: z.string().optional().meta({ description: 'Percent.' }),
    charge: z.string().optional().meta({ description: 'The charge or fee of the plan.' }),
    plan: z.object({ key: z.string(), effectiveFrom: day }).optional(),
    steps: z
      .array(lineStep)
      .optional()
      .meta({ description: 'How the amount comes about where it is not quantity times price.' }),
    dimensions: z.record(z.string(), z.string().nullable()).optional(),
    period: invoicePeriod
      .optional()
      .meta({ description: 'What it is for, where that is not the whole month.' }),
    adjusts: reference.optional().meta({ description: 'What an adjustment corrects.' }),
    correctsLine: z
      .string()
      .optional()
      .meta({ description: 'Of a credit note: the line of the invoice.' }),
  })
  .meta({ id: 'InvoiceLine', description: 'One charge, without tax.' });
