import type { Functions } from './functions.ts';

/** See `Runtime.interrupt`. */
export async function interruptOne(
  { all }: Functions,
  choose: (busy: readonly string[]) => string | undefined,
): Promise<string | undefined> {
  const busy = all.filter((pool) => pool.running().length > 0);
  const path = choose(busy.map(({ definition }) => definition.path));
  const chosen = busy.find(({ definition }) => definition.path === path);
  return (await chosen?.interrupt()) === true ? path : undefined;
}
