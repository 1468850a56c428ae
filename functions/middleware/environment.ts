import { invariant } from '../../core/kernel/invariant.ts';

/**
 * What a function reads at cold start: its own `environment.ts` lists the names, and the stack must set exactly these.
 */
export type EnvironmentOf<Names extends readonly string[]> = Readonly<
  Record<Names[number], string>
>;

/** Reads the variables a function declared, once, at cold start. Throws when one is missing or empty. */
export function readEnvironment<const Names extends readonly string[]>(
  names: Names,
): EnvironmentOf<Names> {
  const entries = names.map((name): [string, string] => {
    const value = process.env[name];
    invariant(value !== undefined && value !== '', `set the environment variable ${name}`);
    return [name, value];
  });
  return Object.fromEntries(entries) as EnvironmentOf<Names>;
}

/** A variable's text as a whole number of at least 0. */
export function wholeNumber(name: string, text: string): number {
  invariant(/^\d{1,15}$/.test(text), `set ${name} to a whole number, got ${JSON.stringify(text)}`);
  return Number(text);
}
