import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { remind } from '../../../core/reminders/remind.ts';
import { aShop, everySend, issued, sentBy, tenant } from '../../support/a-shop.ts';

const seller = { name: 'Magazine GmbH', address: { lines: ['Hauptstr. 1'], country: 'DE' } };

describe('a reminder', () => {
  it('is told once, with what is due, for how long, and how it is paid', async () => {
    const shop = await aShop(['reminder.created']);
    const invoice = await issued(shop, 'press');
    const reminders = { steps: [{ afterDays: 7, text: 'Please pay.' }] };
    const { rating, books, log, clock } = shop;
    await rating.settings.put({ tenant, revision: 1, body: { seller, reminders } });
    shop.time.now = timestampOf(Date.UTC(2026, 1, 23, 12));
    const ports = { books, log, clock, settings: rating.settings, customers: rating.customers };
    const run = () =>
      remind({ ...ports, collections: { last: async () => undefined } }, tenant, {
        ...{ after: undefined, limit: 10 },
      });

    await run();
    await run();
    await shop.run(everySend);

    expect(sentBy(shop)).toMatchObject([
      {
        type: 'reminder.created',
        data: {
          invoice: {
            id: invoice,
            number: 'INV-2026-000001',
            total: '10.00',
            payer: { customer: 'press' },
          },
          reminder: {
            ...{ level: 1, day: '2026-02-23', daysOverdue: 7, skipped: [], amountDue: '10.00' },
            text: 'Please pay.',
          },
          payment: { reference: expect.stringMatching(/^RF\d\dINV2026000001$/) },
        },
      },
    ]);
  });
});
