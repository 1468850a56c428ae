/**
 * Runs `work` over `items`, at most `limit` at a time, and resolves to the results in the items' order. The first failure
 * is thrown after those under way have ended; what had not begun is not begun.
 */
export async function inParallel<Item, Result>(
  limit: number,
  items: Iterable<Item>,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const queue = [...items].entries();
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
  const lanes = await Promise.allSettled(Array.from({ length: limit }, lane));
  for (const settled of lanes) {
    if (settled.status === 'rejected') throw settled.reason as Error;
  }
  return results;
}
