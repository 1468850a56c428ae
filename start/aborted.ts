/** Resolves when it is time to stop. */
export const aborted = (stop: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (stop.aborted) done();
    stop.addEventListener('abort', () => {
      done();
    });
  });

/** What `work` answers, unless it is time to stop first; then nobody waits for `work` any more. */
export async function unlessAborted<Result>(
  stop: AbortSignal,
  work: Promise<Result>,
): Promise<Result> {
  work.catch(() => undefined);
  await Promise.race([work, aborted(stop)]);
  stop.throwIfAborted();
  return work;
}
