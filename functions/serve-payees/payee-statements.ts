import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { ListedPayeeStatement } from '../../core/contract/payee-statements/list-shapes.ts';
import type { PayeeStatement } from '../../core/contract/payee-statements/statement.ts';
import { keptPayeeForm, type PayeeFormPorts } from '../../core/documents/payees/keep-payee-form.ts';
import { payeeObstacles } from '../../core/documents/payees/payee-electronic.ts';
import type { RecountPorts } from '../../core/earnings/recount.ts';
import type { PayeeLineEventPorts } from '../../core/earnings/statements/explain-events.ts';
import { findStatement } from '../../core/earnings/statements/find-statement.ts';
import {
  type ListingPorts,
  statementsOfMonth,
  statementsOfPayee,
} from '../../core/earnings/statements/list-statements.ts';
import { beginStatements } from '../../core/earnings/statements/state-month.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { acceptedForm, formAnswer } from '../middleware/document-answer.ts';
import { placeFrom, placeText } from '../middleware/sealed-place.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { explainPayeeLine } from './explain-payee-line.ts';
import { monthAnswer } from './share-months.ts';

type Handlers = RouteHandlers['ServePayees'];

export type PayeeStatementPorts = ListingPorts &
  PayeeFormPorts &
  RecountPorts &
  PayeeLineEventPorts;

const LIMIT_DEFAULT = 50;

/** Answers what payees are told. */
export const payeeStatementRoutes = (ports: PayeeStatementPorts) =>
  ({
    'GET /v1/payees/{key}/statements': async ({ caller, params: { key }, query }) => {
      const { cursor, limit = LIMIT_DEFAULT } = query;
      const fingerprint = JSON.stringify(['GET /v1/payees/{key}/statements', key]);
      const before =
        cursor === undefined ? undefined : placeFrom(openedCursor(caller, fingerprint, cursor));
      const asked = { payee: key, before, limit };
      const { items, next } = await statementsOfPayee(ports, caller.tenant, asked);
      return listAnswer(
        items,
        next === undefined ? undefined : sealedCursor(caller, fingerprint, placeText(next)),
      );
    },

    'GET /v1/payee-statements': async ({ caller, query }) => {
      const { period, cursor, limit = LIMIT_DEFAULT } = query;
      const fingerprint = JSON.stringify(['GET /v1/payee-statements', period]);
      const after = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
      const asked = { month: monthFrom(period), after, limit };
      const { items, next } = await statementsOfMonth(ports, caller.tenant, asked);
      return listAnswer(
        items,
        next === undefined ? undefined : sealedCursor(caller, fingerprint, next),
      );
    },

    'GET /v1/payee-statements/{id}': async ({ caller, params, query: { format }, headers }) => {
      const form = format ?? acceptedForm(headers['accept']);
      const statement = await findStatement(ports, caller.tenant, params.id, caller.payee);
      if (form === 'json') return { status: 200, body: shown(statement) };
      return formAnswer(await keptPayeeForm(ports, caller.tenant, { statement, form }), {
        ...{ document: statement, form, ifNoneMatch: headers['if-none-match'], refusal: noUbl },
      });
    },

    'GET /v1/payee-statements/{id}/lines/{line}': explainPayeeLine(ports),

    'POST /v1/payee-statement-runs': async ({ caller: { tenant }, body }) => {
      const month = await beginStatements(ports, { tenant, month: monthFrom(body.period) });
      if (month === undefined) throw notAccrued(body.period);
      return { status: 202, body: monthAnswer(month) };
    },
  }) satisfies Partial<Handlers>;

const listAnswer = (statements: readonly PayeeStatement[], nextCursor: string | undefined) => ({
  status: 200 as const,
  body: { statements: statements.map(listed), ...definedOnly({ nextCursor }) },
});

function listed(statement: PayeeStatement): ListedPayeeStatement {
  const { id, number, payee, ordinal, selfBilled, currency, issueDate } = statement;
  const { seller, period, subtotal, total, due, account } = statement;
  return {
    ...{ id, number, payee, name: seller.name, ordinal, ...definedOnly({ selfBilled }) },
    ...{ currency, period: period.month, issueDate },
    ...{ subtotal, total, due, closing: account.closing },
  };
}

function shown(statement: PayeeStatement) {
  const to = (form: string) => `/v1/payee-statements/${statement.id}?format=${form}`;
  const xml = payeeObstacles(statement).length === 0 ? { ubl: to('ubl'), cii: to('cii') } : {};
  return { ...statement, documents: { pdf: to('pdf'), csv: to('csv'), ...xml } };
}

const notAccrued = (month: string): Rejection =>
  new Rejection(
    'share.month-not-accrued',
    `period: wait until all that has changed of the month is posted, as GET /v1/share-months/{month} says, got ${month}`,
    { param: 'period' },
  );

const noUbl = (obstacles: string): Rejection =>
  new Rejection(
    'payee-statement.no-ubl',
    `complete what EN 16931 asks for, for the statements to come: ${obstacles}`,
  );
