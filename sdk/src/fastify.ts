import type { Sender } from './sender/settings.ts';
import type { TrackedEvent } from './sender/tracked-event.ts';

/**
 * A hook of Fastify that tracks what `eventOf` makes of each answer that is sent, if anything:
 * `app.addHook('onResponse', meterFastify(sender, (request, reply) => …))`, before its routes.
 */
export const meterFastify =
  <Asked, Answer>(
    sender: Pick<Sender, 'track'>,
    eventOf: (request: Asked, reply: Answer) => TrackedEvent | undefined,
  ) =>
  (request: Asked, reply: Answer, done: () => void): void => {
    sender.track(() => eventOf(request, reply));
    done();
  };

export { gateFastify } from './gate/fastify.ts';
