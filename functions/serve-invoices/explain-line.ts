import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import {
  explainLine,
  type LineExplanation,
  type LineQuestion,
} from '../../core/billing/explain/line.ts';
import type { LinePrice } from '../../core/billing/explain/usage.ts';
import type { LineExplanationAnswer } from '../../core/contract/invoices/explanation-shapes.ts';
import type { DocumentContent, InvoiceLine } from '../../core/contract/invoices/invoice.ts';
import { findContent } from '../../core/documents/find-content.ts';
import { decimalText } from '../../core/kernel/decimal.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { InvoicesPorts } from './ports.ts';

const LIMIT_DEFAULT = 100;

/** From a line of an invoice, credit note, statement or draft to what is behind it. */
export const explainLineRoute =
  (ports: InvoicesPorts): RouteHandlers['ServeInvoices']['GET /v1/invoices/{id}/lines/{line}'] =>
  async ({ caller, params, query }) => {
    const { window = 'day', events = 'false', limit = LIMIT_DEFAULT, cursor } = query;
    const { content: document, json } = await findContent(ports, caller.tenant, params.id);
    const line = lineOf(document, params.line);
    const fingerprint = JSON.stringify([
      'GET /v1/invoices/lines',
      document.id,
      line.id,
      events === 'true' ? 'events' : window,
    ]);
    const position = cursor === undefined ? undefined : openedCursor(caller, fingerprint, cursor);
    const page = pageAt(events === 'true' ? 'events' : window, position);
    const question = { document, line, page, limit };
    const { rating, log, books } = ports;
    const explained = await explainLine({ ...rating, log, books }, caller.tenant, question);
    const { next } = explained;
    return {
      status: 200,
      body: {
        ...answerOf(question, explained, json.status),
        ...(next === undefined
          ? {}
          : { nextCursor: sealedCursor(caller, fingerprint, JSON.stringify(next)) }),
      },
    };
  };

/** Positions were sealed by us. */
function pageAt(
  shown: 'events' | 'day' | 'hour',
  position: string | undefined,
): LineQuestion['page'] {
  const after = position === undefined ? {} : { after: JSON.parse(position) as never };
  return shown === 'events' ? { of: 'events', ...after } : { of: 'tallies', unit: shown, ...after };
}

function lineOf(document: DocumentContent, id: string): InvoiceLine {
  const line = document.lines.find((one) => one.id === id);
  if (line !== undefined) return line;
  const count = document.lines.length;
  const known = count === 0 ? 'it has none' : `it has lines 1 to ${count}`;
  throw new Rejection(
    'invoice.line-not-found',
    `name a line of ${document.number ?? document.id}: ${known}, got ${JSON.stringify(id.slice(0, 20))}`,
    { param: 'line' },
  );
}

function answerOf(
  { document, line }: LineQuestion,
  explained: LineExplanation,
  status: string,
): LineExplanationAnswer {
  const { price, stretch, carried, usage, reason, steps } = explained;
  const { type, id, number, customer, currency, period } = document;
  const named = (values: readonly (string | null)[]) =>
    Object.fromEntries(explained.dimensions.map((name, place) => [name, values[place] ?? null]));
  const { from, to, of } = stretch.share;
  return {
    invoice: { type, id, number, status, customer, currency, period },
    line,
    reason,
    ...(price === undefined ? {} : { price: priceAnswer(price, line) }),
    stretch: { period: stretch.shown, month: stretch.month, days: to - from, daysOfMonth: of },
    steps,
    ...(carried === undefined ? {} : { carried }),
    ...(usage === undefined ? {} : { usage }),
    ...(explained.tallies === undefined
      ? {}
      : {
          tallies: explained.tallies.map(({ window, subject, dimensions, quantity }) => ({
            start: rfc3339(window.start),
            end: rfc3339(window.end),
            subject,
            dimensions: named(dimensions),
            quantity: decimalText(quantity),
          })),
        }),
    ...(explained.events === undefined
      ? {}
      : {
          events: explained.events.map(({ at, source, id: event, subject, dimensions, value }) => ({
            source,
            id: event,
            time: rfc3339(at.occurredAt),
            subject,
            dimensions: named(dimensions),
            value,
          })),
        }),
  };
}

/** As the plan says it, but for what is of no concern to the line. */
function priceAnswer({ plan, body, charge, kind }: LinePrice, line: InvoiceLine) {
  const { effectiveFrom, minimumCommitment } = body;
  const place = { plan, effectiveFrom };
  if (kind === 'fee') {
    const fee = body.fixedFees?.find(({ key }) => key === line.charge);
    return fee === undefined ? place : { ...place, fee };
  }
  if (charge === undefined) {
    return minimumCommitment === undefined ? place : { ...place, minimumCommitment };
  }
  const sent = body.charges.find(({ key, meter }) => (key ?? meter) === charge.key);
  return sent === undefined ? place : { ...place, charge: sent };
}
