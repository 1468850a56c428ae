import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { PassStateAnswer } from '../../core/contract/passes/pass-state.ts';
import type { BoughtPassAnswer, PassAnswer } from '../../core/contract/passes/shapes.ts';
import { decimalText } from '../../core/kernel/decimal.ts';
import { amountText } from '../../core/kernel/money.ts';
import { rfc3339, type Timestamp } from '../../core/kernel/timestamp.ts';
import type { PassTerms } from '../../core/spend/entry.ts';
import type { PassRecord } from '../../core/spend/passes/ports.ts';
import { putPass } from '../../core/spend/passes/put-pass.ts';
import { passBought } from '../../core/spend/protocol/passes.ts';
import type { SpendGate } from '../../core/spend/protocol/ports.ts';
import type { PassStanding } from '../../core/spend/protocol/shown-spend.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { byToken, payerAsked } from './asking.ts';
import { keySent } from './key-sent.ts';

type Handlers = RouteHandlers['ServeSpend'];

const LIMIT_DEFAULT = 100;

/** Answers which passes are offered, and sells them. */
export const passRoutes = (gate: SpendGate) =>
  ({
    'GET /v1/passes': async ({ caller, query }) => {
      const { cursor, limit = LIMIT_DEFAULT } = query;
      const fingerprint = 'GET /v1/passes';
      const after = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
      const { records, more } = await gate.passes.list(caller.tenant, { after, limit });
      const last = records.at(-1);
      return {
        status: 200,
        body: {
          passes: records.map(passAnswer),
          ...(more && last !== undefined
            ? { nextCursor: sealedCursor(caller, fingerprint, last.key) }
            : {}),
        },
      };
    },

    'PUT /v1/passes/{key}': async ({ caller: { tenant }, params: { key }, body }) => {
      const { record, outcome } = await putPass(gate, tenant, { key, body });
      return { status: outcome === 'created' ? 201 : 200, body: passAnswer(record) };
    },

    'POST /v1/payers/{payer}/passes': async (request) => {
      const { caller, params, body } = request;
      const payer = payerAsked(caller, params.payer);
      const { id, at, terms } = await passBought(gate, caller.tenant, {
        ...{ payer, pass: body.pass, key: keySent(request), token: byToken(caller)?.token },
      });
      return { status: 201, body: { payer, ...termsAnswer(id, terms, at) } };
    },
  }) satisfies Partial<Handlers>;

const passAnswer = ({ key, revision, body }: PassRecord): PassAnswer => ({
  key,
  ...body,
  revision,
});

function termsAnswer(
  id: string,
  { key, name, meter, filter, units, flat, price, currency, endsAt }: PassTerms,
  at: Timestamp,
): Omit<BoughtPassAnswer, 'payer'> {
  return {
    ...{ id, key, name, meter, currency },
    ...(filter === undefined
      ? {}
      : { filter: Object.fromEntries(Object.entries(filter).map(([of, one]) => [of, [...one]])) }),
    units: decimalText(units),
    ...(flat === undefined ? {} : { flat }),
    price: amountText(price, currency),
    boughtAt: rfc3339(at),
    resetsAt: rfc3339(endsAt),
  };
}

export const passStateAnswer = ({ pass, held, left }: PassStanding): PassStateAnswer => ({
  ...termsAnswer(pass.id, pass.terms, pass.at),
  used: decimalText(pass.used),
  held: decimalText(held),
  left: decimalText(left),
});
