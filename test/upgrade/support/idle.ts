import type { QueuedMessage } from './engines.ts';

/**
 * The statement for July of a payer without a profile that used nothing in it: a minus 0.004 that is carried on. Such a
 * month has no document any more, on purpose; all else of it stays.
 */
const idle = 'inv_bddc6cc4ada1ec5bd8dd5f3ae39ed0bb';

/** Digests of exports from which that statement is left out; of the rest they are made as they were. */
const exportsWithout: Readonly<Record<string, string>> = {
  'magazine /v1/books?format=beancount':
    '9b65ff2c441d970e8a2ba7f5d57675757f7cf638b701b5bf1d42a2434e85ef3b',
  'magazine /v1/books?format=csv':
    '6628cf290aaff748f6e0fdd25977b6d2a524e09f01431fae658881b661343de0',
  'magazine /v1/books?format=hledger':
    '42bdccb09f7454f121674614abaacaf7ee59a92f243153b6a15c62d77e561888',
};

/** What the old code answered for July, as it is without that statement. */
export const withoutIdle = (late: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(late)
      .filter(([what]) => !what.includes(idle))
      .map(([what, content]) => [what, exportsWithout[what] ?? contentWithout(what, content)]),
  );

/** What the old code sent, but for the announcement of that statement. */
export const withoutIdleAnnounced = (messages: readonly QueuedMessage[]): QueuedMessage[] =>
  messages.map((message) => ({ ...message, body: message.body.replace(`"${idle}",`, '') }));

interface Listed {
  readonly id?: string;
  readonly block?: number;
  readonly index?: number;
}

function contentWithout(what: string, content: unknown): unknown {
  if (what === 'magazine /v1/billing-runs/2026-07') {
    const run = content as { counts: { closed: number }; customers: Listed[] };
    const counts = { ...run.counts, closed: run.counts.closed - 1 };
    return { ...run, counts, customers: run.customers.filter(({ id }) => id !== idle) };
  }
  if (what === 'magazine /v1/books') {
    return { ...(content as object), documents: booked(content as { documents: Listed[] }) };
  }
  if (what === 'magazine /v1/books/check') {
    const check = content as { documents: number };
    return { ...check, documents: check.documents - 1 };
  }
  return content;
}

/** Those after it in its block move up. */
function booked({ documents }: { readonly documents: readonly Listed[] }): Listed[] {
  const left = documents.find(({ id }) => id === idle);
  return documents
    .filter((one) => one !== left)
    .map((one) =>
      one.block === left?.block && (one.index ?? 0) > (left?.index ?? 0)
        ? { ...one, index: (one.index ?? 0) - 1 }
        : one,
    );
}
