import * as z from 'zod';
import { textUpTo } from '../shapes.ts';

/** What people are shown the price of a charge for. */
export const chargeUnit = z
  .strictObject({
    name: textUpTo(20)
      .optional()
      .meta({ description: 'What one is called. Quantities are shown in it.', examples: ['GB'] }),
    size: z
      .string()
      .regex(/^10{0,12}$/, 'give 1, 10, 100 and so on, up to "1000000000000"')
      .optional()
      .meta({
        description: 'How many of the meter’s units one is; 1 where left out.',
        examples: ['1000000000'],
      }),
  })
  .refine(({ name, size }) => name !== undefined || size !== undefined, 'give a name or a size')
  .optional()
  .meta({
    description:
      'What a PDF shows prices for: "0.01 per GB" with a name, "0.50 per 1,000" with a size alone. What is charged does not depend on it.',
    examples: [{ name: 'GB', size: '1000000000' }, { size: '1000' }],
  });

/** The same on the line of an invoice. */
export const lineUnit = z
  .object({ name: z.string().optional(), size: z.string() })
  .optional()
  .meta({ description: 'What a PDF shows them by; they are of the meter’s units themselves.' });
