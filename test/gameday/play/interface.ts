import { setTimeout as sleep } from 'node:timers/promises';
import { jsonFrom, textAt } from '../../../cli/http/json.ts';

/** A request of the HTTP interface that may be sent again. */
interface Asking {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly accept?: string;
}

interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly bytes: Buffer;
}

/** Asks as one tenant. */
export interface Interface {
  /** Until it is answered for good: whatever is neither 429 nor 5xx. */
  ask(asking: Asking): Promise<Answered>;
  /** The same; throws unless the answer is of success. */
  askFor(asking: Asking): Promise<Answered>;
}

export interface InterfaceOptions {
  readonly origin: string;
  readonly apiKey: string;
  onRetry(): void;
  /** Gives up when it is aborted. */
  readonly signal: AbortSignal;
  /** What is not answered in so long is not going to be. */
  readonly answeredWithinMs: number;
}

const timeoutMs = 15_000;
const waitMs = { first: 100, most: 2_000 };

/** A client as clients should be: what is not answered is sent again, the same, after a pause that grows. */
export function interfaceOf(options: InterfaceOptions): Interface {
  const once = async ({ method, path, body, accept }: Asking): Promise<Answered | undefined> => {
    try {
      const response = await fetch(`${options.origin}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${options.apiKey}`,
          'content-type': 'application/json',
          accept: accept ?? 'application/json',
        },
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), options.signal]),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      const { status } = response;
      if (status === 429 || status >= 500) return undefined;
      return { status, body: jsonFrom(bytes.toString()), bytes };
    } catch {
      options.signal.throwIfAborted();
      return undefined;
    }
  };
  const ask = async (asking: Asking): Promise<Answered> => {
    const until = performance.now() + options.answeredWithinMs;
    for (let wait = waitMs.first; ; wait = Math.min(waitMs.most, wait * 2)) {
      const answer = await once(asking);
      if (answer !== undefined) return answer;
      options.onRetry();
      if (performance.now() > until) {
        const { method, path } = asking;
        throw new Error(`${method} ${path} is not answered in ${options.answeredWithinMs} ms`);
      }
      await sleep(wait * (0.5 + Math.random() / 2), undefined, { signal: options.signal });
    }
  };
  return {
    ask,
    askFor: async (asking) => {
      const answer = await ask(asking);
      if (answer.status < 300) return answer;
      const said = textAt(answer.body, 'detail') ?? answer.bytes.toString().slice(0, 300);
      throw new Error(`${asking.method} ${asking.path} was answered ${answer.status}: ${said}`);
    },
  };
}

/** All items of a list, page by page. */
export async function wholeList(
  { askFor }: Interface,
  path: string,
  member: string,
): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page =
      cursor === '' ? '' : `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;
    const { body } = await askFor({ method: 'GET', path: `${path}${page}` });
    const found = (body as Record<string, unknown>)[member];
    if (!Array.isArray(found)) throw new Error(`GET ${path} has no ${member}`);
    items.push(...(found as unknown[]));
    cursor = textAt(body, 'nextCursor');
  }
  return items;
}
