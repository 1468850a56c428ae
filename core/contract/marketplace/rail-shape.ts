import * as z from 'zod';
import { planCurrency, warnings } from '../catalog/plan-shapes.ts';
import { amount } from '../invoices/line-shapes.ts';
import { textUpTo } from '../shapes.ts';

export const productCode = textUpTo(255).meta({
  description: 'The product code that the listing has at AWS.',
  examples: ['4w1vgsrkqdkypbz43g7qkk4uz'],
});
export const dimension = textUpTo(255).meta({
  description: 'As the listing at AWS calls it.',
  examples: ['usage'],
});

const product = z
  .object({
    code: productCode,
    currency: planCurrency,
    dimensions: z.array(
      z.object({ name: dimension, unit: amount, charges: z.array(z.string()).optional() }),
    ),
    url: z.string().optional(),
  })
  .meta({ id: 'MarketplaceProduct', description: 'What is sold at AWS Marketplace.' });

export const marketplaceRail = z
  .object({ products: z.array(product) })
  .meta({ id: 'MarketplaceRail', description: 'What is sold at AWS Marketplace.' });

/** All products after one was put, and what of that one may not be meant. */
export const putMarketplaceRail = z
  .object({
    ...marketplaceRail.shape,
    warnings: warnings.meta({
      description: 'Of what was taken, but may not be meant: charges that no plan has.',
    }),
  })
  .meta({ id: 'PutMarketplaceRail' });
