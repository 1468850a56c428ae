import type { Caller } from '../../core/access/caller.ts';
import type { FrontRequest } from '../../functions/serve-front/front-event.ts';
import { type Answering, serveFront } from '../../functions/serve-front/serve-front.ts';
import { everyFunction } from './every-function.ts';

const everyScope = [
  'events:write',
  'usage:read',
  'billing:read',
  'billing:write',
  'spend:read',
  'spend:write',
  'payouts:approve',
  'admin',
];

/** Who asks with `Bearer` and these scopes, joined by spaces; `Bearer revoked` is refused. */
const callerWith = (scopes: readonly string[]): Caller => ({
  tenant: 'acme',
  keyId: 'key1',
  scopes,
  cursorKey: 'c',
});

/** The second front over every function as it is deployed, but for tables, queues and keys. */
export function aFront(overrides: Partial<Parameters<typeof serveFront>[0]> = {}) {
  const functions = everyFunction();
  const answering = Object.fromEntries(
    Object.entries(functions).map(([name, handler]) => [name, async () => handler]),
  ) as unknown as Answering;
  let bodiesRead = 0;
  const answer = serveFront({
    callerOf: async (text) => {
      const held = text.replace(/^Bearer ?/, '');
      if (held === 'revoked') return 'refused';
      return callerWith(held === 'all' ? everyScope : held.split(' '));
    },
    answering,
    rates: { take: async () => ({ goesOn: true, inMs: 0, standings: [] }) },
    pause: async () => undefined,
    newRequestId: () => 'request-1',
    onRefused: () => undefined,
    onFailed: () => undefined,
    bodyBytesMax: 2_000_000,
    ...overrides,
  });
  const ask = (
    routeKey: string,
    { authorization = 'Bearer all', headers = {}, body }: AskedFront = {},
  ) => {
    const [method = '', url = ''] = routeKey.split(' ');
    const request: FrontRequest = {
      method,
      url,
      headers: {
        'content-type': 'application/json',
        ...headers,
        ...(authorization === 'none' ? {} : { authorization }),
      },
      body: async () => {
        bodiesRead += 1;
        return body === 'too large' ? undefined : Buffer.from(body ?? '');
      },
    };
    return answer(request);
  };
  return { ask, bodiesRead: () => bodiesRead };
}

interface AskedFront {
  readonly authorization?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}
