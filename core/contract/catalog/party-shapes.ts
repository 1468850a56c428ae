import * as z from 'zod';
import { taxCategories } from '../invoices/invoice.ts';
import { type ShapeOf, textUpTo } from '../shapes.ts';
import { taxCode } from './plan-shapes.ts';

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
};

const taxTreatment = z
  .strictObject({
    category: z.enum(taxCategories).meta({
      description:
        'EN 16931: S standard, Z zero, E exempt, AE reverse charge, O outside the scope, G export, K intra-community, L and M Canary Islands, Ceuta and Melilla.',
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
