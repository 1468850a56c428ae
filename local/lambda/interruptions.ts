import type { Functions } from './functions.ts';

/** See `Runtime.interrupt`. */
export async function interruptOne(
  { all }: Functions,
  choose: (busy: readonly string[]) => string | undefined,
): Promise<string | undefined> {
  const busy = all.filter((pool) => pool.running() > 0);
  const path = choose(busy.map(({ definition }) => definition.path));
  const chosen = busy.find(({ definition }) => definition.path === path);
  return (await chosen?.interrupt()) === true ? path : undefined;
}

/** See `Runtime.workerBytes`. */
export async function heldBytesOf({ all }: Functions): Promise<Readonly<Record<string, number>>> {
  const held = all.map(async (pool) => [pool.definition.path, await pool.heldBytes()] as const);
  return Object.fromEntries(await Promise.all(held));
}
