import { documentsIn } from '../../core/books/block.ts';
import type { ReminderDocument } from '../../core/books/document.ts';
import { putCustomer } from '../../core/catalog/put-customer.ts';
import type { SettingsBody } from '../../core/contract/catalog/settings-shapes.ts';
import { utc } from '../../core/kernel/time-zone.ts';
import { millisecondsPer, timestampOf } from '../../core/kernel/timestamp.ts';
import { writeOffInvoice } from '../../core/payments/write-off-invoice.ts';
import { pauseInvoice } from '../../core/reminders/pause-invoice.ts';
import { type Reminded, type RemindRequest, remind } from '../../core/reminders/remind.ts';
import { inMemoryCustomers } from '../fakes/customers.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { connectedRails, tenant } from './some-rails.ts';

export const steps = [{ afterDays: 7 }, { afterDays: 14 }, { afterDays: 28, text: 'Last call.' }];
const seller = {
  name: 'Magazine GmbH',
  address: { lines: ['Hauptstr. 1'], country: 'DE' },
  bankAccount: { iban: 'DE89370400440532013000' },
};

/** Who has rails, and reminds of invoices that are issued on 2 February 2026 and due on the 16th. */
export async function someReminders(reminders: SettingsBody['reminders'] = { steps }) {
  const world = await connectedRails();
  const customers = inMemoryCustomers();
  await world.settings.put({ tenant, revision: 2, body: { seller, reminders } });
  const ports = { ...world.ports.reminding, customers };
  const { books } = ports;
  let said = 0;
  const word = (): string => {
    said += 1;
    return `word ${said}`;
  };
  return {
    ...world,
    reminding: ports,
    /** At noon of a day so long after 16 February. */
    onDay: (daysOverdue: number): void => {
      world.time.now = timestampOf(Date.UTC(2026, 1, 16, 12) + daysOverdue * millisecondsPer.day);
    },
    remind: (request: Partial<RemindRequest> = {}, given: Partial<typeof ports> = {}) =>
      remind({ ...ports, ...given }, tenant, { after: undefined, limit: 100, ...request }),
    pause: (invoice: string, until: string | undefined, key = word()) =>
      pauseInvoice(books, tenant, { invoice, until, reason: 'disputed', key, timeZone: utc }),
    writeOff: (invoice: string) =>
      writeOffInvoice(books, tenant, { invoice, reason: 'insolvent', key: word() }),
    hold: async (key: string, holdReminders: boolean): Promise<void> => {
      const customer = aCustomer({
        key,
        subjects: [key],
        ...(holdReminders ? { holdReminders } : {}),
      });
      await putCustomer(customers, tenant, { customer, now: world.time.now, replaces: undefined });
    },
    /** All that the books have, in their order. */
    made: async (): Promise<readonly ReminderDocument[]> => {
      const { blocks } = await ports.log.read(tenant, 0);
      return blocks
        .flatMap(({ bytes }) => documentsIn(bytes))
        .filter((document) => document.kind === 'reminder');
    },
  };
}

/** What a run came to, in short. */
export const inShort = ({ made, others, settled }: Reminded) => ({
  made: made.map(({ level, skipped }) => [level, ...skipped.map((one) => `not ${one}`)].join(' ')),
  others: others.map(({ because }) => because),
  settled: Object.entries(settled).flatMap(([name, count]) => (count === 0 ? [] : [name])),
});
