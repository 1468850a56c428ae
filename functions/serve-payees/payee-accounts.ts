import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { membersOf } from '../../core/books/export/entry-facts.ts';
import { payableOf } from '../../core/books/owed.ts';
import type { PayeeBalance } from '../../core/books/payee-cell.ts';
import type {
  PayeeBalancesAnswer,
  PayeeDocumentAnswer,
} from '../../core/contract/earnings/shapes.ts';
import { type ClaimPorts, claimWaiting } from '../../core/earnings/claim-waiting.ts';
import {
  type OnPayeeAccount,
  type PayeeAccountPorts,
  payeeBalances,
  payeeDocuments,
} from '../../core/earnings/payee-account.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { nanosText } from '../../core/kernel/money.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import { placeFrom, placeText } from '../middleware/sealed-place.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

type Handlers = RouteHandlers['ServePayees'];

/** What the account of a payee is answered and added to with. */
export type PayeeMoneyPorts = PayeeAccountPorts & ClaimPorts;

const LIMIT_DEFAULT = 50;

/** Answers what the books say of a payee. */
export const payeeAccountRoutes = (ports: PayeeMoneyPorts) =>
  ({
    'POST /v1/payees/{key}/claims': async ({
      caller: { tenant },
      params,
      body,
      idempotencyKey,
    }) => {
      const asked = { ...body, payee: params.key, key: idempotencyKey };
      const { claim, isNew } = await claimWaiting(ports, tenant, asked);
      const { id, payee, from, currency, amount } = claim;
      const said = { id, payee, from, currency, amount: nanosText(amount) };
      return { status: isNew ? (201 as const) : (200 as const), body: said };
    },

    'GET /v1/payees/{key}/balance': async ({ caller: { tenant }, params: { key } }) => {
      const balances = await payeeBalances(ports, tenant, key);
      return { status: 200, body: { payee: key, balances: balances.map(balanceAnswer) } };
    },

    'GET /v1/payees/{key}/documents': async ({ caller, params: { key }, query }) => {
      const { cursor, limit = LIMIT_DEFAULT } = query;
      const fingerprint = JSON.stringify(['GET /v1/payees/{key}/documents', key]);
      const after =
        cursor === undefined ? undefined : placeFrom(openedCursor(caller, fingerprint, cursor));
      const { documents, next } = await payeeDocuments(ports, caller.tenant, {
        ...{ payee: key, after, limit },
      });
      return {
        status: 200,
        body: {
          documents: documents.map(documentAnswer),
          ...(next === undefined
            ? {}
            : { nextCursor: sealedCursor(caller, fingerprint, placeText(next)) }),
        },
      };
    },
  }) satisfies Partial<Handlers>;

const balanceAnswer = (balance: PayeeBalance): PayeeBalancesAnswer['balances'][number] => ({
  currency: balance.currency,
  payable: nanosText(payableOf(balance)),
  opening: nanosText(balance.opening),
  earned: nanosText(balance.earned),
  claimed: nanosText(balance.claimed),
  paidOut: nanosText(balance.paidOut),
  inTransit: nanosText(balance.inTransit),
  statements: balance.statements,
  ...definedOnly({ period: balance.period }),
});

const documentAnswer = ({ document, amount }: OnPayeeAccount): PayeeDocumentAnswer => ({
  ...{ id: document.id, kind: document.kind, currency: document.currency },
  ...membersOf(document),
  recordedAt: rfc3339(document.recordedAt),
  amount: nanosText(amount),
});
