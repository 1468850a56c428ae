/**
 * Runs `work` over `items`, at most `limit` at a time, and resolves to the results in the items' order. The first
 * failure is thrown after those under way have ended; what had not begun is not begun.
 */
export async function inParallel<Item, Result>(
  limit: number,
  items: Iterable<Item>,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const all = [...items];
  if (all.length <= limit)
    return inFull(await Promise.allSettled(all.map(async (item) => work(item))));
  const queue = all.entries();
  const results: Result[] = [];
  let failed = false;
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (failed) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  inFull(await Promise.allSettled(Array.from({ length: limit }, lane)));
  return results;
}

/** What all of them came to; throws the first failure. */
function inFull<Result>(settled: readonly PromiseSettledResult<Result>[]): Result[] {
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason as Error;
    return one.value;
  });
}
