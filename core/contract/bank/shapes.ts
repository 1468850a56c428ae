import * as z from 'zod';
import { payerKey } from '../catalog/payer-shape.ts';
import { amount } from '../invoices/line-shapes.ts';
import { payoutOutcomeBody } from '../payouts/shapes.ts';
import { outcomeBody } from '../sepa/shapes.ts';
import { type ShapeOf, textUpTo, type Unchanged } from '../shapes.ts';

/** Of the request; base64 makes four bytes of three. */
export const bankFileBodyMax = 8 * 1024 * 1024;

/** As many entries as a file can have, and as many of them as a person names: what each has paid is looked up. */
const entriesMax = 2_000;
const payersMax = 200;

const title = textUpTo(200);
const titles = z.union([title, z.array(title).min(1).max(10)]);

/** What is read of a line of a table, by the titles of the columns that have it. */
const columns = z
  .strictObject({
    date: titles,
    amount: titles,
    credit: titles.meta({
      description: 'Where money in and out have a column each, instead of `amount`.',
    }),
    debit: titles,
    valueDate: titles,
    direction: titles.meta({ description: '`S` or `H`, `debit` or `credit`, …' }),
    currency: titles,
    name: titles.meta({ description: 'Of who paid, or was paid.' }),
    account: titles.meta({ description: 'Of who paid, or was paid.' }),
    text: titles,
    endToEnd: titles,
    mandate: titles,
    reference: titles.meta({
      description: 'The bank’s own word for the entry, never the same for two.',
    }),
    instructed: titles.meta({
      description: 'What was instructed, where a return comes with charges.',
    }),
    kind: titles.meta({ description: 'Words that say what a return is.' }),
    state: titles.meta({ description: 'Words that say what is pending.' }),
    own: titles.meta({ description: 'The account that the table is of.' }),
  })
  .partial()
  .meta({
    id: 'BankColumns',
    description:
      'Of a CSV file whose titles are not known: of each, the title of its column, or of several.',
  });

export const bankFile = z
  .strictObject({
    file: z
      .string()
      .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'send the bytes of the file as base64')
      .meta({ description: 'A camt.053 or CSV file as the bank made it, in base64.' }),
    account: textUpTo(100)
      .optional()
      .meta({ description: 'Of a CSV file that does not say of which account it is.' }),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'name a currency of ISO 4217, such as EUR')
      .optional()
      .meta({ description: 'Of a CSV file that does not say it.' }),
    days: z.enum(['dmy', 'mdy']).optional().meta({
      description: 'Whether the day or the month comes first, where a CSV file has 03/02/2026.',
    }),
    columns: columns.optional(),
    payers: z
      .array(
        z.strictObject({
          entry: z.int().min(1).max(entriesMax).meta({ description: 'Its `place`.' }),
          customer: payerKey,
        }),
      )
      .max(payersMax)
      .optional()
      .meta({
        description:
          'Who is said to have paid entries. Then `mayBe` looks at what those have paid, too; nothing else of a proposal changes.',
      }),
  })
  .meta({
    id: 'BankFile',
    examples: [
      {
        file: 'ZGF0ZTthbW91bnQKMjAyNi0xMC0wMTsxMi41MAo=',
        account: 'DE75512108001245126199',
        currency: 'EUR',
      },
    ],
  });

const dayOrInstant = z.string().meta({ description: 'A day or an instant, as the bank says it.' });

const bankStatement = z
  .object({
    id: z.string().optional().meta({ description: 'The bank’s own word for it; not of CSV.' }),
    account: z.string().meta({ description: 'An IBAN, or what the bank calls it.' }),
    owner: z.string().optional(),
    createdAt: z.string().optional(),
    balances: z
      .array(
        z.object({ kind: z.string(), currency: z.string(), amount, at: dayOrInstant.optional() }),
      )
      .meta({ description: 'As they are said: nothing is concluded from them.' }),
  })
  .meta({ id: 'BankStatement' });

const proposal = z
  .object({
    sureness: z.enum(['exact', 'likely', 'none']).meta({
      description:
        '`exact`: its numbers name the invoices, and it is all that is due of them. `likely`: the numbers and another amount, or a name and an amount. `none`: a person has to say.',
    }),
    matched: z.array(z.enum(['number', 'reference', 'amount', 'name'])),
    why: z.string().meta({ description: 'In words.' }),
    customer: payerKey.optional(),
    invoices: z.array(z.object({ id: z.string(), number: z.string(), amount })),
    unapplied: amount.optional().meta({ description: 'What of a payment is for no invoice yet.' }),
    reverses: z.string().optional().meta({ description: 'Of money taken back: the payment.' }),
    refund: z.string().optional().meta({ description: 'Of money out: the refund that it is.' }),
    mayBe: z.string().optional().meta({
      description:
        'A payment that is booked in this amount, five days at most before or after: it may be this very money.',
    }),
    candidates: z.array(payerKey).meta({ description: 'Who it may be from; not sure enough.' }),
  })
  .meta({ id: 'BankEntryProposal' });

export type BankEntryProposal = ShapeOf<typeof proposal>;

const payment = z
  .object({
    customer: payerKey
      .optional()
      .meta({ description: 'Left out where nobody is proposed: say it.' }),
    currency: z.string(),
    amount,
    rail: z.literal('bank'),
    reference: z.string(),
    bankEntry: z.string(),
    receivedAt: dayOrInstant.optional(),
    apply: z.union([z.array(z.object({ invoice: z.string(), amount })), z.literal('oldest')]),
  })
  .meta({ id: 'BankEntryPayment', description: 'The body of `POST /v1/payments` that books it.' });

const topUp = z
  .object({
    payer: payerKey,
    currency: z.string(),
    amount,
    rail: z.literal('bank'),
    reference: z.string(),
    receivedAt: dayOrInstant.optional(),
  })
  .meta({
    id: 'BankEntryTopUp',
    description:
      'Of money for a wallet: the body of `POST /v1/payers/{payer}/wallet/top-ups` that books it, and in `payer` of whom.',
  });

const reversal = z
  .object({
    payment: z.string(),
    amount,
    reason: z.literal('returned'),
    reference: z.string(),
    bankEntry: z.string(),
    reversedAt: dayOrInstant.optional(),
  })
  .meta({
    id: 'BankEntryReversal',
    description:
      'The body of `POST /v1/payments/{id}/reversals` that books it, and in `payment` of which.',
  });

const entry = z
  .object({
    place: z.int().min(1).meta({ description: 'Its place in the file, over all statements.' }),
    line: z.int().min(1),
    account: z.string(),
    statement: z.string().optional(),
    state: z.enum(['booked', 'pending', 'information', 'unknown']),
    amount: amount.meta({ description: 'Below zero for money out.' }),
    currency: z.string(),
    instructedAmount: amount
      .optional()
      .meta({ description: 'What was instructed, where charges make the entry more or less.' }),
    isReversal: z.boolean(),
    bookedOn: dayOrInstant.optional(),
    valueOn: dayOrInstant.optional(),
    name: z.string().optional().meta({ description: 'Who paid, or was paid.' }),
    counterAccount: z.string().optional(),
    text: z.string(),
    references: z.array(z.string()).meta({ description: 'Of creditors, and of documents.' }),
    endToEndId: z.string().optional(),
    mandateId: z.string().optional(),
    returnReason: z.string().optional(),
    entryReference: z.string().optional().meta({ description: 'The bank’s own word for it.' }),
    recorded: z
      .object({ id: z.string(), customer: payerKey })
      .optional()
      .meta({ description: 'What it is booked as: then nothing is proposed.' }),
    told: z.string().optional().meta({
      description:
        'The direct debit, the payout, or all of a file of them, that it has told of: then nothing is proposed.',
    }),
    proposal: proposal.optional(),
    topUp: topUp.optional(),
    payment: payment.optional(),
    reversal: reversal.optional(),
    outcome: outcomeBody.optional().meta({
      description: 'Of direct debits: the body of `POST /v1/rails/sepa/outcomes` that confirms it.',
    }),
    payouts: payoutOutcomeBody.optional().meta({
      description: 'Of payouts: the body of `POST /v1/payouts/outcomes` that confirms it.',
    }),
  })
  .meta({ id: 'BankEntry' });

export const bankEntries = z
  .object({ statements: z.array(bankStatement), entries: z.array(entry) })
  .meta({ id: 'BankEntries' });
export type BankEntriesAnswer = Unchanged<ShapeOf<typeof bankEntries>>;
