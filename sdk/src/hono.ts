import { messageOf } from './json.ts';
import type { Sender } from './sender/settings.ts';
import type { TrackedEvent } from './sender/tracked-event.ts';

interface HonoContext {
  /** Throws where the platform has none. */
  readonly executionCtx: { waitUntil(promise: Promise<unknown>): void };
}

type HonoSender = Pick<Sender, 'track' | 'flush' | 'close'>;

/** What keeps a platform up is not asked for longer than this. */
const timeoutMs = 10_000;

/**
 * Middleware of Hono: tracks what `eventOf` makes of an answer, if anything; also of one to what is not found, or
 * failed, which it tells by `context.res.status`. On a platform that may end with the answer it is sent before that, by
 * `waitUntil`. Workers let no request wait for another: there, hand over a function that makes a sender of each
 * request.
 */
export const meterHono =
  <Context extends HonoContext>(
    sender: HonoSender | ((context: Context) => HonoSender),
    eventOf: (context: Context) => TrackedEvent | undefined,
  ) =>
  async (context: Context, next: () => Promise<void>): Promise<void> => {
    await next();
    try {
      const isMade = typeof sender === 'function';
      const used = isMade ? sender(context) : sender;
      if (!used.track(() => eventOf(context))) return;
      const execution = executionOf(context);
      if (execution === undefined) return;
      execution.waitUntil(isMade ? used.close({ timeoutMs }) : used.flush({ timeoutMs }));
    } catch (error) {
      // The answer is none the worse.
      console.warn(`farthing: an answer could not be metered: ${messageOf(error)}`);
    }
  };

function executionOf(context: HonoContext): HonoContext['executionCtx'] | undefined {
  try {
    return context.executionCtx;
  } catch {
    // A server that goes on: it is sent in a while.
    return undefined;
  }
}

export { gateHono } from './gate/hono.ts';
