import * as z from 'zod';
import { meterKey } from '../catalog/meter-shapes.ts';
import { payerKey } from '../catalog/payer-shape.ts';
import { itemKey } from '../catalog/plan-shapes.ts';
import {
  cursorText,
  decimalText,
  nextCursor,
  type ShapeOf,
  textUpTo,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';
import { currencyCode, idempotency } from '../spend/shapes.ts';
import { boughtFields } from './pass-state.ts';

const DIMENSIONS_MAX = 10;
const VALUES_MAX = 100;

export const passKey = itemKey.meta({
  id: 'PassKey',
  description: 'A pass that is offered, by its key.',
  examples: ['hundred-reads'],
});

const passFilter = z
  .record(textUpTo(256), z.array(z.string().min(1).max(256)).min(1).max(VALUES_MAX))
  .refine((names) => Object.keys(names).length <= DIMENSIONS_MAX, 'give at most 10 dimensions')
  .meta({
    description:
      'Only usage that has one of these values in each of these dimensions of the meter; all of it where left out.',
  });

const price = z.strictObject({
  amount: decimalText.meta({ description: 'With tax, at most 9 places.', examples: ['5.00'] }),
  currency: currencyCode,
});

/** What a pass is on the wire, but for its key. */
export const passBody = z
  .strictObject({
    name: textUpTo(200).meta({ description: 'What payers are shown.' }),
    meter: meterKey,
    filter: passFilter.optional(),
    units: decimalText.optional().meta({
      description: 'So many units of the meter, each for its part of the price.',
      examples: ['100'],
    }),
    ceiling: decimalText.optional().meta({
      description:
        'In place of `units`: all one can use in a month, up to so many units. The first takes all of the price.',
      examples: ['3000'],
    }),
    price: price.meta({ description: 'With tax, as money of wallets is.' }),
    days: z.int().min(1).max(3_660).optional().meta({
      description:
        'Until so many of the payer’s days after that on which it is bought are over. Left out, and with `ceiling`: to the end of the payer’s month.',
    }),
    archived: z.literal(true).optional().meta({
      description: 'Nobody buys it any more; those that were bought stay.',
    }),
    revision: z.int().min(0).optional().meta({
      description:
        'The revision this replaces, 0 to create: refused when there is another. Left out, whatever there is.',
    }),
  })
  .meta({
    id: 'PassBody',
    examples: [
      {
        ...{ name: 'A hundred reads', meter: 'reads', units: '100', days: 90 },
        price: { amount: '5.00', currency: 'EUR' },
      },
    ],
  });
export type PassBody = ShapeOf<typeof passBody>;

const { revision: _, ...passFields } = passBody.shape;
/** A pass as it is kept. */
export const keptPass = z.strictObject(passFields);

export const pass = z
  .object({ key: passKey, ...passFields, revision: z.int().min(1) })
  .meta({ id: 'Pass' });
export type PassAnswer = Unchanged<ShapeOf<typeof pass>>;

export const passListParameters = z.strictObject({
  cursor: cursorText.optional(),
  limit: wholeNumberText({ min: 1, max: 200 }).optional(),
});

export const passList = z
  .object({ passes: z.array(pass), nextCursor })
  .meta({ id: 'PassList', description: 'A page of the passes that are offered, by key.' });

export const passPurchase = z
  .strictObject({ pass: passKey, idempotency })
  .meta({ id: 'PassPurchase', examples: [{ pass: 'hundred-reads', idempotency: 'buy-77' }] });

export const boughtPass = z
  .object({ ...boughtFields, payer: payerKey })
  .meta({ id: 'BoughtPass', description: 'A pass that was bought with money of the wallet.' });
export type BoughtPassAnswer = Unchanged<ShapeOf<typeof boughtPass>>;
