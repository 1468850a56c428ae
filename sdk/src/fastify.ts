import type { Sender } from './sender/settings.ts';
import type { TrackedEvent } from './sender/tracked-event.ts';

interface Hooked<Asked, Answer> {
  addHook(
    name: 'onResponse',
    hook: (request: Asked, reply: Answer, done: () => void) => void,
  ): unknown;
}

/**
 * Has a Fastify instance, or a part of it, track what `eventOf` makes of each answer that is sent, if anything:
 * `meterFastify(app, sender, (request, reply) => …)`, before its routes.
 */
export function meterFastify<Asked, Answer>(
  app: Hooked<Asked, Answer>,
  sender: Pick<Sender, 'track'>,
  eventOf: (request: Asked, reply: Answer) => TrackedEvent | undefined,
): void {
  app.addHook('onResponse', (request, reply, done) => {
    sender.track(() => eventOf(request, reply));
    done();
  });
}
