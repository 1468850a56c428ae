import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { customerNotFound } from '../../core/catalog/customer.ts';
import type { CustomerRecord } from '../../core/catalog/ports.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { customerAnswer } from './customer-answer.ts';
import type { CatalogPorts } from './ports.ts';

const LIMIT_DEFAULT = 100;

/** What a customer is now, then what it was, revision by revision. */
export const listCustomerHistory =
  ({ customers }: CatalogPorts): RouteHandlers['ServeCatalog']['GET /v1/customers/{key}/history'] =>
  async ({ caller, params: { key }, query }) => {
    const { cursor, limit = LIMIT_DEFAULT } = query;
    const fingerprint = JSON.stringify(['GET /v1/customers/{key}/history', key]);
    const current = await customers.get(caller.tenant, key);
    if (current?.customer === undefined) throw customerNotFound(key, 'key');
    const before =
      cursor === undefined
        ? current.revision
        : Number.parseInt(openedCursor(caller, fingerprint, cursor), 10);
    const shown = cursor === undefined ? [current] : [];
    const past = await customers.listPast(caller.tenant, {
      key,
      before,
      limit: Math.max(1, limit - shown.length),
    });
    const records = [...shown, ...past.records];
    const last = records.at(-1);
    return {
      status: 200,
      body: {
        changes: records.flatMap(changeAnswer),
        ...(past.more && last !== undefined
          ? { nextCursor: sealedCursor(caller, fingerprint, String(last.revision)) }
          : {}),
      },
    };
  };

const changeAnswer = ({ customer, revision, change }: CustomerRecord) =>
  customer === undefined
    ? []
    : [
        {
          customer: customerAnswer(customer, revision),
          ...(change === undefined
            ? {}
            : { at: rfc3339(change.at), by: change.by, from: change.from }),
        },
      ];
