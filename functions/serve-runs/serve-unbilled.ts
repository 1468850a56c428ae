import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { acceptUnbilled } from '../../core/billing/unbilled/accept.ts';
import type { UnbilledPorts } from '../../core/billing/unbilled/list-unbilled.ts';
import {
  type UnbilledPlace,
  unbilledPage,
  usageSumsPage,
} from '../../core/billing/unbilled/page.ts';
import { unbilledRowAnswer } from '../../core/billing/unbilled/row-answer.ts';
import { storedSums } from '../../core/billing/unbilled/stored-sums.ts';
import { decimalFrom } from '../../core/kernel/decimal.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

type Handlers = RouteHandlers['ServeRuns'];

const LIMIT_DEFAULT = 100;
const FIRST: UnbilledPlace = { partition: 0, after: '' };

/** What of a month is not billed, and why. */
export const listUnbilledRoute =
  (ports: UnbilledPorts): Handlers['GET /v1/unbilled'] =>
  async ({ caller, query: { period, cursor, limit = LIMIT_DEFAULT } }) => {
    const fingerprint = JSON.stringify(['GET /v1/unbilled', period]);
    const from =
      cursor === undefined ? FIRST : placeFrom(openedCursor(caller, fingerprint, cursor));
    const asked = { month: monthFrom(period), from, limit };
    const { rows, next } = await unbilledPage(ports, caller.tenant, asked);
    const last = next === undefined ? undefined : JSON.stringify([next.partition, next.after]);
    return {
      status: 200,
      body: {
        rows: rows.map(unbilledRowAnswer),
        ...(last === undefined ? {} : { nextCursor: sealedCursor(caller, fingerprint, last) }),
      },
    };
  };

/** What was used of a month, and where it went. */
export const sumUnbilledRoute =
  (ports: UnbilledPorts): Handlers['GET /v1/unbilled/sums'] =>
  async ({ caller, query: { period, cursor } }) => {
    const fingerprint = JSON.stringify(['GET /v1/unbilled/sums', period]);
    const from =
      cursor === undefined ? 0 : Number.parseInt(openedCursor(caller, fingerprint, cursor), 10);
    const asked = { month: monthFrom(period), from };
    const { sums, next } = await usageSumsPage(ports, caller.tenant, asked);
    return {
      status: 200,
      body: {
        sums: sums.map(storedSums),
        ...(next === undefined
          ? {}
          : { nextCursor: sealedCursor(caller, fingerprint, String(next)) }),
      },
    };
  };

/** Leaves usage unbilled, as a person saw it. */
export const acceptUnbilledRoute =
  (ports: UnbilledPorts): Handlers['POST /v1/unbilled/accept'] =>
  async ({ caller: { tenant, keyId: by }, body: { period, reason: why, rows } }) => {
    const month = monthFrom(period);
    const seen = rows.map(({ subject, customer, meter, reason, quantity, events }) => {
      const decimal = decimalFrom(quantity);
      invariant(
        decimal !== undefined,
        'the shape of a row lets only decimals of 12 places through',
      );
      return {
        subject,
        customer,
        meter,
        month,
        reason,
        quantity: decimal,
        events: events === undefined ? undefined : BigInt(events),
      };
    });
    await acceptUnbilled(ports, tenant, { month, rows: seen, why, by });
    return { status: 200, body: { period, accepted: rows.length } };
  };

/** Positions were sealed by us. */
function placeFrom(text: string): UnbilledPlace {
  const [partition, after] = JSON.parse(text) as [number, string];
  return { partition, after };
}
