import { describe, expect, it } from '@jest/globals';
import type { DocumentLanguage } from '../../../core/contract/invoices/invoice.ts';
import { reminderPdf } from '../../../core/documents/pdf/reminder-pdf.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { recordPayerPayment } from '../../../core/payments/record-payer-payment.ts';
import { findReminder, letterOf } from '../../../core/reminders/letter.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { tenant } from '../../support/some-rails.ts';
import { someReminders, steps } from '../../support/some-reminders.ts';
import { installedFonts } from '../documents/font-files.ts';
import { textOf } from '../documents/pdf-text.ts';

const bankAccount = { iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' };

/** The letter of a payer's first reminder, three days after it; another invoice is open by then. */
async function aLetter(text?: string) {
  const [first = { afterDays: 7 }] = steps;
  const world = await someReminders({
    steps: [{ ...first, ...(text === undefined ? {} : { text }) }],
  });
  const invoice = await world.invoice('1234.5');
  world.onDay(7);
  await world.remind();
  const [reminder] = await world.made();
  const letter = async () =>
    letterOf(world.reminding, tenant, {
      reminder: await findReminder(world.reminding, tenant, reminder?.id ?? ''),
      day: '2026-02-26',
    });
  return { world, invoice, letter };
}

describe('the letter of a reminder', () => {
  it('says what is due on its day, and all that the payer owes in that currency', async () => {
    const { world, invoice, letter } = await aLetter();
    await world.pay(invoice, '234.5');
    await world.invoice('20', 'EUR', 'another');

    expect(await letter()).toMatchObject({
      ...{ number: 'INV-2026-000001', day: '2026-02-26', due: '1000.00', total: '1000.00' },
      items: [
        {
          ...{ number: 'INV-2026-000001', issueDate: '2026-02-02', dueDate: '2026-02-16' },
          ...{ daysOverdue: 10, due: '1000.00' },
        },
      ],
      further: { count: 0, due: '0.00' },
    });
  });

  it('says what the payer has paid that is for no invoice yet, but for what is in a wallet', async () => {
    const { world, letter } = await aLetter();
    const { books, clock } = world.reminding;
    const before = await letter();
    const paid = (reference: string, amount: string, more: { readonly isOfWallet?: true } = {}) =>
      recordPayerPayment(books, tenant, {
        ...{
          payer: before.invoice.customer,
          currency: 'EUR',
          amount: nanos(amount),
          apply: 'none',
        },
        ...{ rail: 'bank', reference, receivedAt: clock.now(), isCustomer: true, ...more },
      });
    await paid('T-1', '12.5');
    await paid('T-2', '7.5');
    await paid('T-3', '50', { isOfWallet: true });

    const after = await letter();

    expect(before).not.toHaveProperty('unapplied');
    expect(after).toMatchObject({ unapplied: '20.00', due: '1234.50' });
    const [without, saying] = [
      textOf(await reminderPdf(before, installedFonts)),
      textOf(await reminderPdf(after, installedFonts)),
    ];
    expect(without).not.toContain('for no invoice yet');
    expect(saying).toContain('20.00 EUR is for no invoice yet');
  });

  it('is refused where nothing is due of the invoice any more', async () => {
    const { world, invoice, letter } = await aLetter();
    await world.pay(invoice, '1234.5');

    await expect(letter()).rejects.toThrow(Rejection);
    await expect(letter()).rejects.toMatchObject({ code: 'reminder.nothing-due' });
  });

  it.each([
    ['en', 'Payment reminder', '1,234.50', '16 February 2026', 'Total open EUR'],
    ['de', 'Zahlungserinnerung', '1.234,50', '16. Februar 2026', 'Offen gesamt EUR'],
    ['fr', 'Rappel de paiement', '234,50', '16 février 2026', 'Total restant EUR'],
  ] as const)(
    'is drawn in %s, with what the seller says and how it is paid',
    async (language, title, amount, due, total) => {
      const { letter } = await aLetter('Bitte melden Sie sich.\nIhr Magazin');
      const { invoice, ...others } = await letter();
      const seller = { ...invoice.seller, bankAccount };
      const own = { ...invoice, seller, language: language satisfies DocumentLanguage };

      const pdf = await reminderPdf({ ...others, invoice: own }, installedFonts);

      const text = textOf(pdf);
      for (const one of [title, amount, due, total, 'Bitte melden Sie sich.', 'Ihr Magazin']) {
        expect(text).toContain(one);
      }
      expect(text).toContain('DE89 3704 0044 0532 0130 00');
      expect(text).toMatch(/RF\d\d INV2/);
      // Of what is due and not of the whole invoice; as a picture, it is said beside it.
      expect(Buffer.from(pdf).toString('latin1')).toContain('%PDF-1.7');
    },
  );

  it('is the same bytes for the same letter', async () => {
    const { letter } = await aLetter();
    const one = await letter();

    const [first, second] = [
      await reminderPdf(one, installedFonts),
      await reminderPdf(one, installedFonts),
    ];

    expect(Buffer.compare(first, second)).toBe(0);
  });

  it.each([
    [1, 'Payment reminder'],
    [2, 'Second reminder'],
    [5, 'Reminder 5'],
  ])('of level %d is titled %s', async (level, title) => {
    const { letter } = await aLetter();
    const one = await letter();

    const pdf = await reminderPdf({ ...one, reminder: { ...one.reminder, level } }, installedFonts);

    expect(textOf(pdf)).toContain(title);
  });
});
