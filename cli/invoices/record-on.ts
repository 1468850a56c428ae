import { randomUUID } from 'node:crypto';
import { isJsonObject, type JsonObject, textAt } from '../http/json.ts';
import type { Session } from '../session.ts';

/** Records something of an invoice, which is named by its number or id; answers what was recorded. */
export async function recordOn(
  session: Session,
  number: string,
  { what, body }: { readonly what: 'void' | 'credit-notes'; readonly body: JsonObject },
): Promise<JsonObject> {
  const found = await documentBy(session, number);
  const id = textAt(found, 'id') ?? number;
  return post(session, `/v1/invoices/${encodeURIComponent(id)}/${what}`, body);
}

/** An invoice, credit note, statement or draft by its number or id. */
export async function documentBy(session: Session, number: string): Promise<JsonObject> {
  const path = `/v1/invoices/${encodeURIComponent(number)}`;
  const { body } = await session.api().call({ method: 'GET', path });
  return isJsonObject(body) ? body : {};
}

/** Posts under a key of its own, so that it counts once however often it is repeated. */
export async function post(session: Session, path: string, body: JsonObject): Promise<JsonObject> {
  const answer = await session.api().call({
    method: 'POST',
    path,
    body: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  return isJsonObject(answer.body) ? answer.body : {};
}
