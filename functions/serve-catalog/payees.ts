import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { PayeeAnswer } from '../../core/contract/shares/shapes.ts';
import { payeeNotFound } from '../../core/shares/not-found.ts';
import type { PayeeRecord } from '../../core/shares/ports.ts';
import { putPayee } from '../../core/shares/put-payee.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { CatalogPorts } from './ports.ts';

type Handlers = RouteHandlers['ServeCatalog'];

const LIMIT_DEFAULT = 100;

export const payeeRoutes = ({ payees }: CatalogPorts) =>
  ({
    'GET /v1/payees': async ({ caller, query }) => {
      const { cursor, limit = LIMIT_DEFAULT } = query;
      const fingerprint = 'GET /v1/payees';
      const after = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
      const { records, more } = await payees.list(caller.tenant, { after, limit });
      const last = records.at(-1);
      return {
        status: 200,
        body: {
          payees: records.map(payeeAnswer),
          ...(more && last !== undefined
            ? { nextCursor: sealedCursor(caller, fingerprint, last.key) }
            : {}),
        },
      };
    },

    'GET /v1/payees/{key}': async ({ caller, params }) => {
      const record = await payees.get(caller.tenant, params.key);
      if (record === undefined) throw payeeNotFound(params.key);
      return { status: 200, body: payeeAnswer(record) };
    },

    'PUT /v1/payees/{key}': async ({ caller: { tenant }, params: { key }, body }) => {
      const { record, outcome } = await putPayee(payees, tenant, { key, body });
      return { status: outcome === 'created' ? 201 : 200, body: payeeAnswer(record) };
    },
  }) satisfies Partial<Handlers>;

const payeeAnswer = ({ key, revision, body }: PayeeRecord): PayeeAnswer => ({
  key,
  ...body,
  revision,
});
