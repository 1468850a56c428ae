import type { Sender } from './sender/settings.ts';

/** What of the context of an invocation is asked. */
interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** How a handler flushes. */
export interface MeteringOptions {
  /**
   * How long an answer waits for what was tracked to be sent. What is not sent by then is held, and goes with the next
   * invocation of the same environment; where there is none, it is lost.
   * @default 2000
   */
  readonly waitMaxMs?: number;
  /**
   * How much of the time of an invocation is left to it, at least, when flushing is given up.
   * @default 500
   */
  readonly marginMs?: number;
}

/**
 * A handler of AWS Lambda that sends what it tracked before it answers: after that, its environment is frozen, and may
 * never go on. While Farthing is away, it answers a little later.
 */
export const withMetering =
  <Event, Context extends InvocationContext, Answer>(
    handler: (event: Event, context: Context) => Answer | Promise<Answer>,
    sender: Pick<Sender, 'flush'>,
    { waitMaxMs = 2_000, marginMs = 500 }: MeteringOptions = {},
  ) =>
  async (event: Event, context: Context): Promise<Answer> => {
    try {
      return await handler(event, context);
    } finally {
      const leftMs = context.getRemainingTimeInMillis() - marginMs;
      await sender.flush({ timeoutMs: Math.max(0, Math.min(waitMaxMs, leftMs)) });
    }
  };

export { gateLambda } from './gate/lambda.ts';
