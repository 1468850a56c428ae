import * as z from 'zod';
import { documentLanguages } from '../invoices/invoice.ts';
import { type ShapeOf, textUpTo, timeZone, type Unchanged } from '../shapes.ts';
import { viewRefundSettings } from '../spend/me-shapes.ts';
import { topUpSettings } from '../spend/top-up-shapes.ts';
import { chainSettings } from './chain-shapes.ts';
import { logoDigest } from './logo-shapes.ts';
import {
  csvSeparator,
  partyFields,
  sellerFields,
  taxTreatments,
  ublProfile,
  unappliedMoney,
} from './party-shapes.ts';
import { planKey } from './plan-shapes.ts';
import { reminderSettings } from './reminder-shapes.ts';
import { withholdingSettings } from './withholding-shapes.ts';

const seriesFormat = z.strictObject({
  prefix: z
    .string()
    .max(64)
    .meta({
      description: 'What stands before the digits; `{year}` is that of issue.',
      examples: ['INV-{year}-'],
    }),
  digits: z.int().min(1).max(12).meta({ description: 'Digits of the number, at least.' }),
});

const plainAmount = z
  .string()
  .max(32)
  .regex(/^\d+(\.\d{1,9})?$/, 'give an amount as a string, such as "1.00"');

/** How a tenant is billed, on the wire. */
export const settingsBody = z
  .strictObject({
    seller: z
      .strictObject({
        name: textUpTo(400).meta({ description: 'Who sells.' }),
        ...partyFields,
        ...sellerFields,
      })
      .meta({
        id: 'Seller',
        description: 'Whose name and address stand on invoices.',
      }),
    timezone: timeZone.optional().meta({
      description: 'IANA; documents are dated by its calendar. UTC where left out.',
    }),
    series: z
      .strictObject({
        invoice: seriesFormat.optional(),
        creditNote: seriesFormat.optional(),
        selfBilled: seriesFormat.optional(),
        selfBilledCredit: seriesFormat.optional(),
      })
      .optional()
      .meta({
        description:
          'How numbers are written: `INV-{year}-` and `CN-{year}-`, of what you write in the name of payees `SB-{year}-` and `SBC-{year}-`; 6 digits. Any of them may be left out.',
      }),
    notes: z
      .array(textUpTo(1_000))
      .max(10)
      .optional()
      .meta({ description: 'Texts that stand on every invoice.' }),
    language: z
      .enum(documentLanguages)
      .optional()
      .meta({
        description:
          'Of documents as PDF; `en` where left out. A customer can have another. Texts of your own stay as you write them.',
        examples: ['de'],
      }),
    paymentInstructions: textUpTo(2_000)
      .optional()
      .meta({ description: 'How to pay, as it stands on invoices.' }),
    paymentLink: z
      .string()
      .max(500)
      .regex(/^https:\/\/[!-~]+$/, 'give an https URL, percent-encoded')
      .optional()
      .meta({
        description:
          'Your own page at which an invoice is paid; `{number}` and `{id}` become those of the invoice. On all that is issued from then on.',
        examples: ['https://shop.example/pay?invoice={number}'],
      }),
    logo: logoDigest
      .optional()
      .meta({ description: 'On PDFs of what is issued from then on: of `POST /v1/logos`.' }),
    ublProfile,
    csvSeparator,
    exchangeRates: z
      .array(
        z.strictObject({
          currency: z
            .string()
            .regex(/^[A-Z]{3}$/, 'give an ISO 4217 code in capitals, such as EUR')
            .meta({ description: 'ISO 4217.', examples: ['USD'] }),
          from: z
            .string()
            .regex(/^\d{4}-\d{2}-\d{2}$/, 'give a date such as 2026-01-01')
            .meta({ description: 'The day from which it counts.', examples: ['2026-11-01'] }),
          rate: z
            .string()
            .max(32)
            .regex(/^\d+(\.\d{1,12})?$/, 'give a rate as a string, such as "0.9213"')
            .meta({
              description: 'So many of the currency of the seller’s country are one of `currency`.',
              examples: ['0.9213'],
            }),
        }),
      )
      .max(400)
      .optional()
      .meta({
        description:
          'By which tax is stated in the currency of the seller’s country too, where a seller of the EU bills in another (Article 230). Of a day the latest counts, of 31 days at most.',
      }),
    paymentTermsDays: z.int().min(0).max(365).optional().meta({
      description:
        'Days from issue until an invoice is due; 14 where left out. A customer can have others.',
    }),
    unappliedMoney,
    breakage: z.enum(['never', 'at-end']).optional().meta({
      description:
        'What becomes of money in wallets that was bought and has ended: it stays owed (`never`, where left out), or is earned two days later (`at-end`).',
    }),
    graceHours: z.int().min(0).max(720).optional().meta({
      description: 'From the end of a month until it is billed; 24 where left out.',
    }),
    approval: z.boolean().optional().meta({
      description:
        'Whether a person approves each draft before it is issued; where left out, only those of the first month that is closed.',
    }),
    zeroAmount: z.enum(['close', 'invoice']).optional().meta({
      description:
        'A month that comes to nothing: closed without an invoice (the default), or not.',
    }),
    bounds: z
      .strictObject({
        timesLast: z
          .int()
          .min(1)
          .max(1_000_000)
          .meta({ description: 'So many times the last invoice.' }),
        floor: plainAmount.meta({ description: 'Below it no invoice is set aside.' }),
      })
      .nullable()
      .optional()
      .meta({
        description:
          'An invoice of more than `timesLast` times the last one, and at least `floor`, is set aside for a person: 10 and 1 where left out; null for never.',
      }),
    payeeStatements: z
      .strictObject({
        afterDays: z
          .int()
          .min(0)
          .max(90)
          .meta({ description: 'So many days after a month has ended, in your time zone.' }),
      })
      .optional()
      .meta({
        description:
          'When payees are told of a month by itself, once all that has changed of it is posted. Left out: when you ask for it.',
        examples: [{ afterDays: 5 }],
      }),
    reminders: reminderSettings.optional(),
    viewRefunds: viewRefundSettings.optional(),
    topUps: topUpSettings.optional(),
    chain: chainSettings.optional().meta({
      description: 'By which chain who pays for one request may pay; by none where left out.',
    }),
    defaultPlan: planKey.optional().meta({
      description:
        'The plan of customers that name none, and of every subject that no customer pays for.',
    }),
    defaultPlanFrom: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/, 'give a date such as 2026-01-01')
      .optional()
      .meta({
        description:
          'The day from which the default plan counts: where left out, the first of the month in which it is put.',
        examples: ['2026-01-01'],
      }),
    withholding: withholdingSettings.optional(),
    taxes: taxTreatments.optional().meta({
      description:
        'By tax code, where a customer says nothing else; left out, `standard` is outside the scope of tax.',
    }),
  })
  .meta({
    id: 'BillingSettings',
    examples: [
      {
        seller: {
          name: 'Magazine GmbH',
          taxNumber: 'DE123456788',
          address: {
            lines: ['Hauptstr. 1'],
            postalCode: '10115',
            city: 'Berlin',
            country: 'DE',
          },
        },
        timezone: 'Europe/Berlin',
        taxes: { standard: { category: 'S', rate: '19' } },
        defaultPlan: 'reader',
      },
    ],
  });
export type SettingsBody = ShapeOf<typeof settingsBody>;

export const settings = z
  .object({ ...settingsBody.shape, revision: z.int().min(1) })
  .meta({ id: 'BillingSettingsAnswer', description: 'As they were sent; see `BillingSettings`.' });
export type SettingsAnswer = Unchanged<ShapeOf<typeof settings>>;
