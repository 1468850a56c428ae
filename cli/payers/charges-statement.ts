import { usageFailure } from '../failure.ts';
import type { Api } from '../http/api.ts';
import { type JsonObject, textAt } from '../http/json.ts';
import { getting, itemsOf, pagesFrom } from '../http/pages.ts';
import { writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';
import { csv } from '../usage/csv.ts';

/** How a statement of charges is wanted. */
export interface StatementOptions {
  readonly month?: string;
  readonly csv?: boolean;
  readonly receipts?: boolean;
  readonly output?: string;
}

const AT_ONCE = 8;

const columns = [
  ...['id', 'at', 'status', 'meter', 'subject', 'resource', 'description', 'by', 'quantity'],
  ...['net', 'tax', 'amount', 'currency', 'receiptId', 'receipt'],
] as const;

/** Whether something else is wanted than a table for a person: it is written while it comes. */
export const isStatement = (
  { isJson }: Pick<Session, 'isJson'>,
  { csv: isCsv = false, receipts = false, output }: StatementOptions,
): boolean => isCsv || receipts || isJson || output !== undefined;

/** Writes all charges of a payer while they come, as CSV or one JSON document, each with its receipt where wanted. */
export function writeStatement(
  session: Session,
  path: string,
  { month, csv: isCsv = false, receipts = false, output }: StatementOptions,
): Promise<number> {
  if (isCsv === session.isJson) {
    throw usageFailure('choose one of --csv and --json: a statement with receipts is for programs');
  }
  const charges = chargesOf(session.api(), { path, month, receipts });
  return writeOut(session, isCsv ? asCsv(charges) : asJson(charges), output);
}

async function* chargesOf(
  api: Api,
  asked: { readonly path: string; readonly month: string | undefined; readonly receipts: boolean },
): AsyncGenerator<readonly JsonObject[]> {
  for await (const page of pagesFrom(api, getting(asked.path, { month: asked.month }))) {
    const charges = itemsOf(page, 'charges');
    if (!asked.receipts) {
      yield charges;
      continue;
    }
    for (let from = 0; from < charges.length; from += AT_ONCE) {
      const some = charges.slice(from, from + AT_ONCE);
      yield await Promise.all(some.map((charge) => withReceipt(api, charge)));
    }
  }
}

/** What was not captured has none. */
async function withReceipt(api: Api, charge: JsonObject): Promise<JsonObject> {
  const id = textAt(charge, 'receiptId');
  if (id === undefined) return charge;
  const path = `/v1/receipts/${encodeURIComponent(id)}`;
  const { body } = await api.call({ method: 'GET', path });
  return { ...charge, receipt: textAt(body, 'receipt') };
}

async function* asCsv(pages: AsyncIterable<readonly JsonObject[]>): AsyncGenerator<string> {
  yield csv([columns]);
  for await (const charges of pages) {
    yield csv(charges.map((charge) => columns.map((name) => textAt(charge, name))));
  }
}

async function* asJson(pages: AsyncIterable<readonly JsonObject[]>): AsyncGenerator<string> {
  let before = '{"charges":[\n';
  for await (const charges of pages) {
    for (const charge of charges) {
      yield `${before}${JSON.stringify(charge)}`;
      before = ',\n';
    }
  }
  yield before === ',\n' ? '\n]}\n' : '{"charges":[]}\n';
}
