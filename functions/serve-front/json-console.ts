/**
 * From now on what is logged is written as Lambda writes it for a function: one line of JSON, the object under
 * `message`. Filters on log lines then find the same in either.
 */
export function logAsJson(write: (line: string) => void): void {
  const logger =
    (level: string) =>
    (message: unknown): void => {
      write(`${JSON.stringify({ timestamp: new Date().toISOString(), level, message })}\n`);
    };
  console.error = logger('ERROR');
  console.warn = logger('WARN');
  console.info = logger('INFO');
  console.log = logger('INFO');
}
