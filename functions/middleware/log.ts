import { countMetric } from './count-metric.ts';

/** What core says of a projection that is lost begins so, whoever meets it. */
const LOST = 'a projection is lost';

/**
 * Logs what went wrong, as one object: Lambda writes it as one line of JSON, under `message`. Never hand it an event's
 * content: usage is our users' data.
 */
export function logError(
  message: string,
  reason: unknown,
  fields: Readonly<Record<string, string | number | undefined>> = {},
): void {
  console.error({ event: message, ...fields, error: shown(reason) });
  if (reason instanceof Error && reason.message.startsWith(LOST)) countMetric('LostProjections');
}

/** Causes are part of the story, but not for ever. */
const CAUSES_MAX = 3;

function shown(reason: unknown, causes = 0): object {
  if (!(reason instanceof Error)) return { message: String(reason) };
  const { name, message, stack, cause } = reason;
  if (cause === undefined || causes === CAUSES_MAX) return { name, message, stack };
  return { name, message, stack, cause: shown(cause, causes + 1) };
}
