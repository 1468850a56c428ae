/** Ctrl-C reaches a process twice where npm passes on what the terminal has sent to both. */
const sameRequestMs = 1000;

/** Aborted by Ctrl-C or a request to end; asked once more, later, the process ends at once. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  let askedAt: number | undefined;
  const stop = (): void => {
    askedAt ??= performance.now();
    if (performance.now() - askedAt > sameRequestMs) process.exit(130);
    controller.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  return controller.signal;
}
