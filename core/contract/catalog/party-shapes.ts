import * as z from 'zod';
import { taxCategories, ublProfiles } from '../invoices/invoice.ts';
import { type ShapeOf, textUpTo } from '../shapes.ts';
import { taxCode } from './plan-shapes.ts';

/** A mail address. */
export const email = z
  .string()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+$/, 'give an address such as billing@example.com')
  .meta({ description: 'Stands on its invoices; nothing is sent to it.' });

const postalAddress = z
  .strictObject({
    lines: z.array(textUpTo(400)).max(6).meta({ description: 'Street and number, building.' }),
    postalCode: textUpTo(40).optional().meta({ description: 'As its country writes it.' }),
    city: textUpTo(200).optional().meta({ description: 'City, town or village.' }),
    region: textUpTo(200)
      .optional()
      .meta({ description: 'State or province, where addresses have one.' }),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'give an ISO 3166-1 code of two capitals, such as DE')
      .meta({ description: 'ISO 3166-1: two capitals.', examples: ['DE'] }),
  })
  .meta({ id: 'PostalAddress', description: 'Where they are, as it stands on invoices.' });

/** What invoices say of a seller or a buyer beside its name. */
export const partyFields = {
  address: postalAddress.optional(),
  taxNumber: textUpTo(40)
    .optional()
    .meta({
      description: 'VAT identifier with its country prefix, or another tax number.',
      examples: ['DE123456788'],
    }),
  registrationNumber: textUpTo(100)
    .optional()
    .meta({ description: 'In a register of companies.', examples: ['HRB 123456'] }),
  electronicAddress: z
    .strictObject({
      scheme: z
        .string()
        .regex(/^[0-9A-Z]{2,6}$/, 'give a scheme of the EAS code list, such as 0088')
        .meta({ description: 'What kind of address it is, by the EAS list.', examples: ['0088'] }),
      id: textUpTo(200).meta({ description: 'The address itself.' }),
    })
    .optional()
    .meta({ description: 'Where electronic invoices are delivered (scheme of the EAS list).' }),
  contact: z
    .strictObject({
      name: textUpTo(200).optional().meta({ description: 'A person or a department.' }),
      phone: textUpTo(100).optional().meta({ description: 'Its telephone number.' }),
      email: email.optional().meta({ description: 'Its mail address; nothing is sent to it.' }),
    })
    .optional()
    .meta({ description: 'Whom to ask about an invoice.' }),
};

/** What invoices say of a seller alone. */
export const sellerFields = {
  bankAccount: z
    .strictObject({
      iban: z
        .string()
        .max(34)
        .meta({ description: 'Without spaces.', examples: ['DE02120300000000202051'] }),
      bic: z
        .string()
        .max(11)
        .optional()
        .meta({ description: 'Of the bank.', examples: ['BYLADEM1001'] }),
      holder: textUpTo(140)
        .optional()
        .meta({ description: 'Whose it is, where not the seller’s.' }),
    })
    .optional()
    .meta({ description: 'Where invoices are paid to.' }),
};

/** What stands on the invoices of a customer, for its own books. */
export const orderFields = {
  buyerReference: textUpTo(200)
    .optional()
    .meta({
      description:
        'What the customer finds its invoices by: a cost centre, or the routing id of an authority (Leitweg-ID).',
      examples: ['04011000-12345-34'],
    }),
  purchaseOrder: textUpTo(200)
    .optional()
    .meta({ description: 'The number of the customer’s order.' }),
};

export const csvSeparator = z.enum(['comma', 'semicolon']).optional().meta({
  description:
    'Of documents as CSV: `comma`, where left out, or `semicolon`, by which decimals have a comma, as spreadsheets in most of Europe read them.',
});

export const unappliedMoney = z.enum(['use', 'keep']).optional().meta({
  description:
    'What becomes of money that a payer has paid and no invoice has used: `use`, where left out, by the next invoice; or `keep`, until somebody applies it, pays it back or moves it.',
});

export const ublProfile = z.enum(ublProfiles).optional().meta({
  description:
    'The rules that UBL keeps: `en16931`, the core; `peppol-bis-3` (unverified: its official rules were never run on what is made here); `xrechnung-3`. What lacks sets a month aside (`missing-on-invoice`).',
});

export const taxTreatment = z
  .strictObject({
    category: z.enum(taxCategories).meta({
      description:
        'EN 16931: S standard, Z zero, E exempt, AE reverse charge, O outside the scope, G export of goods, K intra-community, L and M Canary Islands, Ceuta and Melilla.',
    }),
    rate: z
      .string()
      .max(32)
      .regex(/^\d+(\.\d{1,10})?$/, 'give percent as a string, such as "19"')
      .optional()
      .meta({ description: 'Percent; 0 where left out.' }),
    exemptionReason: textUpTo(400)
      .optional()
      .meta({ description: 'Why no tax is charged, as it stands on invoices.' }),
    exemptionCode: textUpTo(40)
      .optional()
      .meta({ description: 'The same as a code of the VATEX list.', examples: ['VATEX-EU-AE'] }),
  })
  .meta({ id: 'TaxTreatment' });
export type TaxTreatmentBody = ShapeOf<typeof taxTreatment>;

/** How what has a tax code is taxed, by code. */
export const taxTreatments = z
  .record(taxCode, taxTreatment)
  .refine((treatments) => Object.keys(treatments).length <= 50, 'send at most 50 tax codes');
