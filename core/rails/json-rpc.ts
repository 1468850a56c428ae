import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../kernel/json.ts';
import type { CallAnswer, RailOutbound } from './ports.ts';

const DEPTH_MAX = 16;

/** What a node was asked could not be read. */
export class Unread extends Error {
  override readonly name = 'Unread';
}

/** Asks a node of a chain. Rejects with `Unread` where no answer came that has a result. */
export type AskNode = (method: string, params: readonly JsonValue[]) => Promise<JsonValue>;

/** Asks a node by JSON-RPC, through the one outbound client. */
export const askNode =
  (outbound: Pick<RailOutbound, 'call'>, rpc: string): AskNode =>
  async (method, params) => {
    const answer = await outbound.call({
      method: 'POST',
      url: rpc,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    return resultIn(answer, method);
  };

/** What `read` answers, or why it is not known. */
export async function readOrUnknown<Read>(
  read: () => Promise<Read>,
): Promise<Read | { readonly kind: 'unknown'; readonly detail: string }> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Unread) return { kind: 'unknown', detail: error.message };
    throw error;
  }
}

function resultIn(answer: CallAnswer, method: string): JsonValue {
  if (answer.kind === 'failed') throw new Unread(`${method}: ${answer.reason}`);
  const body = bodyIn(answer.body);
  const result = body?.['result'];
  if (answer.status !== 200 || result === undefined) {
    throw new Unread(`${method}: status ${answer.status}, and no result`);
  }
  return result;
}

function bodyIn(text: string): JsonObject | undefined {
  try {
    const body = parseJson(text, DEPTH_MAX);
    return isJsonObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}
