import { types } from 'node:util';

/** The code of an error of the system (`ENOENT`, `ECONNREFUSED`), or undefined for any other. */
export const systemErrorCode = (error: unknown): string | undefined =>
  types.isNativeError(error) && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
