import type { Sender } from './sender/settings.ts';
import type { TrackedEvent } from './sender/tracked-event.ts';

interface AnswerStream {
  once(name: 'finish', listener: () => void): unknown;
}

/**
 * Middleware of Express 4 and 5, and of what else calls `(request, response, next)`: once an answer is handed over,
 * tracks what `eventOf` makes of it, if anything.
 */
export const meterExpress =
  <Asked, Answer extends AnswerStream>(
    sender: Pick<Sender, 'track'>,
    eventOf: (request: Asked, response: Answer) => TrackedEvent | undefined,
  ) =>
  (request: Asked, response: Answer, next: () => void): void => {
    response.once('finish', () => {
      sender.track(() => eventOf(request, response));
    });
    next();
  };

export { gateExpress } from './gate/express.ts';
