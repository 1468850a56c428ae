import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { ReminderDocument } from '../../core/books/document.ts';
import { tenantBillingOf } from '../../core/catalog/tenant-billing.ts';
import type { ReminderAnswer } from '../../core/contract/reminders/shapes.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { currencyText } from '../../core/kernel/money.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { localDate } from '../../core/kernel/time-zone.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import { findReminder, letterOf } from '../../core/reminders/letter.ts';
import { listReminders } from '../../core/reminders/list-reminders.ts';
import { preferredType } from '../middleware/accept.ts';
import { binaryAnswer } from '../middleware/large-answer.ts';
import { placeFrom, placeText } from '../middleware/sealed-place.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { InvoicesPorts } from './ports.ts';

type Handlers = RouteHandlers['ServeInvoices'];

const LIMIT_DEFAULT = 50;

/** Reminders in the order of the books, of one payer or all. */
export const listRemindersRoute =
  (ports: InvoicesPorts): Handlers['GET /v1/reminders'] =>
  async ({ caller, query }) => {
    const { cursor, limit = LIMIT_DEFAULT, customer } = query;
    const fingerprint = JSON.stringify(['GET /v1/reminders', customer ?? null]);
    const after =
      cursor === undefined ? undefined : placeFrom(openedCursor(caller, fingerprint, cursor));
    const asked = { customer, limit, after };
    const { reminders, next } = await listReminders(ports, caller.tenant, asked);
    return {
      status: 200,
      body: {
        reminders: reminders.map(reminderAnswer),
        ...(next === undefined
          ? {}
          : { nextCursor: sealedCursor(caller, fingerprint, placeText(next)) }),
      },
    };
  };

/** A reminder as it was made; or its letter, of today. */
export const getReminderRoute =
  (ports: InvoicesPorts): Handlers['GET /v1/reminders/{id}'] =>
  async ({ caller: { tenant }, params: { id }, query: { format }, headers }) => {
    const form = format ?? acceptedForm(headers['accept']);
    const reminder = await findReminder(ports, tenant, id);
    if (form === 'json') return { status: 200, body: reminderAnswer(reminder) };
    const { timeZone } = (await tenantBillingOf(ports.rating.settings, tenant)).policy;
    const day = localDate(ports.clock.now(), timeZone);
    const letter = await letterOf(ports, tenant, { reminder, day });
    const name = `${letter.number}-reminder-${reminder.level}`.replaceAll(/[^A-Za-z0-9._-]/g, '-');
    return binaryAnswer(
      {
        'content-type': 'application/pdf',
        'content-disposition': `attachment; filename="${name}.pdf"`,
      },
      await ports.drawLetter(letter, tenant),
    );
  };

const offered = ['application/json', 'application/pdf'] as const;

function acceptedForm(accept: string | undefined): 'json' | 'pdf' {
  const type = preferredType(accept, offered);
  if (type !== undefined) return type === 'application/pdf' ? 'pdf' : 'json';
  throw new Rejection(
    'request.not-acceptable',
    `accept one of ${offered.join(', ')}, got ${(accept ?? '').slice(0, 100)}`,
    { param: 'accept' },
  );
}

function reminderAnswer(reminder: ReminderDocument): ReminderAnswer {
  const { id, invoice, invoiceNumber, customer, currency, due, day, recordedAt } = reminder;
  const { level, afterDays, daysOverdue, skipped, text } = reminder;
  return {
    id,
    // Reminders have named their invoices by number from the first on.
    invoice: { id: invoice, number: invoiceNumber ?? invoice },
    customer,
    currency,
    amountDue: currencyText(due, currency),
    ...{ level, afterDays, daysOverdue, skipped: [...skipped], day },
    at: rfc3339(recordedAt),
    ...definedOnly({ text }),
  };
}
