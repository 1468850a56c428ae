import type { ClientEnvironment } from '../environment.ts';
import { inTime, type Limits } from '../in-time.ts';
import { messageOf } from '../json.ts';
import { ConnectionError } from './errors.ts';

/** The same bytes, as they are asked for: an error where none come in time, they break off, or it is stopped. */
export function guardedStream(
  body: ReadableStream<Uint8Array>,
  environment: ClientEnvironment,
  { timeoutMs, stop }: Limits,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const letGo = (why: unknown): void => {
    stop?.removeEventListener('abort', stopped);
    // Its end is not waited for: it may be what hangs.
    reader.cancel(why).catch(() => undefined);
  };
  let stopped = (): void => undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stopped = () => {
          controller.error(stop?.reason);
          letGo(stop?.reason);
        };
        stop?.addEventListener('abort', stopped);
        if (stop?.aborted === true) stopped();
      },
      async pull(controller) {
        try {
          const { done, value } = await inTime(environment, { timeoutMs }, () => reader.read());
          if (stop?.aborted === true) return;
          if (!done) {
            controller.enqueue(value);
            return;
          }
          stop?.removeEventListener('abort', stopped);
          controller.close();
        } catch (error) {
          letGo(error);
          throw new ConnectionError(`it broke off: ${messageOf(error)}`, { cause: error });
        }
      },
      cancel: letGo,
    },
    { highWaterMark: 0 },
  );
}
