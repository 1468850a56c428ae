import type { LogoAt, Logos } from '../../core/catalog/ports.ts';

/** Logos in memory; what is read shares nothing with what was put. */
export function inMemoryLogos(): Logos & { readonly kept: ReadonlyMap<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  const keyOf = ({ tenant, sha256 }: LogoAt): string => JSON.stringify([tenant, sha256]);
  return {
    kept,
    put: async (at, bytes) => {
      if (kept.has(keyOf(at))) return 'taken';
      kept.set(keyOf(at), Uint8Array.from(bytes));
      return 'put';
    },
    get: async (at) => {
      const bytes = kept.get(keyOf(at));
      return bytes === undefined ? undefined : Uint8Array.from(bytes);
    },
  };
}
