import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { idNamed } from '../../core/books/reading.ts';
import { tenantBillingOf } from '../../core/catalog/tenant-billing.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { laterDate } from '../../core/kernel/local-calendar.ts';
import { currencyText, type Nanos } from '../../core/kernel/money.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { localDate } from '../../core/kernel/time-zone.ts';
import type { OverdueInvoice } from '../../core/reminders/overdue-invoices.ts';
import { pauseInvoice, refuseNoDay } from '../../core/reminders/pause-invoice.ts';
import { type Reminded, type RunReminder, remind } from '../../core/reminders/remind.ts';
import { placeFrom, placeText } from '../middleware/sealed-place.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { RailRoutePorts } from './rail-answers.ts';

type Handlers = RouteHandlers['ServeRails'];

const LIMIT_DEFAULT = 100;
const AHEAD_DAYS_MAX = 366;

/** Answers what makes reminders, and pauses them. */
export const reminderRoutes = (ports: RailRoutePorts) =>
  ({
    'POST /v1/reminders': async ({ caller, body }) => {
      const { dryRun = false, asOf, limit = LIMIT_DEFAULT, cursor } = body;
      if (asOf !== undefined) await refuseDay(ports, caller.tenant, { asOf, dryRun });
      const fingerprint = JSON.stringify(['POST /v1/reminders', dryRun, asOf ?? null]);
      const after =
        cursor === undefined ? undefined : placeFrom(openedCursor(caller, fingerprint, cursor));
      const run = await remind(ports.reminding, caller.tenant, {
        ...{ after, limit },
        ...(dryRun ? { dryRun: { asOf } } : {}),
      });
      const { next } = run;
      return {
        status: 200,
        body: {
          ...remindedAnswer(run, dryRun),
          ...(next === undefined
            ? {}
            : { nextCursor: sealedCursor(caller, fingerprint, placeText(next)) }),
        },
      };
    },

    'POST /v1/invoices/{id}/pauses': async (request) => {
      const { caller, params, body, idempotencyKey: key } = request;
      const { tenant } = caller;
      const { until, reason } = body;
      const { books, settings } = ports.reminding;
      const { timeZone } = (await tenantBillingOf(settings, tenant)).policy;
      if (until !== undefined) refuseNoDay(until, { param: '/until', timeZone });
      const invoice = await idNamed(books, tenant, params.id);
      const { id, isNew } = await pauseInvoice(books, tenant, {
        ...{ invoice, until, reason, key, timeZone },
      });
      const recorded = { id, isNew, reason, ...definedOnly({ until }) };
      return { status: isNew ? 201 : 200, body: recorded };
    },
  }) satisfies Partial<Handlers>;

/** What is made is made as of today: nobody is reminded of a day that is over, or to come. */
async function refuseDay(
  { reminding: { settings, clock } }: RailRoutePorts,
  tenant: string,
  { asOf, dryRun }: { readonly asOf: string; readonly dryRun: boolean },
): Promise<void> {
  const { timeZone } = (await tenantBillingOf(settings, tenant)).policy;
  const param = '/asOf';
  refuseNoDay(asOf, { param, timeZone });
  const today = localDate(clock.now(), timeZone);
  const last = laterDate(today, AHEAD_DAYS_MAX);
  if (dryRun && asOf >= today && asOf <= last) return;
  const detail = dryRun
    ? `give a day from ${today}, which is today, to ${last}`
    : 'leave it out, or ask for a dry run: reminders are made as of today';
  throw new Rejection('reminder.day-invalid', `${param}: ${detail}, got ${asOf}`, { param });
}

const remindedAnswer = ({ day, made, others, settled }: Reminded, dryRun: boolean) => ({
  day,
  dryRun,
  reminders: made.map(madeAnswer),
  others: others.map(({ invoice, because, due }) => ({ ...invoiceAnswer(invoice, due), because })),
  settled,
});

function madeAnswer({ id, invoice, due, ...step }: RunReminder) {
  const { level, afterDays, daysOverdue, skipped, text } = step;
  return {
    ...invoiceAnswer(invoice, due),
    ...{ level, afterDays, daysOverdue, skipped: [...skipped] },
    ...definedOnly({ id, text }),
  };
}

const invoiceAnswer = (
  { document: { id, number, customer, currency }, dueDate }: OverdueInvoice,
  due: Nanos,
) => ({
  invoice: { id, number, dueDate },
  customer,
  currency,
  amountDue: currencyText(due, currency),
});
