import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { PayeeLine, PayeeStatement } from '../../core/contract/payee-statements/statement.ts';
import {
  eventsBehind,
  type PayeeEventPlace,
  type PayeeLineEvent,
  type PayeeLineEventPorts,
} from '../../core/earnings/statements/explain-events.ts';
import {
  type ExplainedShares,
  lineOf,
  reasonOf,
  sharesBehind,
} from '../../core/earnings/statements/explain-line.ts';
import { findStatement } from '../../core/earnings/statements/find-statement.ts';
import type { ListingPorts } from '../../core/earnings/statements/list-statements.ts';
import { decimalText } from '../../core/kernel/decimal.ts';
import { exactText } from '../../core/kernel/exact-amount.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

type Route = RouteHandlers['ServePayees']['GET /v1/payee-statements/{id}/lines/{line}'];

const EVENTS_DEFAULT = 50;
const FIRST: PayeeEventPlace = { part: 0, payer: 0, meter: 0 };

type Ports = PayeeLineEventPorts & ListingPorts;

/** Whose line is explained, and where its page begins. */
interface Explaining {
  readonly tenant: string;
  readonly statement: PayeeStatement;
  readonly line: PayeeLine;
  readonly position: string | undefined;
}

/** From a line of a payee's statement to what payers' months have of it, or to the events of them. */
export const explainPayeeLine =
  (ports: Ports): Route =>
  async ({ caller, params, query: { events = 'false', limit = EVENTS_DEFAULT, cursor } }) => {
    const { tenant, payee } = caller;
    const statement = await findStatement(ports, tenant, params.id, payee);
    const line = lineOf(statement, params.line);
    const of = events === 'true' ? 'events' : 'shares';
    const fingerprint = JSON.stringify(['payee-statements/lines', statement.id, line.id, of]);
    const position = cursor === undefined ? undefined : openedCursor(caller, fingerprint, cursor);
    const asked = { tenant, statement, line, position };
    const { found, next } =
      of === 'shares'
        ? await sharesOf(ports, asked)
        : await eventsOf(ports, { ...asked, limit, asking: payee });
    const at = next === undefined ? {} : { nextCursor: sealedCursor(caller, fingerprint, next) };
    return { status: 200, body: { ...headOf(statement, line), ...found, ...at } };
  };

async function sharesOf({ months }: Ports, { tenant, statement, line, position }: Explaining) {
  const from = Number.parseInt(position ?? '0', 10);
  const behind = await sharesBehind(months, tenant, { statement, line, from });
  if (behind === undefined) return { found: {}, next: undefined };
  const { shares, next } = behind;
  const at = next === undefined ? undefined : String(next);
  return { found: { shares: sharesAnswer(shares) }, next: at };
}

async function eventsOf(
  ports: Ports,
  {
    tenant,
    position,
    asking,
    ...asked
  }: Explaining & { readonly limit: number; readonly asking: string | undefined },
) {
  // Positions were sealed by us.
  const from = position === undefined ? FIRST : (JSON.parse(position) as PayeeEventPlace);
  const behind = await eventsBehind(ports, tenant, { ...asked, from });
  if (behind === undefined) return { found: {}, next: undefined };
  const { next, unreadable } = behind;
  const events = behind.events.map((one) => eventAnswer(one, asking));
  const found = unreadable === 0 ? { events } : { events, unreadable };
  return { found, next: next === undefined ? undefined : JSON.stringify(next) };
}

const headOf = ({ id, number, payee, currency, period }: PayeeStatement, line: PayeeLine) => ({
  statement: { id, number, payee, currency, period: period.month },
  line,
  reason: reasonOf(line),
});

const sharesAnswer = ({ payers, quantity, amount, earned }: ExplainedShares) => ({
  payers,
  quantity: decimalText(quantity),
  amount: exactText(amount),
  earned: exactText(earned),
});

/** Senders may have put who read into ids and sources: who asks by the token of a payee is not told them. */
const eventAnswer = (
  { source, id, occurredAt, meter, value, quantity }: PayeeLineEvent,
  asking: string | undefined,
) => ({
  ...(asking === undefined ? { source, id } : {}),
  ...{ time: rfc3339(occurredAt), meter, value, quantity },
});
