import { describe, expect, it } from '@jest/globals';
import { catchUpAndCheck } from '../../../core/books/check.ts';
import { tenant } from '../../support/some-rails.ts';
import { inShort, someReminders, steps } from '../../support/some-reminders.ts';

const nothing = { made: [], others: [], settled: [] };

describe('reminding of what is due', () => {
  it('makes each step once, on its day after the invoice was due', async () => {
    const world = await someReminders();
    await world.invoice('12.34');
    const runs: unknown[] = [];

    for (const day of [0, 1, 6, 7, 7, 8, 14, 28, 29]) {
      world.onDay(day);
      runs.push([day, inShort(await world.remind())]);
    }

    const not = (because: string) => ({ ...nothing, others: [because] });
    expect(runs).toEqual([
      [0, nothing],
      [1, not('no-step-yet')],
      [6, not('no-step-yet')],
      [7, { ...nothing, made: ['1'] }],
      [7, not('no-step-yet')],
      [8, not('no-step-yet')],
      [14, { ...nothing, made: ['2'] }],
      [28, { ...nothing, made: ['3'] }],
      [29, not('all-made')],
    ]);
    expect(
      (await catchUpAndCheck({ ...world.reminding, cells: world.cells }, tenant)).faults,
    ).toEqual([]);
  });

  it('that comes late makes the latest step that is due, and says which it skips', async () => {
    const world = await someReminders();
    const invoice = await world.invoice('12.34');
    world.onDay(20);

    const run = await world.remind();

    expect(run.made).toMatchObject([
      {
        level: 2,
        skipped: [1],
        afterDays: 14,
        daysOverdue: 20,
        invoice: { dueDate: '2026-02-16' },
      },
    ]);
    expect(await world.made()).toMatchObject([
      { invoice, invoiceNumber: 'INV-2026-000001', level: 2, skipped: [1], day: '2026-03-08' },
    ]);
  });

  it('gives a payer the days between two steps, also where the first came late', async () => {
    const world = await someReminders();
    await world.invoice('12.34');
    world.onDay(12);
    await world.remind();

    world.onDay(18);
    const early = await world.remind();
    world.onDay(19);
    const then = await world.remind();

    expect(inShort(early)).toMatchObject({ made: [], others: ['too-recent'] });
    expect(inShort(then).made).toEqual(['2']);
  });

  it('reminds of no invoice of which nothing is due', async () => {
    const world = await someReminders();
    await world.pay(await world.invoice('10', 'EUR', 'a'), '10');
    await world.credit(await world.invoice('10', 'EUR', 'b'));
    await world.void(await world.invoice('10', 'EUR', 'c'));
    await world.writeOff(await world.invoice('10', 'EUR', 'd'));
    await world.pay(await world.invoice('10', 'EUR', 'e'), '4');
    world.onDay(7);

    const run = await world.remind();

    expect(run.settled).toEqual({ paid: 1, credited: 1, void: 1, uncollectible: 1 });
    expect(run.made.map(({ invoice, due }) => [invoice.document.customer, due])).toEqual([
      ['e', 6_000_000_000n],
    ]);
  });

  it('reminds again of what is due again', async () => {
    const world = await someReminders();
    const invoice = await world.invoice('10');
    await world.collect(invoice);
    const [collection] = world.collections.all();
    world.stripe.pay(collection?.reference ?? '');
    await world.run({ kind: 'look' });
    world.onDay(7);
    const paid = await world.remind();
    const [payment = ''] = world.stripe.payments.keys();
    world.stripe.refund(payment, 1000);
    await world.run({ kind: 'look' });

    const again = await world.remind();

    expect(inShort(paid)).toEqual({ ...nothing, settled: ['paid'] });
    expect(inShort(again).made).toEqual(['1']);
  });

  it('does not remind below the minimum of the currency', async () => {
    const world = await someReminders({ steps, minimumDue: { EUR: '5' } });
    await world.invoice('4.99', 'EUR', 'a');
    await world.invoice('5', 'EUR', 'b');
    await world.invoice('4.99', 'USD', 'c');
    world.onDay(7);

    const run = await world.remind();

    expect(run.others).toMatchObject([
      { because: 'below-minimum', invoice: { document: { customer: 'a' } } },
    ]);
    expect(run.made).toHaveLength(2);
  });

  it('does not remind of what is paused until the day that is named, or until the pause ends', async () => {
    const world = await someReminders();
    const first = await world.invoice('10', 'EUR', 'a');
    const other = await world.invoice('10', 'EUR', 'b');
    await world.pause(first, '2026-02-24');
    await world.pause(other, '2026-12-24');
    world.onDay(7);
    const paused = await world.remind();

    world.onDay(8);
    const then = await world.remind();
    await world.pause(other, undefined);
    const ended = await world.remind();

    expect(inShort(paused).others).toEqual(['paused', 'paused']);
    expect(then.made.map(({ invoice }) => invoice.document.id)).toEqual([first]);
    expect(ended.made.map(({ invoice }) => invoice.document.id)).toEqual([other]);
  });

  it('does not remind a customer that is held, until it is not', async () => {
    const world = await someReminders();
    await world.invoice('10', 'EUR', 'a');
    await world.hold('a', true);
    world.onDay(7);

    const held = await world.remind();
    await world.hold('a', false);
    const then = await world.remind();

    expect(inShort(held).others).toEqual(['customer-held']);
    expect(inShort(then).made).toEqual(['1']);
  });

  it('does not remind of what a rail is collecting, and does once that is over', async () => {
    const world = await someReminders();
    const invoice = await world.invoice('10');
    world.onDay(20);
    await world.collect(invoice);

    const collecting = await world.remind();
    world.onDay(22);
    await world.run({ kind: 'look' });
    const then = await world.remind();

    expect(inShort(collecting).others).toEqual(['collecting']);
    expect(inShort(then).made).toEqual(['2 not 1']);
  });
});
