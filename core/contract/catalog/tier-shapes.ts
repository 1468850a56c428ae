import * as z from 'zod';

export const plainDecimal = (what: string) =>
  z
    .string()
    .max(64)
    .regex(/^-?\d+(\.\d+)?$/, 'give a plain decimal as a string, such as "0.001"')
    .meta({ description: `${what} As a string, at least 0, at most 12 places.` });

export const price = (what: string) => plainDecimal(what).meta({ examples: ['0.001'] });
export const money = (what: string) => plainDecimal(what).meta({ examples: ['25.00'] });

export const percentage = z
  .string()
  .max(64)
  .regex(/^-?\d+(\.\d+)?$/, 'give percent as a string, such as "2.9"')
  .meta({ description: 'In percent, as a string, at most 10 places.', examples: ['2.9'] });

const tierBounds = {
  from: plainDecimal('Where it begins: the bound before, or that plus one.')
    .optional()
    .meta({ description: 'Needless, and checked: the bound before, or that plus one.' }),
  upTo: plainDecimal('The upper bound.')
    .nullable()
    .meta({
      description: 'The upper bound, inclusive; null in the last tier, and only there.',
      examples: ['1000', null],
    }),
  flatFee: money('For entering the tier; the first is always entered.').optional(),
};

const tiersMeta = { description: 'One after the other; the last has no upper bound.' };

export const unitTiers = z
  .array(
    z.strictObject({
      ...tierBounds,
      unitPrice: price('For each unit, or each package, in the tier.').optional(),
      packageSize: plainDecimal('Units are priced by packages of this many.').optional(),
    }),
  )
  .min(1)
  .max(100)
  .meta(tiersMeta);

export const percentTiers = z
  .array(z.strictObject({ ...tierBounds, ratePercent: percentage }))
  .min(1)
  .max(100)
  .meta(tiersMeta);
