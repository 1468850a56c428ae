type Members = Readonly<Record<string, unknown>>;

/** `text` as JSON; undefined where it is none. */
export function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};

export const textOr = <Else>(value: unknown, other: Else): string | Else =>
  typeof value === 'string' ? value : other;

export const messageOf = (error: unknown): string =>
  error instanceof Error
    ? [error.message, ...(error.cause instanceof Error ? [error.cause.message] : [])].join(': ')
    : String(error);

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
