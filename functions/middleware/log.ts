/** Writes one structured line where CloudWatch finds it. Never hand it an event's content: usage is our users' data. */
export function logError(
  message: string,
  reason: unknown,
  fields: Readonly<Record<string, string | number | undefined>> = {},
): void {
  const error =
    reason instanceof Error
      ? { name: reason.name, message: reason.message, stack: reason.stack }
      : { message: String(reason) };
  console.error(JSON.stringify({ level: 'ERROR', message, ...fields, error }));
}
