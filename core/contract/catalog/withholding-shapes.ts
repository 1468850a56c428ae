import * as z from 'zod';
import { textUpTo } from '../shapes.ts';

const CURRENCIES_MAX = 50;

const withholding = z
  .strictObject({
    rate: z
      .string()
      .max(32)
      .regex(/^\d+(\.\d{1,10})?$/, 'give percent as a string, such as "15"')
      .meta({ description: 'Percent of what a statement comes to without tax.', examples: ['15'] }),
    from: z
      .record(
        z.string().regex(/^[A-Z]{3}$/, 'give an ISO 4217 code in capitals, such as EUR'),
        z
          .string()
          .max(32)
          .regex(/^\d+(\.\d{1,9})?$/, 'give an amount as a string, such as "10.00"'),
      )
      .refine((amounts) => Object.keys(amounts).length <= CURRENCIES_MAX, 'name 50 at most')
      .optional()
      .meta({
        description:
          'By currency: of a statement that comes to less than this without tax, nothing is withheld.',
        examples: [{ EUR: '10.00' }],
      }),
    reason: textUpTo(400).meta({
      description: 'Why, as it stands on statements: the law or the treaty.',
      examples: ['Royalties, article 12'],
    }),
  })
  .meta({ id: 'Withholding' });

/** What is withheld of what payees earn, by the country that they are taxed in. */
export const withholdingSettings = z
  .record(
    z.string().regex(/^[A-Z]{2}$/, 'give an ISO 3166 code in capitals, such as US'),
    withholding,
  )
  .refine((table) => Object.keys(table).length <= 250, 'name each country once')
  .meta({
    description:
      'What is withheld of what payees earn, by the country that they are taxed in: ISO 3166. Of others nothing is.',
    examples: [{ US: { rate: '15', reason: 'Royalties, article 12' } }],
  });
