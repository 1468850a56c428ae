/**
 * Logs what went wrong, as one object: Lambda writes it as one line of JSON, under `message`. Never hand it an event's
 * content: usage is our users' data.
 */
export function logError(
  message: string,
  reason: unknown,
  fields: Readonly<Record<string, string | number | undefined>> = {},
): void {
  const error =
    reason instanceof Error
      ? { name: reason.name, message: reason.message, stack: reason.stack }
      : { message: String(reason) };
  console.error({ event: message, ...fields, error });
}
