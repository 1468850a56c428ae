import type { Sender } from './sender/settings.ts';

/** What of the context of an invocation is asked. */
interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** How a handler flushes. */
export interface MeteringOptions {
  /**
   * How much of the time of an invocation is left to it, when flushing is given up. What is held is then sent in the
   * next invocation of the same environment; without an outbox, it is lost where there is none.
   * @default 500
   */
  readonly marginMs?: number;
}

/**
 * A handler of AWS Lambda that has sent what it tracked before it answers: after that, its environment is frozen, and
 * may never go on.
 */
export const withMetering =
  <Event, Context extends InvocationContext, Answer>(
    handler: (event: Event, context: Context) => Answer | Promise<Answer>,
    sender: Pick<Sender, 'flush'>,
    { marginMs = 500 }: MeteringOptions = {},
  ) =>
  async (event: Event, context: Context): Promise<Answer> => {
    try {
      return await handler(event, context);
    } finally {
      const timeoutMs = Math.max(0, context.getRemainingTimeInMillis() - marginMs);
      await sender.flush({ timeoutMs });
    }
  };
