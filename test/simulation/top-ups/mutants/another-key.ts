import type { CallAnswer, OutboundCall } from '../../../../core/rails/ports.ts';

export type Calling = (call: OutboundCall) => Promise<CallAnswer>;

/** Counts up over all processes of a run, and of runs: what matters is that no two are the same. */
let counted = 0;
export const next = (): number => {
  counted += 1;
  return counted;
};

/** Each call to a path is made under a key of its own. */
export const anotherKey =
  (path: string) =>
  (call: Calling): Calling =>
  (asked) => {
    if (asked.method !== 'POST' || new URL(asked.url).pathname !== path) return call(asked);
    const key = `${asked.headers['idempotency-key'] ?? ''} ${next()}`;
    return call({ ...asked, headers: { ...asked.headers, 'idempotency-key': key } });
  };
