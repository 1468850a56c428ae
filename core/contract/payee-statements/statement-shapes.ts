import * as z from 'zod';
import { logoDigest } from '../catalog/logo-shapes.ts';
import { csvSeparator } from '../catalog/party-shapes.ts';
import { nationalTax, party, tax } from '../invoices/document-shapes.ts';
import { documentLanguages } from '../invoices/invoice.ts';
import { amount, day, exactAmount } from '../invoices/line-shapes.ts';
import { instant, monthText } from '../shapes.ts';
import { payeeKey } from '../shares/shapes.ts';
import { payeeLineKinds } from './statement.ts';

export const payeeLine = z
  .object({
    id: z.string().meta({ description: '`1`, `2`, … in the order of the statement.' }),
    kind: z.enum(payeeLineKinds).meta({
      description:
        '`content`: what was used of one value; `others`: of all values that have no line of their own; `meter`: of a month that another statement tells apart; `adjustment`: what changed of a month that was stated before; `claimed`: what stood under another key; `carried-in`: what the statement before left below a minor unit.',
    }),
    month: monthText.optional().meta({ description: 'In which it was used.' }),
    share: z.string().optional().meta({ description: 'By which share.' }),
    meter: z.string().optional(),
    value: z.string().optional().meta({ description: 'The content: the value that usage names.' }),
    country: z
      .string()
      .optional()
      .meta({ description: 'Of who pays: ISO 3166; left out where it is not known.' }),
    description: z.string(),
    quantity: z.string().optional().meta({ description: 'How much was used.' }),
    exactAmount,
    amount,
  })
  .meta({
    id: 'PayeeLine',
    description:
      'What of the statement comes from where, without tax. All `exactAmount` are together `subtotal` and `carriedOut`.',
  });

const movement = z
  .object({
    id: z.string(),
    kind: z.enum(['payout', 'payout-return']),
    day,
    rail: z.string(),
    reference: z.string(),
    amount: exactAmount.meta({
      description: 'By how much less is owed; below zero where it came back.',
    }),
    fee: exactAmount.optional().meta({
      description: 'What of it was the fee of the payout, with the sign of `amount`.',
    }),
    net: exactAmount.optional().meta({
      description: 'What came to the payee’s account, or back from it: `amount` less `fee`.',
    }),
  })
  .meta({ id: 'PayeeMovement' });

const statementReference = z
  .object({ id: z.string(), number: z.string(), issueDate: day, period: monthText })
  .meta({ id: 'PayeeStatementReference', description: 'An earlier statement that had a number.' });

/** A payee's statement as it stands in the books: from these very bytes all of its forms are drawn. */
export const payeeStatement = z
  .object({
    type: z.literal('payee-statement'),
    id: z.string(),
    payee: payeeKey,
    ordinal: z.int().min(1).meta({ description: 'Which of this payee and currency it is.' }),
    selfBilled: z.enum(['invoice', 'credit-note']).optional().meta({
      description:
        'Which document you write in the name of the payee by it (389 or 261 of UNTDID 1001); left out where it is none.',
    }),
    number: z
      .string()
      .nullable()
      .meta({ description: 'Gapless; null where it is not self-billed.' }),
    series: z.string().nullable(),
    seller: party.meta({ description: 'The payee, as it was then.' }),
    buyer: party.meta({ description: 'You, as you were then.' }),
    language: z.enum(documentLanguages).optional(),
    csvSeparator,
    logo: logoDigest.optional().meta({ description: 'On its PDF.' }),
    currency: z.string(),
    period: z
      .object({ month: monthText, firstDay: day, lastDay: day })
      .meta({ description: 'The month that it is of.' }),
    issuedAt: instant,
    issueDate: day,
    lines: z.array(payeeLine),
    subtotal: amount.meta({ description: 'What it comes to without tax: the sum of the lines.' }),
    taxes: z.array(tax).meta({ description: 'Of a self-billed document; else none.' }),
    nationalTax,
    total: amount.meta({ description: '`subtotal` plus taxes.' }),
    withheld: z
      .object({
        country: z.string(),
        rate: z.string().meta({ description: 'Percent.' }),
        base: amount,
        amount,
        reason: z.string(),
      })
      .optional()
      .meta({ description: 'What is withheld for the tax of the payee’s country.' }),
    due: amount.meta({ description: '`total` less what is withheld.' }),
    carriedIn: exactAmount,
    carriedOut: exactAmount.meta({ description: 'Less than a minor unit: on the next statement.' }),
    account: z
      .object({
        opening: exactAmount.meta({ description: 'What was owed with the statement before.' }),
        earned: exactAmount,
        claimed: exactAmount,
        paidOut: exactAmount,
        vat: exactAmount,
        withheld: exactAmount,
        closing: exactAmount.meta({
          description:
            '`opening`, `earned`, `claimed` and `vat`, less `paidOut` and `withheld`: what is owed.',
        }),
      })
      .meta({ id: 'PayeeAccount' }),
    movements: z
      .array(movement)
      .meta({ description: 'Payouts since the statement before, and those that came back.' }),
    furtherMovements: z
      .int()
      .optional()
      .meta({ description: 'How many there are besides: the latest are told one by one.' }),
    corrects: z
      .array(statementReference)
      .optional()
      .meta({ description: 'The self-billed documents that adjustments are to.' }),
    notes: z.array(z.string()),
  })
  .meta({ id: 'PayeeStatement', description: 'What a payee has earned, was paid, and is owed.' });
