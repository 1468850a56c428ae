import { randomUUID } from 'node:crypto';
import { isJsonObject, type JsonObject, textAt } from '../http/json.ts';
import { AnswerFailure } from '../http/problem.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';

type Recorded = 'void' | 'credit-notes' | 'write-off';

/** Where what is recorded of an invoice is posted to; it is named by its number or id. */
export async function pathOn(session: Session, number: string, what: Recorded): Promise<string> {
  return pathOf(await documentBy(session, number), number, what);
}

/** The same, of a document that was asked for already. */
export const pathOf = (found: JsonObject, number: string, what: Recorded): string =>
  `/v1/invoices/${encodeURIComponent(textAt(found, 'id') ?? number)}/${what}`;

/** An invoice, credit note, statement or draft by its number or id. */
export async function documentBy(session: Session, number: string): Promise<JsonObject> {
  const path = `/v1/invoices/${encodeURIComponent(number)}`;
  const { body } = await session.api().call({ method: 'GET', path });
  return isJsonObject(body) ? body : {};
}

/** A payment by its id. */
export async function paymentBy(session: Session, id: string): Promise<JsonObject> {
  const path = `/v1/payments/${encodeURIComponent(id)}`;
  const { body } = await session.api().call({ method: 'GET', path });
  return isJsonObject(body) ? body : {};
}

/** Posts under a key of its own, where none is given, so that it counts once however often it is repeated. */
export async function post(
  session: Session,
  path: string,
  body: JsonObject,
  idempotencyKey: string = randomUUID(),
): Promise<JsonObject> {
  const answer = await session.api().call({
    method: 'POST',
    path,
    body: JSON.stringify(body),
    idempotencyKey,
  });
  return isJsonObject(answer.body) ? answer.body : {};
}

/**
 * Posts what a key alone tells from another of its kind. Where nobody knows whether it was done, says with which key to
 * repeat it.
 */
export async function postUnderKey(
  session: Session,
  path: string,
  body: JsonObject,
  key: string = randomUUID(),
): Promise<JsonObject> {
  return post(session, path, body, key).catch((error: unknown) => {
    // Of what was refused nothing is done.
    const mayBeDone = !(error instanceof AnswerFailure) || error.status >= 500;
    const again = `it may be done already: repeat it with --key ${printable(key)}, lest it be done twice\n`;
    if (mayBeDone) session.shell.err(again);
    throw error;
  });
}
