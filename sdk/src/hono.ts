import type { Sender } from './sender/settings.ts';
import type { TrackedEvent } from './sender/tracked-event.ts';

interface HonoContext {
  /** Throws where the platform has none. */
  readonly executionCtx: { waitUntil(promise: Promise<unknown>): void };
}

type HonoSender = Pick<Sender, 'track' | 'flush' | 'close'>;

/**
 * Middleware of Hono: tracks what `eventOf` makes of an answer, if anything. On a platform that may end with the answer
 * it is sent before that, by `waitUntil`. Workers let no request wait for another: there, hand over a function that
 * makes a sender of each request.
 */
export const meterHono =
  <Context extends HonoContext>(
    sender: HonoSender | ((context: Context) => HonoSender),
    eventOf: (context: Context) => TrackedEvent | undefined,
  ) =>
  async (context: Context, next: () => Promise<void>): Promise<void> => {
    await next();
    const isMade = typeof sender === 'function';
    const used = isMade ? sender(context) : sender;
    if (!used.track(() => eventOf(context))) return;
    waitUntil(context, () => (isMade ? used.close() : used.flush()));
  };

function waitUntil(context: HonoContext, sent: () => Promise<unknown>): void {
  let execution: HonoContext['executionCtx'];
  try {
    execution = context.executionCtx;
  } catch {
    // A server that goes on: it is sent in a while.
    return;
  }
  execution.waitUntil(sent());
}
